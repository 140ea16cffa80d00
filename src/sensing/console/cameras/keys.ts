/** The keys of the drawing page: which key means which act. Pure. */

export type SheetKey =
  | 'select'
  | 'shoulder'
  | 'lane'
  | 'ignore'
  | 'ground'
  | 'set'
  | 'finish'
  | 'delete'
  | 'direction'
  | 'next'
  | 'previous'
  | 'corner'
  | 'grid'
  | 'renew'
  | 'undo'
  | 'redo'
  | 'save'
  | 'back'

/** The first of each is the one shown. */
export const SHEET_KEYS: Record<SheetKey, readonly string[]> = {
  select: ['v'],
  shoulder: ['s'],
  lane: ['l'],
  ignore: ['i'],
  ground: ['g'],
  set: [' '],
  finish: ['Enter'],
  delete: ['Backspace', 'Delete'],
  direction: ['d'],
  next: [']'],
  previous: ['['],
  corner: ['.'],
  grid: ['m'],
  renew: ['r'],
  undo: ['z', 'Ctrl+z'],
  redo: ['y', 'Ctrl+y', 'Ctrl+Shift+z'],
  save: ['Ctrl+s'],
  back: ['Escape'],
}

const MEANING = new Map(
  // Object.keys of a Record over a union gives that union's words.
  (Object.keys(SHEET_KEYS) as SheetKey[]).flatMap((act) => SHEET_KEYS[act].map((key) => [key, act] as const)),
)

export type Pressed = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** The focus is where text is typed. */
  readonly inText: boolean
  /** The focus is on a control that takes Enter and Space for itself. */
  readonly onControl: boolean
}

/** null: not ours. In text only Esc and saving are. */
export function sheetKeyMeans({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  inText,
  onControl,
}: Pressed): SheetKey | null {
  if (altKey) return null
  const plain = key.length === 1 ? key.toLowerCase() : key
  const name = ctrlKey || metaKey ? `Ctrl+${shiftKey ? 'Shift+' : ''}${plain}` : plain
  const act = MEANING.get(name) ?? null
  if (inText) return act === 'back' || act === 'save' ? act : null
  return onControl && (act === 'set' || act === 'finish') ? null : act
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Pixels of the view that an arrow key moves; null for any other key. */
export function stepOf({
  key,
  shiftKey,
  inText,
}: Pick<Pressed, 'key' | 'shiftKey' | 'inText'>): readonly [number, number] | null {
  const step = inText ? undefined : STEPS[key]
  if (!step) return null
  const far = shiftKey ? 10 : 1
  return [step[0] * far, step[1] * far]
}

export function sheetKeyLabel(key: string): string {
  return key
    .split('+')
    .map((part) =>
      part === ' '
        ? '␣'
        : part === 'Backspace'
          ? '⌫'
          : part === 'Escape'
            ? 'Esc'
            : part.length === 1
              ? part.toUpperCase()
              : part,
    )
    .join('+')
}
