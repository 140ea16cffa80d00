/** One ffmpeg for one source: its pictures to our own reader, and out of the same input a recording, live video and JPEGs; its complaints become one word. */
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve as absolute } from 'node:path'
import type { Readable } from 'node:stream'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Frame, Size } from '../../detector/frame.ts'
import { type Trouble, troubleOf } from '../../life/trouble.ts'
import { COPYABLE, JPEG_PIPE, picturesOutput, recordingOutput, VIDEO_PIPE } from './outputs.ts'
import { Y4mReader } from './y4m.ts'

/** What is kept and shown beside the analysis of a camera. */
export type SideOutputs = {
  /** Where the ring of files is kept; null: nothing is recorded. */
  readonly folder: string | null
  /** `copied` as it comes, `encoded` from the pictures where its codec cannot be kept, `none` where that fails too. */
  readonly form: 'copied' | 'encoded' | 'none'
  /** Names the files of this life of the decoder: UTC ms. */
  readonly run: number
  readonly films: boolean
  readonly onVideo: (chunk: Uint8Array) => void
  readonly onJpeg: (jpeg: Uint8Array) => void
}

export type ReadOptions = {
  /** Frames come at this size. */
  readonly size: Size
  /** Arrival times instead of media times, at most `framesPerSecond`, and files are played at their own pace for ever. */
  readonly live: boolean
  readonly framesPerSecond?: number
  /** Decodes key frames only: a ninth of the cost, a picture every one to four seconds. */
  readonly keyFramesOnly?: boolean
  /** The source is a list for `concat` and not a video. */
  readonly isList?: boolean
  readonly signal: AbortSignal
  /** Called synchronously; the source waits for it. */
  readonly onFrame: (frame: Frame) => void
  /** Asked after pictures were handed on: the source waits for it as well. null: there is nothing to wait for. */
  readonly waitFor?: () => Promise<unknown> | null
  /** The decoder's process, for those who watch over or measure it. */
  readonly onDecoder?: (pid: number) => void
  readonly onStream?: (stream: Stream) => void
  readonly side?: SideOutputs
}

export type ReadDone = {
  readonly frames: number
  /** CPU seconds of the decoder's process; 0 without one. */
  readonly decoderCpuSeconds: number
}

/** What ffmpeg says of its input. */
export type Stream = Size & { readonly codec: string; readonly isCopyable: boolean }

export const LIVE_FRAMES_PER_SECOND = 12.5
const COMPLAINTS_KEPT = 20
const SMALLEST_SIDE = 16
/** Decoding yields to analysis: a picture that has been decoded is looked at before the next one is. */
const NICE = '10'
/** `nice` found no ffmpeg to run (POSIX: 127). */
const NOT_FOUND_BY_NICE = 127

/** Until the source ends or `signal` aborts. A live source that ends has broken off, and is refused. */
export function readWithFfmpeg(source: string, options: ReadOptions): Promise<Result<ReadDone, Trouble>> {
  const { size, live, signal, onFrame, side } = options
  const began = performance.now()
  const reader = new Y4mReader(
    size,
    (index, rate) => (live ? performance.now() - began : (index * 1000) / (rate > 0 ? rate : 25)),
    onFrame,
  )
  return new Promise((resolve) => {
    const child = spawnFfmpeg(inputArguments(source, options), outputArguments(options), live, side?.folder ?? null)
    if (child.pid !== undefined) options.onDecoder?.(child.pid)
    const complaints: string[] = []
    let cpuSeconds = 0
    let broken: Trouble | null = null
    let rest = ''
    const stop = (): void => {
      child.kill('SIGKILL')
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    child.stdout?.on('data', (chunk: Uint8Array) => {
      if (signal.aborted || broken !== null) return
      const fed = reader.feed(chunk)
      const wait = options.waitFor?.() ?? null
      if (wait !== null) {
        child.stdout?.pause()
        void wait.finally(() => child.stdout?.resume())
      }
      if (fed.ok) return
      broken = 'broken-video'
      stop()
    })
    if (side) tapOutputs(child, side)
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(-4000)
      for (const line of lines) {
        const spent = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(line)
        if (spent) cpuSeconds = Number(spent[1]) + Number(spent[2])
        const stream = streamIn(line)
        if (stream) {
          if (stream.width < SMALLEST_SIDE || stream.height < SMALLEST_SIDE) {
            broken = 'too-small'
            stop()
          } else options.onStream?.(stream)
        }
        if (/\[(error|fatal|panic)\]/.test(line)) complaints.push(line)
        if (complaints.length > COMPLAINTS_KEPT) complaints.shift()
      }
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', stop)
      resolve(refuse(error.code === 'ENOENT' ? 'no-ffmpeg' : 'decoder-died'))
    })
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) resolve(ok({ frames: reader.frames, decoderCpuSeconds: cpuSeconds }))
      else if (broken !== null) resolve(refuse(broken))
      else if (code === NOT_FOUND_BY_NICE) resolve(refuse('no-ffmpeg'))
      else if (reader.frames === 0) resolve(refuse(code === null ? 'decoder-died' : troubleOf(complaints)))
      else if (live) resolve(refuse(lostOf(code, complaints)))
      else resolve(ok({ frames: reader.frames, decoderCpuSeconds: cpuSeconds }))
    })
  })
}

function lostOf(code: number | null, complaints: readonly string[]): Trouble {
  if (code === null) return 'decoder-died'
  // Its own patience with a silent connection is as long as ours.
  if (complaints.some((line) => /timed out/i.test(line))) return 'stalled'
  const word = troubleOf(complaints)
  return word === 'no-picture' || code === 0 ? 'ended' : word
}

/** ffmpeg through `nice`, where there is one; `folder` becomes where it writes, so that no path needs escaping. */
function spawnFfmpeg(
  input: readonly string[],
  output: readonly string[],
  live: boolean,
  folder: string | null,
): ChildProcess {
  const general = ['-nostdin', '-hide_banner', '-loglevel', 'level+info', '-nostats', '-benchmark', '-y']
  const threads = live ? ['-filter_threads', '1'] : []
  const args = [...general, ...threads, '-threads', '1', ...input, ...output]
  const options = {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] as ('ignore' | 'pipe')[], // the literal's type is wider than node's
    ...(folder === null ? {} : { cwd: folder }),
  }
  if (!live || process.platform === 'win32') return spawn('ffmpeg', args, options)
  return spawn('nice', ['-n', NICE, 'ffmpeg', ...args], options)
}

function tapOutputs(child: ChildProcess, side: SideOutputs): void {
  const pipe = (index: number): Readable | null => {
    const stream = child.stdio[index]
    return stream && 'read' in stream ? stream : null
  }
  pipe(VIDEO_PIPE)
    ?.on('data', (chunk: Uint8Array) => side.onVideo(chunk))
    .on('error', () => {})
  const jpegs = new JpegSplitter(side.onJpeg)
  pipe(JPEG_PIPE)
    ?.on('data', (chunk: Uint8Array) => jpegs.feed(chunk))
    .on('error', () => {})
}

export function inputArguments(
  source: string,
  { live, keyFramesOnly, isList }: Pick<ReadOptions, 'live' | 'keyFramesOnly' | 'isList'>,
): string[] {
  const isRtsp = /^rtsps?:/i.test(source)
  const isHttp = /^https?:/i.test(source)
  const isPlaylist = isHttp && /\.m3u8(?:[?#]|$)/i.test(source)
  const isFile = !/^[a-z][a-z0-9+.-]+:\/\//i.test(source)
  return [
    ...(keyFramesOnly ? ['-skip_frame', 'nokey'] : []),
    // The loop filter smooths what the analysis smooths anyway, and costs a quarter of decoding.
    ...(live ? ['-skip_loop_filter', 'all'] : []),
    // A file in a camera's place is played for ever at its own pace; a playlist comes in bursts and is played evenly.
    ...(isFile && live ? ['-re', '-stream_loop', '-1', '-fflags', '+genpts'] : []),
    ...(isPlaylist && live ? ['-re'] : []),
    ...(isRtsp ? ['-rtsp_transport', 'tcp', '-timeout', '5000000'] : []),
    ...(isHttp ? ['-rw_timeout', '5000000'] : []),
    ...(live && !isFile && !isPlaylist ? ['-fflags', 'nobuffer'] : []),
    // By default ffmpeg looks at five seconds of a stream before it gives a picture, to guess its rate, which nobody here asks for.
    ...(live && !isFile ? ['-analyzeduration', '1500000', '-fpsprobesize', '0'] : []),
    ...(isList ? ['-f', 'concat', '-safe', '0'] : []),
    // A leading dash or a strange protocol inside the name must stay a name.
    '-i',
    isFile ? absolute(source) : source,
  ]
}

function outputArguments({
  size,
  live,
  isList,
  framesPerSecond = LIVE_FRAMES_PER_SECOND,
  keyFramesOnly = false,
  side,
}: ReadOptions): string[] {
  const scale = `scale=${size.width}:${size.height}:flags=area`
  const frames = (filter: string): string[] => [
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filter, '-pix_fmt', 'yuv420p'],
  ]
  // A recording is played at the pace at which it was watched; a video from elsewhere, every picture of it.
  if (!live) return [...frames(isList ? `fps=${framesPerSecond},${scale}` : scale), '-f', 'yuv4mpegpipe', 'pipe:1']
  return [
    ...frames(`${atMost(framesPerSecond)},${scale}`),
    ...['-fps_mode', 'passthrough', '-f', 'yuv4mpegpipe', 'pipe:1'],
    ...(side ? picturesOutput(scale, keyFramesOnly) : []),
    ...(side && side.form !== 'none' ? recordingOutput({ ...side, form: side.form }, scale) : []),
  ]
}

/**
 * Picks pictures by their own time and never repeats one: a clock that jumps ahead makes no hour of copies (as the `fps` filter
 * does), and one that jumps back begins anew.
 */
export function atMost(framesPerSecond: number): string {
  const gap = (0.97 / framesPerSecond).toFixed(4)
  return `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${gap})+lt(t\\,prev_selected_t)'`
}

/** `Stream #0:0: Video: h264 (High), yuv420p(progressive), 1280x720, 25 fps …` of the input. */
function streamIn(line: string): Stream | null {
  const found = /Stream #0:\d+.*?: Video: (\w+).*?, (\d+)x(\d+)/.exec(line)
  if (!found || / -> /.test(line) || /wrapped_avframe|rawvideo \(/.test(line)) return null
  const codec = found[1] ?? ''
  return { codec, width: Number(found[2]), height: Number(found[3]), isCopyable: COPYABLE.has(codec) }
}

/** Cuts a stream of JPEGs at their end marks: inside the coded picture FF is always followed by 00 or a restart mark. */
export class JpegSplitter {
  #held: Uint8Array[] = []
  #bytes = 0
  readonly #onJpeg: (jpeg: Uint8Array) => void

  constructor(onJpeg: (jpeg: Uint8Array) => void) {
    this.#onJpeg = onJpeg
  }

  feed(chunk: Uint8Array): void {
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const before = at > 0 ? chunk[at - 1] : this.#held.at(-1)?.at(-1)
      if (chunk[at] !== 0xd9 || before !== 0xff) continue
      this.#held.push(chunk.slice(from, at + 1))
      from = at + 1
      this.#onJpeg(Buffer.concat(this.#held))
      this.#held = []
      this.#bytes = 0
    }
    if (from === chunk.length) return
    this.#held.push(chunk.slice(from))
    this.#bytes += chunk.length - from
    if (this.#bytes < 4_000_000) return
    this.#held = []
    this.#bytes = 0
  }
}
