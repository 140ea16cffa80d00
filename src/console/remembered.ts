/** What one browser remembers of its person's wishes (language, theme, guidance put away): a cell kept in local storage. */
import { type Cell, cell } from './cell.ts'

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null // a browser may forbid storage; then nothing is remembered and all works
  }
}

/** `pass` shows another value and remembers it not. */
export type Remembered<T> = Cell<T> & { readonly pass: (value: T) => void }

/** `among` are the values that are understood; anything else that was stored counts as `first`. */
export function remembered<T extends string>(name: string, among: readonly T[], first: T): Remembered<T> {
  const stored = read(`firstminute.${name}`)
  const kept = cell<T>(among.find((value) => value === stored) ?? first)
  return {
    get: kept.get,
    subscribe: kept.subscribe,
    pass: kept.set,
    set(value) {
      kept.set(value)
      try {
        localStorage.setItem(`firstminute.${name}`, value)
      } catch {
        // as above
      }
    },
  }
}
