/** What one picture's analysis costs, decoding left out: real clips at both sizes of analysis, and which part of it takes the time. */
import { Session } from 'node:inspector/promises'
import { openDetector } from '../src/sensing/detector/detector.ts'
import { frameOver, type Size } from '../src/sensing/detector/frame.ts'
import type { BenchResult, Row } from './result.ts'
import { type ClipName, cameraFor, footage, missing } from './video/clips.ts'

const SMALL = { width: 320, height: 240 }
const LARGE = { width: 640, height: 360 }
/** As a watched camera is. */
const PICTURES_A_SECOND = 5
const PLAYS: readonly { clip: ClipName; size: Size; bound: number }[] = [
  { clip: 'motorway', size: SMALL, bound: 1 },
  { clip: 'highway', size: SMALL, bound: 1 },
  { clip: 'street', size: LARGE, bound: 2 },
  { clip: 'motorway', size: LARGE, bound: 2 },
  { clip: 'highway', size: LARGE, bound: 2 },
]
/** The compiler has done its work after this many pictures; then as many rounds are measured, and the median said. */
const WARM_PICTURES = 400
const ROUND_PICTURES = 200
const ROUNDS = 9

export async function run(): Promise<BenchResult> {
  const rows: Row[] = []
  for (const { clip, size, bound } of PLAYS) {
    const absent = missing(clip)
    if (absent !== false) {
      console.log(`${absent}: left out`)
      continue
    }
    const shown = await footage(clip, PICTURES_A_SECOND, size)
    const detector = openDetector(cameraFor(clip, size))
    let index = 0
    const show = (pictures: number): void => {
      for (const end = index + pictures; index < end; index += 1) {
        const bytes = shown.pictures[index % shown.pictures.length]
        if (bytes !== undefined) detector.see(frameOver(bytes, size, (index * 1000) / shown.framesPerSecond))
      }
    }
    show(WARM_PICTURES)
    const rounds = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage()
      show(ROUND_PICTURES)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000 / ROUND_PICTURES
    }).sort((a, b) => a - b)
    const perPicture = rounds[ROUNDS >> 1] ?? Number.NaN
    const where = `real ${clip}, ${size.width}×${size.height}`
    rows.push({ what: `${where}: one picture`, value: perPicture, unit: 'ms', must: { at: 'most', bound } })
    for (const [file, share] of await shares(() => show(3 * ROUND_PICTURES)))
      if (share >= 0.02) rows.push({ what: `${where}: of it in ${file}`, value: share * perPicture, unit: 'ms' })
  }
  const about =
    "CPU milliseconds of one picture's analysis (median of nine rounds of 200 pictures at 5 a second), decoding left out; the parts by sampling. The street is 640×360 itself; the roads are shown at that size scaled up."
  return { name: 'frame', about, rows }
}

/** Which files of ours the time is spent in, most first, by sampling: nothing is measured inside the hot path itself. */
async function shares(work: () => void): Promise<readonly (readonly [string, number])[]> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const files = new Map<string, number>()
  let all = 0
  for (const { callFrame, hitCount = 0 } of profile.nodes) {
    const file = /\/sensing\/([\w/.-]+\.ts)$/.exec(callFrame.url)?.[1] ?? 'the rest'
    files.set(file, (files.get(file) ?? 0) + hitCount)
    all += hitCount
  }
  return [...files].map(([file, hits]) => [file, hits / all] as const).sort((a, b) => b[1] - a[1])
}
