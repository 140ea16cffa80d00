/** Decodes anything ffmpeg can read, in a child process that speaks YUV4MPEG2 to our own reader; its complaints become one sentence. */
import { spawn } from 'node:child_process'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Frame, Size } from '../frame.ts'
import { withoutCredentials } from './redact.ts'
import { Y4mReader } from './y4m.ts'

export type ReadRefusal = 'unreadable' | 'no-ffmpeg' | 'lost'

export type ReadOptions = {
  /** Frames come at this size. */
  readonly size: Size
  /** Arrival times instead of media times, and at most `LIVE_FRAMES_PER_SECOND`. */
  readonly live: boolean
  readonly signal: AbortSignal
  /** Called synchronously; the source waits for it. */
  readonly onFrame: (frame: Frame) => void
  /** The decoder's process, for those who measure it. */
  readonly onDecoder?: (pid: number) => void
}

export type ReadDone = {
  readonly frames: number
  /** CPU seconds of the decoder's process; 0 without one. */
  readonly decoderCpuSeconds: number
}

export const LIVE_FRAMES_PER_SECOND = 12.5
const NO_FFMPEG = 'ffmpeg is not installed, and this source needs it: sudo apt-get install -y ffmpeg'
const COMPLAINTS_KEPT = 20

export function readWithFfmpeg(source: string, options: ReadOptions): Promise<Result<ReadDone, ReadRefusal>> {
  const { size, live, signal, onFrame } = options
  const began = performance.now()
  const reader = new Y4mReader(
    size,
    (index, rate) => (live ? performance.now() - began : (index * 1000) / (rate > 0 ? rate : 25)),
    onFrame,
  )
  return new Promise((resolve) => {
    const child = spawn('ffmpeg', argumentsFor(source, size, live), { stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid !== undefined) options.onDecoder?.(child.pid)
    const complaints: string[] = []
    let cpuSeconds = 0
    let broken: string | null = null
    let rest = ''
    const stop = (): void => {
      child.kill('SIGKILL')
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    child.stdout.on('data', (chunk: Uint8Array) => {
      if (signal.aborted || broken !== null) return
      const fed = reader.feed(chunk)
      if (fed.ok) return
      broken = fed.detail ?? 'the decoder sent what is not a picture'
      stop()
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(-4000)
      for (const line of lines) {
        const spent = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(line)
        if (spent) cpuSeconds = Number(spent[1]) + Number(spent[2])
        if (/\[(error|fatal|panic)\]/.test(line)) complaints.push(line)
        if (complaints.length > COMPLAINTS_KEPT) complaints.shift()
      }
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', stop)
      resolve(
        error.code === 'ENOENT' ? refuse('no-ffmpeg', NO_FFMPEG) : refuse('unreadable', 'ffmpeg could not be started'),
      )
    })
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop)
      if (broken !== null) resolve(refuse('unreadable', broken))
      else if (reader.frames === 0 && !signal.aborted) resolve(refuse('unreadable', sentence(complaints, source)))
      else if (code !== 0 && live && !signal.aborted) resolve(refuse('lost', sentence(complaints, source)))
      else resolve(ok({ frames: reader.frames, decoderCpuSeconds: cpuSeconds }))
    })
  })
}

function argumentsFor(source: string, size: Size, live: boolean): string[] {
  const isRtsp = /^rtsps?:/i.test(source)
  const isHttp = /^https?:/i.test(source)
  const isFile = !/^[a-z][a-z0-9+.-]+:\/\//i.test(source)
  const input = [
    // A file in a camera's place is played for ever at its own pace.
    ...(isFile && live ? ['-re', '-stream_loop', '-1'] : []),
    ...(isRtsp ? ['-rtsp_transport', 'tcp', '-timeout', '5000000'] : []),
    ...(isHttp ? ['-rw_timeout', '5000000'] : []),
    // A camera's own clock may jump; what arrives now is now.
    ...(live && !isFile ? ['-use_wallclock_as_timestamps', '1', '-fflags', 'nobuffer'] : []),
  ]
  const scale = `scale=${size.width}:${size.height}:flags=area`
  const filter = live ? `fps=${LIVE_FRAMES_PER_SECOND},${scale}` : scale
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'level+info', '-nostats', '-benchmark', '-threads', '1'],
    ...input,
    // A leading dash or a strange protocol inside the name must stay a name.
    ...['-i', isRtsp || isHttp ? source : source.startsWith('-') ? `./${source}` : source],
    ...['-an', '-sn', '-dn', '-map', '0:v:0', '-vf', filter, '-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', 'pipe:1'],
  ]
}

/** The last complaint that says something, without ffmpeg's prefixes, addresses of memory or credentials. */
function sentence(complaints: readonly string[], source: string): string {
  const said = complaints
    .map((line) =>
      line
        .replace(/\[[^\]]*@ 0x[0-9a-f]+\]\s*/g, '')
        .replace(/\[(error|fatal|panic)\]\s*/g, '')
        .replaceAll(source, '')
        .trim()
        .replace(/^:\s*/, ''),
    )
    .filter((line) => line !== '' && !/Conversion failed|matches no streams/.test(line))
  const noVideo = complaints.some((line) => /matches no streams/.test(line))
  const why = noVideo ? 'it has no picture' : withoutCredentials(said.at(-1) ?? 'it gave no picture')
  return why.replace(/\s+/g, ' ').slice(0, 200)
}
