/** What one browser remembers of its person's wishes (language, theme, guidance put away): a cell kept in local storage. */
import { type Cell, cell } from './cell.ts'

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null // a browser may forbid storage; then nothing is remembered and all works
  }
}

/** `among` are the values that are understood; anything else that was stored counts as `first`. */
export function remembered<T extends string>(name: string, among: readonly T[], first: T): Cell<T> {
  const stored = read(`firstminute.${name}`)
  const kept = cell<T>(among.find((value) => value === stored) ?? first)
  return {
    get: kept.get,
    subscribe: kept.subscribe,
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
