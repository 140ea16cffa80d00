/**
 * The corpus: events made at run time on real clips, and the clips themselves, played through the detector.
 * VIDEO_SETS=stopped,lamps, VIDEO_SHARE=0.1 and VIDEO_SEED=develop play a slice; VIDEO_OUT=<file> keeps every outcome as a line of JSON.
 */
import { appendFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { BenchResult } from './result.ts'
import { missing } from './video/clips.ts'
import { SEEDS, type SeedName } from './video/corpus-set.ts'
import type { Trial } from './video/player.ts'
import { SETS } from './video/sets.ts'

const PLAYERS = 2

export async function run(): Promise<BenchResult> {
  for (const clip of ['motorway', 'highway', 'street', 'parking'] as const) {
    const lacking = missing(clip)
    if (lacking) throw new Error(lacking)
  }
  const wanted = process.env.VIDEO_SETS?.split(',') ?? SETS.map((set) => set.name)
  const share = Number(process.env.VIDEO_SHARE ?? 1)
  const seed: SeedName = process.env.VIDEO_SEED === 'develop' ? 'develop' : 'report'
  const sets = SETS.filter((set) => wanted.includes(set.name))
  const trials = sets.flatMap((set) => {
    const plays = Math.max(1, Math.round(set.count * share))
    return Array.from({ length: plays }, (_, turn): Trial => {
      // 97 divides no set's count: a slice is spread over the set without its rhythm.
      return { set: set.name, index: (turn * 97) % set.count, seed }
    })
  })
  const outcomes = await playAll(trials)
  const rows = sets.flatMap((set) => set.rows(outcomes.filter((_, index) => trials[index]?.set === set.name)))
  const slice = share < 1 || sets.length < SETS.length ? ` A slice: ${wanted.join(', ')}, ${100 * share} %.` : ''
  const about = `Rows marked "injected" are events made at run time (cut or drawn, pasted with brake path, perspective, lamps and weather) on real clips: they show what the detector does with such pictures, not what a year at a roadside would bring. Rows marked "real" are the clips as they are, looped and varied. A pasted vehicle hides what drives behind it and is never hidden itself. 5 pictures a second but for a part at 12.5. Seed ${SEEDS[seed]}${seed === 'develop' ? ' (the one for development)' : ''}.${slice}`
  return { name: 'video', about, rows }
}

/** Outcomes in the order of the trials, whoever played them. */
async function playAll(trials: readonly Trial[]): Promise<readonly unknown[]> {
  const outcomes = new Array<unknown>(trials.length)
  let next = 0
  let done = 0
  const player = async (): Promise<void> => {
    const worker = new Worker(new URL('./video/player.ts', import.meta.url))
    try {
      while (next < trials.length) {
        const turn = next++
        outcomes[turn] = await new Promise((resolve, reject) => {
          worker.once('message', resolve)
          worker.once('error', reject)
          worker.postMessage(trials[turn])
        })
        worker.removeAllListeners('error')
        done += 1
        report(done, trials.length)
        keep(trials[turn], outcomes[turn])
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: PLAYERS }, player))
  return outcomes
}

function report(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} trials${done === of ? '\n' : ''}`)
  else if (done === of || done % Math.ceil(of / 20) === 0) process.stderr.write(`${done} of ${of} trials\n`)
}

function keep(trial: Trial | undefined, outcome: unknown): void {
  const file = process.env.VIDEO_OUT
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ ...trial, outcome })}\n`)
}
