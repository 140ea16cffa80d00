/** The keys of a replay. Pure. */

export const SPEEDS = [1, 2, 5, 10, 30, 60] as const
export type Speed = (typeof SPEEDS)[number]

export type ReplayKey =
  | { readonly act: 'play' | 'next' | 'previous' | 'faster' | 'slower' }
  | { readonly act: 'move'; readonly ms: number }

/** null: no key of a replay. In a field the keys belong to the field. */
export function replayKey(pressed: {
  readonly key: string
  readonly shift: boolean
  readonly modified: boolean
  readonly inField: boolean
}): ReplayKey | null {
  if (pressed.modified || pressed.inField) return null
  const stepMs = pressed.shift ? 60_000 : 10_000
  switch (pressed.key) {
    case ' ':
      return { act: 'play' }
    case 'ArrowLeft':
      return { act: 'move', ms: -stepMs }
    case 'ArrowRight':
      return { act: 'move', ms: stepMs }
    case ']':
      return { act: 'next' }
    case '[':
      return { act: 'previous' }
    case '+':
    case '=':
      return { act: 'faster' }
    case '-':
      return { act: 'slower' }
  }
  return null
}

export function speedBeside(speed: Speed, way: 1 | -1): Speed {
  const index = SPEEDS.indexOf(speed) + way
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] ?? speed
}
