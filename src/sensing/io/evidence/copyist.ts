/** The copying process: reads one clip, looks for what has to be masked, and writes one copy; it is started for each copy and a crash costs only that one. */
import { setPriority } from 'node:os'
import { burn, noteOver } from '../../burnt-note.ts'
import type { Masking } from '../../evidence-export.ts'
import { type CopyOrder, type CopySaid, copyOrder } from './copyist-wire.ts'
import { FilmError, framesOf, openFilm } from './film.ts'
import { probe } from './probe.ts'

const FASTEST = 30
const USUAL = 25
const SAID_EVERY_FRAMES = 25
/** Watching the road comes first. */
const LATER_THAN_OTHERS = 10

const say = (said: CopySaid): void => {
  if (process.connected) process.send?.(said)
}

async function copy({ clip, to, note, form }: CopyOrder): Promise<Masking | null> {
  const read = await probe(clip)
  if (!read.ok) throw new FilmError('unreadable', 'ffprobe cannot read the clip')
  const { width, height, framesPerSecond, durationMs } = read.value
  // A camera whose clock jumps claims a thousand frames a second.
  const rate = framesPerSecond >= 1 && framesPerSecond <= FASTEST ? framesPerSecond : USUAL
  const of = Math.max(1, Math.round((durationMs / 1000) * rate))
  if (form === 'masked') throw new FilmError('unreadable', 'not masked yet')
  const size = { width, height }
  const film = openFilm(to, size, rate)
  const burnt = noteOver(size, note)
  let done = 0
  try {
    for await (const frame of framesOf(clip, rate)) {
      burn(frame, burnt)
      await film.write(frame)
      done += 1
      if (done % SAID_EVERY_FRAMES === 0) say({ kind: 'progress', step: 'writing', done, of: Math.max(of, done) })
    }
    await film.end()
  } finally {
    film.drop()
  }
  return null
}

process.on('disconnect', () => process.exit(1))
process.once('message', (raw) => {
  setPriority(LATER_THAN_OTHERS)
  copy(copyOrder.parse(raw))
    .then((masking) => say({ kind: 'made', masking }))
    .catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error)
      say({ kind: 'failed', cause: error instanceof FilmError ? error.what : 'encoder', detail })
    })
    .finally(() => process.disconnect())
})
