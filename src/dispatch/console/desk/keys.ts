/** The keys of the duty desk: which key means which act, and the list that `?` shows. Pure. */

export type DeskKey =
  | 'next'
  | 'previous'
  | 'true'
  | 'false'
  | 'cannot-tell'
  | 'recommended'
  | 'undo'
  | 'close'
  | 'resend'
  | 'more'
  | 'raise'
  | 'move-up'
  | 'units'
  | 'evidence'
  | 'picture'
  | 'merge'
  | 'publish'
  | 'shift'
  | 'methane'
  | 'read'
  | 'new-incident'
  | 'place'
  | 'show-new'
  | 'command'
  | 'keys'
  | 'back'

/** The first of each is the one shown. */
export const KEYS: Record<DeskKey, readonly string[]> = {
  next: ['ArrowDown', 'j'],
  previous: ['ArrowUp', 'k'],
  true: ['t'],
  false: ['f'],
  'cannot-tell': ['c'],
  recommended: ['Enter'],
  undo: ['z'],
  close: ['x'],
  resend: ['r'],
  more: ['a'],
  raise: ['u'],
  'move-up': ['b'],
  units: ['d'],
  evidence: ['e'],
  picture: ['i'],
  merge: ['m'],
  publish: ['p'],
  shift: ['s'],
  methane: ['g'],
  read: ['y'],
  'new-incident': ['n'],
  place: ['l'],
  'show-new': ['v'],
  command: ['/'],
  keys: ['?'],
  back: ['Escape'],
}

const MEANING = new Map(
  // Object.keys of a Record over a union gives that union's words.
  (Object.keys(KEYS) as DeskKey[]).flatMap((act) => KEYS[act].map((key) => [key, act] as const)),
)

export type Pressed = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
  /** The focus is where text is typed. */
  readonly inText: boolean
  /** The focus is on a control that takes Enter for itself. */
  readonly onControl: boolean
}

const MAY_REPEAT: ReadonlySet<DeskKey> = new Set<DeskKey>(['next', 'previous'])

/** null: the key is not the desk's. In text only Esc is; a key held down acts once; with Ctrl, Alt or Meta it is the browser's. */
export function keyMeans(pressed: Pressed): DeskKey | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null
  const act = MEANING.get(pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key) ?? null
  if (act === null || (pressed.inText && act !== 'back')) return null
  if (pressed.onControl && act === 'recommended') return null
  return pressed.repeat && !MAY_REPEAT.has(act) ? null : act
}

const SHOWN: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }
export const keyLabel = (key: string): string => SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)
