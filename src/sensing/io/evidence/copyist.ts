/** The copying process: reads one clip, looks for what has to be masked, and writes one copy; it is started for each copy and a crash costs only that one. */
import type { Frame } from '../../detector/frame.ts'
import { type BurntNote, burn, noteOver } from '../../evidence/burnt-note.ts'
import type { ExportFailure, Masking } from '../../evidence/export.ts'
import { type Covers, coversOf, LEAST, MASKING_METHOD, paintOver, type Sight } from '../../evidence/masking.ts'
import { Ground, type Movers } from '../../evidence/movers.ts'
import { yieldTo } from '../niceness.ts'
import { type CopyOrder, type CopySaid, copyOrder } from './copyist-wire.ts'
import { type Film, FilmError, framesOf, openFilm } from './film.ts'
import { probe, rateOf } from './probe.ts'
import { openLooker } from './sights.ts'

/** Sights a second: what moves is followed in between. */
const SIGHTS_PER_SECOND = 5
const SAID_EVERY_FRAMES = 10
/** Watching the road comes first. */
const LATER_THAN_OTHERS = 10

type Covering = {
  readonly covers: (frame: number) => Covers
  readonly movers: Movers
  readonly masking: Masking
}

class NoDetector extends Error {}

const say = (said: CopySaid): void => {
  if (process.connected) process.send?.(said)
}

async function copy({ clip, to, note, form, dataFolder }: CopyOrder): Promise<Masking | null> {
  const read = await probe(clip)
  if (!read.ok) throw new FilmError('unreadable', 'ffprobe cannot read the clip')
  const rate = rateOf(read.value)
  const expected = Math.max(1, Math.round((read.value.durationMs / 1000) * rate))
  const covering = form === 'masked' ? await search(clip, dataFolder, rate, expected) : null
  const paint = (frame: Frame, number: number): void => {
    if (covering === null) return
    const { covered, vehicles } = covering.covers(number)
    const unnamed = covering.movers.boxes(frame, vehicles)
    paintOver(frame, covered)
    paintOver(frame, unnamed)
  }
  const frames = await write(clip, to, note, rate, expected, paint)
  const masking = covering?.masking ?? null
  // Both readings are of one file by one decoder; if they differ all the same, a picture went out that nobody looked at.
  if (masking && masking.frames !== frames) throw new FilmError('unreadable', 'the clip did not read the same twice')
  return masking
}

async function search(clip: string, dataFolder: string, rate: number, expected: number): Promise<Covering> {
  const opened = await openLooker(dataFolder)
  if (!opened.ok) throw new NoDetector(opened.detail)
  const looker = opened.value
  const everyFrames = Math.max(1, Math.round(rate / SIGHTS_PER_SECOND))
  const sights: Sight[] = []
  let ground: Ground | null = null
  let frames = 0
  try {
    for await (const frame of framesOf(clip, rate)) {
      if (frames % everyFrames === 0) {
        const sight = await looker.look(frame, frames)
        if (sight === null) throw new NoDetector('a picture could not be looked at')
        sights.push(sight)
        ground ??= new Ground(frame)
        ground.see(frame)
      }
      frames += 1
      progress('looking', frames, expected)
    }
  } finally {
    await looker.close()
  }
  if (ground === null) throw new FilmError('unreadable', 'the clip has no picture')
  const threshold = LEAST.person
  return {
    covers: coversOf(sights, ground.of, rate),
    movers: ground.learnt(),
    masking: { method: MASKING_METHOD, model: looker.model, threshold, everyFrames, frames },
  }
}

async function write(
  clip: string,
  to: string,
  note: readonly string[],
  rate: number,
  expected: number,
  paint: (frame: Frame, number: number) => void,
): Promise<number> {
  let open: { readonly film: Film; readonly burnt: BurntNote } | null = null
  let frames = 0
  try {
    for await (const frame of framesOf(clip, rate)) {
      open ??= { film: openFilm(to, frame, rate), burnt: noteOver(frame, note) }
      paint(frame, frames)
      burn(frame, open.burnt)
      await open.film.write(frame)
      frames += 1
      progress('writing', frames, expected)
    }
    await open?.film.end()
  } finally {
    open?.film.drop()
  }
  return frames
}

function progress(step: 'looking' | 'writing', done: number, expected: number): void {
  if (done % SAID_EVERY_FRAMES === 0) say({ kind: 'progress', step, done, of: Math.max(expected, done) })
}

function causeOf(error: unknown): ExportFailure {
  if (error instanceof NoDetector) return 'no-detector'
  return error instanceof FilmError ? error.what : 'encoder'
}

process.on('disconnect', () => process.exit(1))
process.once('message', (raw) => {
  yieldTo(LATER_THAN_OTHERS)
  copy(copyOrder.parse(raw))
    .then((masking) => say({ kind: 'made', masking }))
    .catch((error: unknown) => {
      say({ kind: 'failed', cause: causeOf(error), detail: error instanceof Error ? error.message : String(error) })
    })
    .finally(() => {
      process.removeAllListeners('disconnect')
      process.disconnect()
    })
})
