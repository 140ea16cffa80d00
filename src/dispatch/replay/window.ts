/** A stretch of the past as the browser holds it: a board to start from and the facts behind it, folded to any instant; and what was said live, to be held against it. Pure. */
import type { Sight } from '../../access/sight.ts'
import type { Numbered } from '../../journal/fact.ts'
import type { Trail } from '../../vehicles/facts.ts'
import { type Board, EMPTY_BOARD, foldAll } from '../board.ts'
import { assembled, type Things } from './keyframe.ts'
import { type SaidView, viewOf } from './view.ts'

/** As GET /api/replay answers. `board` is behind fact `seq`, on the first page only; `end`: everything up to it is in. */
export type ReplayAnswer = {
  readonly seq: number
  readonly board: Things | null
  readonly facts: readonly Numbered[]
  readonly end: number
  readonly next: number | null
  readonly said: readonly Omit<SaidView, 'sight'>[]
  /** Whose consoles said anything in that time. */
  readonly sights: readonly string[]
}

/** As GET /api/replay/trails answers. */
export type TrailsAnswer = { readonly trails: readonly Trail[] }

export type Stretch = {
  readonly sight: Sight
  readonly from: number
  readonly to: number
  readonly start: Board
  readonly facts: readonly Numbered[]
  /** With each fact the newest time of recording up to it: when a console can have had it. */
  readonly had: readonly number[]
  readonly said: readonly Omit<SaidView, 'sight'>[]
  readonly sights: readonly string[]
}

export function stretchOf(sight: Sight, from: number, to: number, pages: readonly ReplayAnswer[]): Stretch {
  const [first] = pages
  const facts = pages.flatMap((page) => page.facts)
  let newest = from
  const had = facts.map(({ recordedAt }) => {
    newest = Math.max(newest, recordedAt)
    return newest
  })
  const start = first?.board ? assembled(first.seq, [], first.board) : EMPTY_BOARD
  return { sight, from, to, start, facts, had, said: first?.said ?? [], sights: first?.sights ?? [] }
}

/** How many of the facts a console had at `at`. */
export function hadAt({ had }: Stretch, at: number): number {
  let [low, high] = [0, had.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((had[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Where a player stands: a board that `count` of the facts have been folded into. */
export type Stand = { readonly count: number; readonly board: Board }
export const begun = (stretch: Stretch): Stand => ({ count: 0, board: stretch.start })

/** Forward from where it stands, or anew from the start; a step of a second folds the few facts of that second. */
export function stoodAt(stretch: Stretch, stand: Stand, count: number): Stand {
  if (count === stand.count) return stand
  const from = count > stand.count ? stand : begun(stretch)
  return { count, board: foldAll(from.board, stretch.facts.slice(from.count, count)) }
}

/** The next instant at which something happened for this sight, or the one before; null: none in this stretch. */
export function nextAt(stretch: Stretch, at: number, way: 1 | -1): number | null {
  if (way === 1) return stretch.had[hadAt(stretch, at)] ?? null
  return stretch.had[hadAt(stretch, at - 1) - 1] ?? null
}

export type Compared = { readonly seq: number; readonly at: number; readonly state: 'equal' | 'different' }

/** The newest hash that was said until `at`, held against the replay of that number; null: none was said yet. */
export function comparedAt(stretch: Stretch, at: number, hash: (view: Board) => string): Compared | null {
  const said = stretch.said.findLast((one) => one.at <= at && one.seq >= stretch.start.seq)
  if (!said) return null
  const count = stretch.facts.findLastIndex((fact) => fact.seq <= said.seq) + 1
  const { board } = stoodAt(stretch, begun(stretch), count)
  const state = hash(viewOf(board, stretch.sight, said.at)) === said.hash ? 'equal' : 'different'
  return { seq: said.seq, at: said.at, state }
}
