/** A compact index of names, and the search in it: every word typed begins, or nearly begins, some word of what is found. Hot path of a keystroke. Pure. */
import type { Position } from '../../core/geo.ts'
import type { Text } from '../../core/text.ts'
import { GrowingInts } from '../growing.ts'
import type { Placed } from './collect.ts'
import { NAMED_KINDS, type NamedKind } from './named.ts'
import { indexedWords, mistakes, mistakesIn, plain, typedWords } from './words.ts'

/** As it is stored: strings lie one behind the other in UTF-8, each entry has three: label in both languages, category. */
export type Gazetteer = {
  readonly kind: Uint8Array
  readonly lon: Int32Array
  readonly lat: Int32Array
  readonly text: Uint8Array
  readonly firstText: Int32Array
  /** Words in order, and which entries have each. */
  readonly word: Uint8Array
  readonly firstWord: Int32Array
  readonly firstEntry: Int32Array
  readonly entry: Int32Array
}

export function gazetteerOf(places: readonly Placed[]): Gazetteer {
  const byWord = new Map<string, number[]>()
  const text = new Strings()
  for (const [at, { label, category, alsoSaid }] of places.entries()) {
    for (const each of [label.zh, label.en === label.zh ? '' : label.en, category]) text.push(each)
    for (const word of indexedWords(`${label.zh} ${label.en} ${alsoSaid}`)) {
      const known = byWord.get(word)
      if (known) known.push(at)
      else byWord.set(word, [at])
    }
  }
  const words = new Strings()
  const [firstEntry, entry] = [new GrowingInts(), new GrowingInts()]
  for (const word of [...byWord.keys()].sort(byCode)) {
    words.push(word)
    firstEntry.push(entry.length)
    for (const at of byWord.get(word) ?? []) entry.push(at)
  }
  firstEntry.push(entry.length)
  return {
    kind: Uint8Array.from(places, ({ kind }) => NAMED_KINDS.indexOf(kind)),
    lon: Int32Array.from(places, ({ lon }) => lon),
    lat: Int32Array.from(places, ({ lat }) => lat),
    ...{ text: text.bytes(), firstText: text.first() },
    ...{ word: words.bytes(), firstWord: words.first() },
    ...{ firstEntry: firstEntry.done(), entry: entry.done() },
  }
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

class Strings {
  readonly #parts: Uint8Array[] = []
  readonly #first = new GrowingInts()
  #bytes = 0

  push(text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.#first.push(this.#bytes)
    this.#parts.push(bytes)
    this.#bytes += bytes.length
  }

  first(): Int32Array {
    this.#first.push(this.#bytes)
    return this.#first.done()
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#bytes)
    let at = 0
    for (const part of this.#parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }
}

export type FoundName = {
  readonly kind: NamedKind
  readonly label: Text
  readonly category: string
  readonly position: Position
}

/** What stands in each entry's way to the top: a letter wrong, a word more than was typed, an address before its street. */
const WRONG = 40
const PREFIX = 4
const KIND_COST: Readonly<Record<NamedKind, number>> = { street: 0, poi: 2, address: 3 }
/** Who types no number means no house. */
const WITHOUT_NUMBER = 30
const MOST_WORDS = 8
/** Of fewer each counts. */
const FEW_WORDS = 3

export class NameSearch {
  readonly #of: Gazetteer
  readonly #words: readonly string[]
  /** Where in the words those of each first letter begin. */
  readonly #byLetter: ReadonlyMap<string, readonly [from: number, to: number]>
  /** Of each entry: how many of the typed words it has, and at what cost. */
  readonly #has: Int32Array
  readonly #cost: Int32Array
  readonly #inThis: Int32Array

  constructor(gazetteer: Gazetteer) {
    this.#of = gazetteer
    this.#words = strings(gazetteer.word, gazetteer.firstWord)
    const byLetter = new Map<string, readonly [number, number]>()
    for (const [at, word] of this.#words.entries()) {
      const letter = word[0] ?? ''
      byLetter.set(letter, [byLetter.get(letter)?.[0] ?? at, at + 1])
    }
    this.#byLetter = byLetter
    this.#has = new Int32Array(gazetteer.kind.length)
    this.#cost = new Int32Array(gazetteer.kind.length)
    this.#inThis = new Int32Array(gazetteer.kind.length)
  }

  get size(): number {
    return this.#of.kind.length
  }

  /** The best first, at most `most`. */
  find(text: string, most: number, may: (kind: NamedKind) => boolean = () => true): readonly FoundName[] {
    const typed = typedWords(text).slice(0, MOST_WORDS)
    const whole = plain(text)
    const found = this.#having(typed, whole, most, may)
    if (found.length > 0 || typed.length < FEW_WORDS) return found
    // Of several words one may be so wrong that no mistake explains it.
    for (const left of typed.keys()) {
      const without = this.#having(typed.toSpliced(left, 1), whole, most, may)
      if (without.length > 0) return without
    }
    return []
  }

  #having(
    typed: readonly string[],
    whole: string,
    most: number,
    may: (kind: NamedKind) => boolean,
  ): readonly FoundName[] {
    if (typed.length === 0 || this.size === 0) return []
    this.#has.fill(0)
    let candidates: number[] = []
    for (const [step, word] of typed.entries()) {
      candidates = []
      const takes = (at: number, cost: number): void => this.#take(at, step, cost, candidates)
      this.#beginning(word, takes)
      // Mistakes are looked for only where nothing was typed right.
      if (candidates.length === 0) this.#nearly(word, step, candidates)
      if (candidates.length === 0) return []
    }
    const hasNumber = /\d/.test(whole)
    const scored = candidates.flatMap((at) => {
      if (this.#has[at] !== typed.length) return []
      const kind = NAMED_KINDS[this.#of.kind[at] ?? 0] ?? 'poi'
      if (!may(kind)) return []
      const unlikely = kind === 'address' && !hasNumber ? WITHOUT_NUMBER : 0
      return [{ at, cost: (this.#cost[at] ?? 0) + KIND_COST[kind] + unlikely + this.#lengthOf(at) / 64 }]
    })
    scored.sort((a, b) => a.cost - b.cost || a.at - b.at)
    return this.#different(
      scored.slice(0, 8 * most).map(({ at }) => at),
      whole,
      most,
    )
  }

  /** Names that differ in nothing and lie together are one; whole names come before longer ones. */
  #different(entries: readonly number[], whole: string, most: number): readonly FoundName[] {
    const seen = new Set<string>()
    const found: FoundName[] = []
    for (const at of entries) {
      const one = this.#entry(at)
      const [lon, lat] = one.position
      const key = `${one.kind} ${one.label.zh} ${lon.toFixed(2)} ${lat.toFixed(2)}`
      if (seen.has(key)) continue
      seen.add(key)
      found.push(one)
    }
    const isWhole = ({ label }: FoundName): number => (plain(label.zh) === whole || plain(label.en) === whole ? 0 : 1)
    return found.sort((a, b) => isWhole(a) - isWhole(b)).slice(0, most)
  }

  #take(wordAt: number, step: number, cost: number, candidates: number[]): void {
    const { firstEntry, entry } = this.#of
    for (let index = firstEntry[wordAt] ?? 0; index < (firstEntry[wordAt + 1] ?? 0); index += 1) {
      const at = entry[index] ?? 0
      if (this.#has[at] === step + 1) {
        // Met by another word of the same name: the better counts.
        const before = this.#inThis[at] ?? 0
        if (cost < before) {
          this.#cost[at] = (this.#cost[at] ?? 0) - before + cost
          this.#inThis[at] = cost
        }
        continue
      }
      if (this.#has[at] !== step) continue
      this.#has[at] = step + 1
      this.#cost[at] = (step === 0 ? 0 : (this.#cost[at] ?? 0)) + cost
      this.#inThis[at] = cost
      candidates.push(at)
    }
  }

  #beginning(typed: string, take: (word: number, cost: number) => void): void {
    let [low, high] = [0, this.#words.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#words[middle] ?? '') < typed) low = middle + 1
      else high = middle
    }
    for (let at = low; at < this.#words.length; at += 1) {
      const word = this.#words[at] ?? ''
      if (!word.startsWith(typed)) break
      take(at, word === typed ? 0 : PREFIX)
    }
  }

  /** First among words of the same first letter, which is seldom the wrong one; then among all. */
  #nearly(typed: string, step: number, candidates: number[]): void {
    const most = mistakesIn(typed)
    if (most === 0) return
    const within = ([from, to]: readonly [number, number]): void => {
      for (let at = from; at < to; at += 1) {
        const wrong = mistakes(typed, this.#words[at] ?? '', most)
        if (wrong !== null) this.#take(at, step, wrong * WRONG, candidates)
      }
    }
    const own = this.#byLetter.get(typed[0] ?? '')
    if (own) within(own)
    if (candidates.length === 0) within([0, this.#words.length])
  }

  #lengthOf(at: number): number {
    const { firstText } = this.#of
    return (firstText[3 * at + 1] ?? 0) - (firstText[3 * at] ?? 0)
  }

  #entry(at: number): FoundName {
    const { text, firstText, kind, lon, lat } = this.#of
    const [zh = '', en = '', category = ''] = strings(text, firstText.subarray(3 * at, 3 * at + 4))
    return {
      kind: NAMED_KINDS[kind[at] ?? 0] ?? 'poi',
      label: { zh, en: en === '' ? zh : en },
      category,
      position: [(lon[at] ?? 0) / 1e7, (lat[at] ?? 0) / 1e7],
    }
  }
}

function strings(bytes: Uint8Array, first: Int32Array): readonly string[] {
  const decoder = new TextDecoder()
  return Array.from({ length: Math.max(0, first.length - 1) }, (_, at) =>
    decoder.decode(bytes.subarray(first[at], first[at + 1])),
  )
}
