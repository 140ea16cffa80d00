/** The room's keys: which key means what, and when a key belongs to what is being typed instead. Pure but for the one listener. */
import { useEffect, useRef } from 'react'
import type { RoomAnswer } from './room.ts'

export type RoomCommand =
  | { readonly do: 'move'; readonly step: 1 | -1 }
  | { readonly do: 'answer'; readonly answer: RoomAnswer }
  | { readonly do: 'due' }
  | { readonly do: 'cause'; readonly index: number }
  | { readonly do: 'number' | 'back' | 'sound' | 'paper' | 'understood' | 'sign-all' }

/** The key caps, as they are shown. */
export const KEY_OF: Record<RoomAnswer, string> = {
  'signed-for': 'S',
  'on-the-way': 'W',
  arrived: 'A',
  cleared: 'C',
  rejected: 'R',
}

const ANSWER_BY_KEY = new Map<string, RoomAnswer>([
  ['s', 'signed-for'],
  ['w', 'on-the-way'],
  ['a', 'arrived'],
  ['c', 'cleared'],
  ['r', 'rejected'],
])

/** Where the key came down: in a field one types, on a control that has its own Enter, or elsewhere. */
export type Focus = 'field' | 'control' | 'page'

/** `shift` is the key itself: a letter is a capital under Caps Lock, too. */
export function commandOf(key: string, focus: Focus, shift = false): RoomCommand | null {
  if (key === 'Escape') return { do: 'back' }
  if (focus === 'field') return key === 'Enter' ? { do: 'due' } : null
  if (key === 'Enter') return focus === 'control' ? null : { do: 'due' }
  if (key === 'ArrowDown' || key === 'j') return { do: 'move', step: 1 }
  if (key === 'ArrowUp' || key === 'k') return { do: 'move', step: -1 }
  const lower = key.toLowerCase()
  if (lower === 's' && shift) return { do: 'sign-all' }
  const answer = ANSWER_BY_KEY.get(lower)
  if (answer) return { do: 'answer', answer }
  if (lower === 'n') return { do: 'number' }
  if (lower === 'm') return { do: 'sound' }
  if (lower === 'p') return { do: 'paper' }
  if (lower === 'u') return { do: 'understood' }
  return /^[1-9]$/.test(key) ? { do: 'cause', index: Number(key) - 1 } : null
}

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'page'
  if (target.closest('input, textarea, [contenteditable]')) return 'field'
  return target.closest('button, a, select') ? 'control' : 'page'
}

export function useRoomKeys(onCommand: (command: RoomCommand) => void): void {
  const latest = useRef(onCommand)
  latest.current = onCommand
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      // A key held down is one act; a key of the browser or of an input method is none.
      if (event.repeat && !event.key.startsWith('Arrow')) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
      // A list of choices moves by its own arrow keys.
      if (event.target instanceof HTMLSelectElement) return
      const command = commandOf(event.key, focusOf(event.target), event.shiftKey)
      if (!command) return
      event.preventDefault()
      latest.current(command)
    }
    addEventListener('keydown', down)
    return () => removeEventListener('keydown', down)
  }, [])
}
