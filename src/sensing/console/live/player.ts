/** Plays the fragmented MP4 of the video door in a video element by Media Source: at the live edge, with a buffer that never grows, and it says when it cannot. */
import { SECOND } from '../../../core/time.ts'
import { steer } from './edge.ts'

export type Ended = 'no-video' | 'not-playable' | 'stalled' | 'over'

export type Played = {
  /** Seconds between the newest picture that has come and the one that is shown. */
  readonly behindS: number
}

/** A first picture needs a key frame; after that half a minute without bytes is a dead line, five seconds a bad one. */
const FIRST_PICTURE_MS = 12 * SECOND
const STALLED_MS = 5 * SECOND
const LOOK_EVERY_MS = 250

/** Resolves with why it ended; `signal` stops it (`over`). `onPlayed` is called while pictures move. */
export async function play(
  video: HTMLVideoElement,
  url: string,
  signal: AbortSignal,
  onPlayed: (played: Played) => void,
): Promise<Ended> {
  if (typeof MediaSource === 'undefined') return 'not-playable'
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  signal.addEventListener('abort', stop)
  let address: string | null = null
  let timer: ReturnType<typeof setInterval> | null = null
  try {
    const response = await fetch(url, { signal: stopping.signal })
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok || !response.body) return 'no-video'
    if (!MediaSource.isTypeSupported(type)) return 'not-playable'
    const source = new MediaSource()
    address = URL.createObjectURL(source)
    video.src = address
    await once(source, 'sourceopen', stopping.signal)
    const buffer = source.addSourceBuffer(type)
    const reader = response.body.getReader()
    let ended: Ended | null = null
    let movedAt = performance.now()
    let lastTime = -1
    let hasPlayed = false
    timer = setInterval(() => {
      if (video.error) ended = 'not-playable'
      if (video.currentTime !== lastTime && video.readyState >= video.HAVE_CURRENT_DATA) {
        lastTime = video.currentTime
        movedAt = performance.now()
        hasPlayed = true
        onPlayed({ behindS: endOf(buffer) - video.currentTime })
      } else if (performance.now() - movedAt > (hasPlayed ? STALLED_MS : FIRST_PICTURE_MS)) ended ??= 'stalled'
      if (ended) stopping.abort()
    }, LOOK_EVERY_MS)
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return ended ?? 'over'
      // The next bytes are asked for when these are in: what is too much is dropped by the server, not gathered here.
      if (!(await append(buffer, value, stopping.signal))) return ended ?? 'not-playable'
      await hold(video, buffer, stopping.signal)
    }
  } catch {
    // An aborted read or a removed buffer throws; why stands below.
    return signal.aborted ? 'over' : 'stalled'
  } finally {
    signal.removeEventListener('abort', stop)
    stopping.abort()
    if (timer) clearInterval(timer)
    if (address) URL.revokeObjectURL(address)
    video.removeAttribute('src')
    video.load()
  }
}

const endOf = (buffer: SourceBuffer): number => {
  const { buffered } = buffer
  return buffered.length > 0 ? buffered.end(buffered.length - 1) : 0
}

/** Leaps, hurries and forgets, as `steer` says. */
async function hold(video: HTMLVideoElement, buffer: SourceBuffer, signal: AbortSignal): Promise<void> {
  const { buffered } = buffer
  if (buffered.length === 0) return
  // Behind a gap only the newest stretch counts.
  const { leapTo, rate, forgetBefore } = steer(buffered.start(buffered.length - 1), endOf(buffer), video.currentTime)
  if (leapTo !== null) video.currentTime = leapTo
  if (video.playbackRate !== rate) video.playbackRate = rate
  if (video.paused) await video.play().catch(() => {})
  const before = buffered.start(0)
  const cut = forgetBefore ?? (buffered.length > 1 ? buffered.start(buffered.length - 1) : null)
  if (cut === null || cut <= before) return
  buffer.remove(before, cut)
  await once(buffer, 'updateend', signal)
}

async function append(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<boolean> {
  try {
    buffer.appendBuffer(bytes)
  } catch {
    return false
  }
  await once(buffer, 'updateend', signal)
  return true
}

function once(target: EventTarget, name: string, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const left = (): void => fail(new Error('stopped'))
    if (signal.aborted) return left()
    signal.addEventListener('abort', left, { once: true })
    target.addEventListener(
      name,
      () => {
        signal.removeEventListener('abort', left)
        done()
      },
      { once: true },
    )
  })
}
