/** A clip as frames in and frames out: decoded by one ffmpeg and encoded by another, each waited for, so that memory stays at a few frames. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Frame, frameBytes, frameOver, type Size } from '../../detector/frame.ts'
import { Y4mReader } from '../video/y4m.ts'

/** Decoders and encoders end with their process. */
const working = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of working) child.kill('SIGKILL')
})

function watched(child: ChildProcess): Promise<number | null> {
  working.add(child)
  return new Promise((resolve) => {
    const ended = (code: number | null): void => {
      working.delete(child)
      resolve(code)
    }
    child.on('error', () => ended(null))
    child.on('close', ended)
  })
}

/** Thrown with what failed; the copying process turns it into its one answer. */
export class FilmError extends Error {
  readonly what: 'unreadable' | 'encoder'
  constructor(what: 'unreadable' | 'encoder', message: string) {
    super(message)
    this.what = what
  }
}

const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error']

/** Frames in order at a steady rate, each in memory of its own. */
export async function* framesOf(clip: string, framesPerSecond: number): AsyncGenerator<Frame> {
  const child = spawn(
    'ffmpeg',
    [
      ...QUIET,
      ...['-threads', '1', '-i', clip, '-an', '-sn', '-dn', '-map', '0:v:0'],
      ...['-vf', `fps=${framesPerSecond}`, '-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = watched(child)
  let waiting: Frame[] = []
  let frames = 0
  const reader = new Y4mReader(
    null,
    (index, rate) => (index * 1000) / (rate > 0 ? rate : framesPerSecond),
    (frame) => waiting.push(copied(frame)),
  )
  try {
    for await (const chunk of child.stdout) {
      const fed = reader.feed(chunk)
      if (!fed.ok) throw new FilmError('unreadable', fed.detail ?? 'not a picture')
      const ready = waiting
      waiting = []
      frames += ready.length
      for (const frame of ready) yield frame
    }
    const code = await ended
    // A clip with a damaged end still has its pictures before it; none at all is no clip.
    if (frames === 0) throw new FilmError('unreadable', `the decoder ended with ${code}`)
  } finally {
    child.kill('SIGKILL')
  }
}

function copied(frame: Frame): Frame {
  const bytes = new Uint8Array(frameBytes(frame))
  const copy = frameOver(bytes, frame, frame.at)
  copy.y.set(frame.y)
  copy.u.set(frame.u)
  copy.v.set(frame.v)
  return copy
}

export type Film = {
  write(frame: Frame): Promise<void>
  /** Resolves when the file is whole. */
  end(): Promise<void>
  /** Gives up: the file is not to be used. */
  drop(): void
}

/** H.264 in MP4 that every browser plays; no sound, and nothing of the source's own metadata. */
export function openFilm(to: string, size: Size, framesPerSecond: number): Film {
  const child = spawn(
    'ffmpeg',
    [
      ...QUIET,
      ...['-y', '-f', 'yuv4mpegpipe', '-i', 'pipe:0', '-an', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23'],
      ...['-threads', '1', '-pix_fmt', 'yuv420p', '-bsf:v', 'filter_units=remove_types=6', '-fflags', '+bitexact'],
      ...['-movflags', '+faststart', '-f', 'mp4', to],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-500)
  })
  child.stdin.on('error', () => {})
  const ended = watched(child)
  const failed = (): FilmError => new FilmError('encoder', complaint.trim() || 'the encoder ended')
  const put = async (bytes: Uint8Array | string): Promise<void> => {
    if (child.exitCode !== null || child.stdin.destroyed) throw failed()
    if (!child.stdin.write(bytes)) await Promise.race([once(child.stdin, 'drain'), ended])
  }
  const rate = `${Math.round(framesPerSecond * 1000)}:1000`
  let isBegun = false
  return {
    async write(frame) {
      if (!isBegun) await put(`YUV4MPEG2 W${size.width} H${size.height} F${rate} Ip A1:1 C420jpeg\n`)
      isBegun = true
      await put('FRAME\n')
      await put(frame.y)
      await put(frame.u)
      await put(frame.v)
    },
    async end() {
      child.stdin.end()
      if ((await ended) !== 0) throw failed()
    },
    drop() {
      child.kill('SIGKILL')
    },
  }
}
