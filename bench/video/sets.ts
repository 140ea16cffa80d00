/** All parts of the corpus, one line each, in the order of the table. */
import type { CorpusSet } from './corpus-set.ts'
import { confirmed } from './sets/confirmed.ts'
import { cyclist } from './sets/cyclist.ts'
import { lamps } from './sets/lamps.ts'
import { negatives } from './sets/negatives.ts'
import { queue } from './sets/queue.ts'
import { stopped } from './sets/stopped.ts'
import { unfit } from './sets/unfit.ts'
import { walkers } from './sets/walkers.ts'
import { wrongWay } from './sets/wrong-way.ts'

export const SETS: readonly CorpusSet<unknown>[] = [
  stopped,
  lamps,
  negatives,
  cyclist,
  walkers,
  wrongWay,
  queue,
  unfit,
  confirmed,
]
