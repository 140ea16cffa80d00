/** A worker that plays the trials it is given, one after another; it decodes each clip once. */
import { parentPort } from 'node:worker_threads'
import type { SeedName } from './corpus-set.ts'
import { SETS } from './sets.ts'

export type Trial = { readonly set: string; readonly index: number; readonly seed: SeedName }

parentPort?.on('message', async ({ set, index, seed }: Trial) => {
  const outcome = await SETS.find((each) => each.name === set)?.play(index, seed)
  parentPort?.postMessage(outcome)
})
