/** Half an hour of eight cameras with a decoder killed every twenty seconds: does memory grow, is every camera back in time, is a warning lost or told twice? */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCameras } from '../src/sensing/io/host/hosts.ts'
import { openFeed, STOP_FROM, STOP_UNTIL, stopFootage } from './camera-feed.ts'
import { roadCamera } from './cost.ts'
import { memoryMb } from './processes.ts'
import type { BenchResult, Row } from './result.ts'

/** FIRSTMINUTE_BENCH_SECONDS shortens it while one works on it. */
const SECONDS = Number(process.env.FIRSTMINUTE_BENCH_SECONDS ?? 1_800)
const CAMERAS = 8
const KILL_EVERY_MS = 20_000
/** Longer than a place is held after its car has gone, so that each loop's car is news. */
const LOOP_SECONDS = 200
/** The road must have been learnt before a car that counts. */
const LEARNT_MS = 15_000
const SETTLE_MS = 180_000
const SAMPLE_MS = 5_000

export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-endurance-'))
  const footage = await stopFootage(folder, LOOP_SECONDS, SECONDS + 3 * LOOP_SECONDS)
  const began = Date.now()
  const offsets = new Map(
    Array.from({ length: CAMERAS }, (_, index) => [`c${index}`, (index * LOOP_SECONDS) / CAMERAS]),
  )
  const feed = await openFeed(footage, (camera) => offsets.get(camera) ?? 0)
  const warned: { camera: string; type: string; onsetAt: number }[] = []
  const cameras = openCameras({
    cameras: [...offsets.keys()].map((id) => roadCamera(id, feed.url(id))),
    clock: Date.now,
    localCapacity: 64,
    recordings: join(folder, 'recordings'),
    models: folder,
    clips: folder,
    onWarning: async (camera, _key, { type, onsetAt }) => {
      warned.push({ camera, type, onsetAt })
    },
    onHealth: () => {},
  })
  const memory: { at: number; mb: number }[] = []
  const backMs: number[] = []
  let kills = 0
  try {
    const until = began + SECONDS * 1000
    let sampledAt = 0
    let killedAt = Date.now()
    while (Date.now() < until) {
      await sleep(100)
      const now = Date.now()
      const pid = cameras.localPid()
      if (pid !== null && now - sampledAt >= SAMPLE_MS) {
        sampledAt = now
        if (now - began > SETTLE_MS) memory.push({ at: (now - began) / 60_000, mb: memoryMb(pid) })
      }
      if (now - killedAt < KILL_EVERY_MS) continue
      killedAt = now
      const camera = `c${kills % CAMERAS}`
      const decoder = cameras.lastSaid(camera)?.decoder
      if (!decoder) continue
      kills += 1
      const lastAt = (): number => cameras.health().find(({ id }) => id === camera)?.lastFrameAt ?? 0
      process.kill(decoder, 'SIGKILL')
      void back(() => cameras.lastSaid(camera)?.decoder !== decoder && lastAt() > now).then((ms) => backMs.push(ms))
    }
    await sleep(10_000)
    const { lost, doubled, events, others } = judged(warned, offsets, began, until)
    const rows: Row[] = [
      { what: 'decoders killed', value: kills, unit: 'kills' },
      {
        what: 'longest until a camera was back',
        value: Math.max(0, ...backMs) / 1000,
        unit: 's',
        must: { at: 'most', bound: 10 },
      },
      {
        what: 'memory of the host process, growth by least squares',
        value: slope(memory),
        unit: 'MB/min',
        must: { at: 'most', bound: 0.5 },
      },
      { what: 'memory of the host process at the end', value: memory.at(-1)?.mb ?? Number.NaN, unit: 'MB' },
      { what: 'cars that stopped', value: events, unit: 'stops' },
      { what: 'stops without a warning', value: lost, unit: 'stops', must: { at: 'exactly', bound: 0 } },
      { what: 'stops warned of twice', value: doubled, unit: 'stops', must: { at: 'exactly', bound: 0 } },
      { what: 'warnings of anything else', value: others, unit: 'warnings' },
    ]
    const about = `${CAMERAS} cameras for ${SECONDS} s: ${footage.about} every ${LOOP_SECONDS} s, 1280×720 at 25 pictures a second, served in real time; every ${KILL_EVERY_MS / 1000} s the next camera's decoder is killed with SIGKILL.`
    return { name: 'endurance', about, rows }
  } finally {
    await cameras.close()
    feed.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function back(is: () => boolean): Promise<number> {
  const began = Date.now()
  while (!is() && Date.now() - began < 60_000) await sleep(50)
  return Date.now() - began
}

/** Every stop that a camera could see whole: exactly one warning of a stopped vehicle that began in it. */
function judged(
  warned: readonly { camera: string; type: string; onsetAt: number }[],
  offsets: ReadonlyMap<string, number>,
  began: number,
  until: number,
): { lost: number; doubled: number; events: number; others: number } {
  let [lost, doubled, events, matched] = [0, 0, 0, 0]
  for (const [camera, offset] of offsets)
    for (let loop = 0; ; loop += 1) {
      const zero = began + (loop * LOOP_SECONDS - offset) * 1000
      if (zero + STOP_UNTIL * 1000 > until) break
      const told = warned.filter(
        (one) =>
          one.camera === camera &&
          one.type === 'stopped-vehicle' &&
          one.onsetAt >= zero + STOP_FROM * 1000 &&
          one.onsetAt <= zero + STOP_UNTIL * 1000,
      ).length
      matched += told
      if (zero + STOP_FROM * 1000 < began + LEARNT_MS) continue
      events += 1
      if (told === 0) lost += 1
      if (told > 1) doubled += 1
    }
  return { lost, doubled, events, others: warned.length - matched }
}

function slope(points: readonly { readonly at: number; readonly mb: number }[]): number {
  const count = Math.max(1, points.length)
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / count
  const meanMb = points.reduce((sum, { mb }) => sum + mb, 0) / count
  const over = points.reduce((sum, { at, mb }) => sum + (at - meanAt) * (mb - meanMb), 0)
  const under = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  return under === 0 ? 0 : over / under
}
