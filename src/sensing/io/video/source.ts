/** Chooses how a source is read: YUV4MPEG2 by our own reader, everything else through ffmpeg. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Frame } from '../../detector/frame.ts'
import { TROUBLE_TEXT, type Trouble } from '../../life/trouble.ts'
import { withoutCredentials } from '../redact.ts'
import { type ReadDone, type ReadOptions, readWithFfmpeg } from './ffmpeg.ts'
import { Y4mReader } from './y4m.ts'

/** Is this a source that goes on by itself, so that arrival is its time? */
export function isLive(source: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(source) && !/^file:/i.test(source)
}

/** Is this raw video, which our own reader takes? */
export function isRaw(source: string): boolean {
  return /\.y4m(?:[?#]|$)/i.test(source) && !/^rtsps?:/i.test(source)
}

/** Reads until the source ends or `signal` aborts. The refusal's detail, where there is one, says more than its word. */
export async function readFrames(source: string, options: ReadOptions): Promise<Result<ReadDone, Trouble>> {
  const path = /^file:\/\//i.test(source) ? decodeURIComponent(new URL(source).pathname) : source
  if (/^https?:/i.test(source) && isRaw(source)) return readHttp(source, options)
  if (isLive(source)) return readWithFfmpeg(source, options)
  const found = await stat(path).catch(() => null)
  if (found === null) return refuse('not-found', 'there is no such file')
  if (found.isDirectory()) return refuse('not-found', 'it is a folder, not a video')
  if (isRaw(path)) return options.live ? playFile(path, options) : readStream(open(path), options)
  return readWithFfmpeg(path, options)
}

/** One sentence with the source's name and without its credentials. */
export function sentenceOf(source: string, refused: { readonly refusal: Trouble; readonly detail?: string }): string {
  return `${withoutCredentials(source)}: ${refused.detail ?? TROUBLE_TEXT[refused.refusal].en}`
}

function open(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 1 << 16 })
}

/** A file in a camera's place: played for ever at its own pace. */
async function playFile(path: string, options: ReadOptions): Promise<Result<ReadDone, Trouble>> {
  const began = performance.now()
  let frames = 0
  while (!options.signal.aborted) {
    const passBegan = performance.now()
    let dueAt = passBegan
    const onFrame = (frame: Frame): void => {
      frames += 1
      dueAt = passBegan + frame.at
      options.onFrame({ ...frame, at: performance.now() - began })
    }
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of open(path)) {
        const wait = dueAt - performance.now()
        if (wait > 1) await sleep(wait, undefined, { signal: options.signal })
        yield chunk
      }
    }
    const read = await readStream(chunks(), { ...options, live: false, onFrame })
    if (!read.ok) return read
  }
  return ok({ frames, decoderCpuSeconds: 0 })
}

async function readHttp(source: string, options: ReadOptions): Promise<Result<ReadDone, Trouble>> {
  const url = URL.parse(source)
  if (url === null) return refuse('not-found', 'the address is not one')
  const headers = new Headers()
  if (url.username !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers.set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
    url.username = ''
    url.password = ''
  }
  const answer = await fetch(url, { headers, signal: options.signal, redirect: 'error' }).catch(() => null)
  if (options.signal.aborted) return ok({ frames: 0, decoderCpuSeconds: 0 })
  if (answer === null) return refuse('unreachable', 'the address does not answer')
  if (!answer.ok || answer.body === null) {
    const refusal = answer.status === 401 || answer.status === 403 ? 'not-allowed' : 'not-found'
    return refuse(refusal, `the address answers ${answer.status}`)
  }
  return readStream(answer.body, { ...options, live: true })
}

async function readStream(
  chunks: AsyncIterable<Uint8Array>,
  { size, live, signal, onFrame, waitFor }: ReadOptions,
): Promise<Result<ReadDone, Trouble>> {
  const began = performance.now()
  const reader = new Y4mReader(
    size,
    (index, rate) => (live ? performance.now() - began : (index * 1000) / (rate > 0 ? rate : 25)),
    onFrame,
  )
  try {
    for await (const chunk of chunks) {
      if (signal.aborted) break
      const fed = reader.feed(chunk)
      if (!fed.ok) return refuse(fed.refusal === 'too-small' ? 'too-small' : 'broken-video', fed.detail)
      await waitFor?.()
    }
  } catch {
    // The body breaks when the other side goes away, or when we abort.
    if (!signal.aborted) return refuse(reader.frames > 0 ? 'ended' : 'no-picture', 'the stream broke off')
  }
  if (signal.aborted) return ok({ frames: reader.frames, decoderCpuSeconds: 0 })
  const end = reader.end()
  if (!end.ok) return refuse('broken-video', end.detail)
  if (live) return refuse('ended')
  return ok({ frames: reader.frames, decoderCpuSeconds: 0 })
}
