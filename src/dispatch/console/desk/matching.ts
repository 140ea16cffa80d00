/** How a typed word finds what it names: by the beginning of any name, a whole name before a longer one; what could be two things is told with both. Pure. */
import { type Result, refuse } from '../../../core/result.ts'

/** A word with everything it may be called; matched by the beginning of any of its names. */
export type Named<T> = { readonly value: T; readonly names: readonly string[] }

export type Unread = 'empty' | 'no-such-word' | 'ambiguous' | 'word-missing'

export type NotRead = Result<never, Unread> & { readonly candidates: readonly string[] }

export const same = (text: string): string => text.trim().toLowerCase()

type Match<T> =
  | { readonly state: 'one'; readonly value: T }
  | { readonly state: 'none' | 'many'; readonly names: readonly string[] }

/** The one value some name of which starts with the word; a whole name wins over a longer one. */
export function match<T>(word: string, among: readonly Named<T>[]): Match<T> {
  const sought = same(word)
  const whole = among.filter((one) => one.names.some((name) => same(name) === sought))
  const found =
    whole.length > 0 ? whole : among.filter((one) => one.names.some((name) => same(name).startsWith(sought)))
  const [only, ...more] = found
  if (only && more.length === 0) return { state: 'one', value: only.value }
  return { state: found.length === 0 ? 'none' : 'many', names: (found.length === 0 ? among : found).flatMap(firstName) }
}

export const firstName = <T>(one: Named<T>): readonly string[] => one.names.slice(0, 1)
export const wordsOf = <T extends string>(values: readonly T[]): readonly Named<T>[] =>
  values.map((value) => ({ value, names: [value] }))

export function unread(match: { readonly state: 'none' | 'many'; readonly names: readonly string[] }): NotRead {
  return { ...refuse(match.state === 'many' ? 'ambiguous' : 'no-such-word'), candidates: match.names }
}

export const missing = (among: readonly Named<unknown>[]): NotRead => ({
  ...refuse('word-missing'),
  candidates: among.flatMap(firstName),
})
