/** What a part of the corpus is: a number of trials that any worker can play from a seed, and the rows they add up to. */
import type { Row } from '../result.ts'

/** Nothing is tuned on `report`: it has other places, cut-outs and times than `develop`. */
export const SEEDS = { develop: 11, report: 20_270 } as const
export type SeedName = keyof typeof SEEDS

export type CorpusSet<Outcome> = {
  readonly name: string
  /** Trials of the whole set. A slice plays every so many-th. */
  readonly count: number
  /** The same seed and index give the same pictures. The outcome is plain data, for it comes from a worker. */
  play(index: number, seed: SeedName): Promise<Outcome>
  /** Every row says "injected" or "real" first. */
  rows(outcomes: readonly Outcome[]): readonly Row[]
}
