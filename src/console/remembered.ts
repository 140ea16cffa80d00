/** What one browser remembers of its person's wishes (language, theme, guidance put away) and of what was read at it: cells kept in local storage. */
import { type Cell, cell, type Watched } from './cell.ts'

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null // a browser may forbid storage; then nothing is remembered and all works
  }
}

function write(name: string, text: string): void {
  try {
    localStorage.setItem(name, text)
  } catch {
    // as above
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
      write(`firstminute.${name}`, value)
    },
  }
}

export type RememberedWords = Watched<ReadonlySet<string>> & { readonly add: (word: string) => void }

/** Words without spaces, added one by one; of more than `most` the oldest is forgotten. Another page of this browser hears of them at once. */
export function rememberedWords(name: string, most: number): RememberedWords {
  const at = `firstminute.${name}`
  const wordsOf = (text: string | null): ReadonlySet<string> => new Set(text?.split(' ').filter((word) => word !== ''))
  const kept = cell(wordsOf(read(at)))
  if (typeof addEventListener === 'function')
    addEventListener('storage', ({ key, newValue }) => {
      if (key === at) kept.set(wordsOf(newValue))
    })
  return {
    get: kept.get,
    subscribe: kept.subscribe,
    add(word) {
      const words = [...new Set([...kept.get(), word])].slice(-most)
      kept.set(new Set(words))
      write(at, words.join(' '))
    },
  }
}
