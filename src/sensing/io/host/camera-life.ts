/** One camera at its host: its source read and read again whatever breaks, its pictures analysed, recorded and shown, its health said once a second. */
import type { Camera } from '../../camera.ts'
import { type Frame, workSize } from '../../detector/frame.ts'
import type { HeldPlace } from '../../detector/places.ts'
import { afterLook, decodesAll, QUIET, type WatchMode } from '../../detector/watch-mode.ts'
import type { Fitness } from '../../facts.ts'
import { claimOf } from '../../life/claim.ts'
import type { Trouble } from '../../life/trouble.ts'
import { backoffMs } from '../backoff.ts'
import type { SideOutputs } from '../video/ffmpeg.ts'
import { openRecorder, type Recorder } from '../video/recorder.ts'
import type { Ring } from '../video/ring.ts'
import { isRaw, readFrames } from '../video/source.ts'
import type { Analysis, Seen } from './analysis.ts'
import type { HostSaid } from './host-wire.ts'
import { type Film, LiveVideo } from './live-video.ts'
import type { Lateness } from './pulse.ts'
import type { Stills } from './stills.ts'
import { Watchdog } from './watchdog.ts'

export type LifeOptions = {
  readonly camera: Camera
  readonly source: string
  readonly framesPerSecond: number
  readonly decoding: 'all' | 'as-needed' | 'key-frames'
  /** `seenAt` in UTC ms. */
  readonly held: readonly HeldPlace[]
}

export type LifeGiven = {
  readonly analysis: Analysis
  readonly stills: Stills
  readonly lateness: Lateness
  readonly ring: Ring
  readonly hasFfmpeg: boolean
  readonly clock: () => number
  readonly chance: () => number
  readonly say: (said: HostSaid) => void
}

const STILL_EVERY_MS = 2_000
const LIVE_EVERY_MS = 195
const HEALTH_EVERY_MS = 1_000
const LOOK_EVERY_MS = 500
const TIDY_EVERY_MS = 10_000
const STEADY_MS = 30_000
const AT_ONCE_MS = 200
/** Key frames come every few seconds: a file of the ring that is not finished by then never will be, as its clock has jumped. */
const STUCK_RING_MS = 25_000
const UNSTICK_EVERY_MS = 600_000
const FILM_ON_MS = 60_000
/** A camera that takes only one connection refuses the second: what runs goes on. */
const TRY_NEXT_AGAIN_MS = 20_000
/** A muxer that refuses a stream ends its decoder in these words, as a broken stream does. */
const MAY_BE_RECORDING: ReadonlySet<Trouble> = new Set(['broken-video', 'no-picture', 'unknown-codec'])

/** One try at the source. */
type Try = {
  readonly stop: AbortController
  readonly beganAt: number
  pid: number | null
  frameAt: number
  /** Why we ended it ourselves. */
  cause: Trouble | null
  /** Begin again at once: nothing is wrong with the camera. */
  isTurn: boolean
  /** Another has taken its place already. */
  isReplaced: boolean
  readonly keyFramesOnly: boolean
  readonly films: boolean
  readonly film: Film
  readonly watchdog: Watchdog
}

export class CameraLife {
  readonly ring: Ring
  #camera: Camera
  readonly #options: LifeOptions
  readonly #given: LifeGiven
  readonly #beganAt = performance.now()
  #try: Try | null = null
  #failures = 0
  #retry: NodeJS.Timeout | null = null
  #isClosed = false
  #isAway = false
  #isLive = false
  #form: SideOutputs['form'] = 'copied'
  #recorder: Recorder | null = null
  /** Decodes otherwise than the one that runs, and takes its place with its first picture: nothing is missed in between. */
  #next: Try | null = null
  #mode: WatchMode = QUIET
  readonly #video: LiveVideo
  #cause: Trouble = 'starting'
  #fitness: Fitness = { state: 'learning', cause: null }
  #held: readonly HeldPlace[] | null = null
  #lastFrameAt: number | null = null
  #seenAt = Number.NEGATIVE_INFINITY
  #pictureAt = Number.NEGATIVE_INFINITY
  #frames = 0
  #countedAt = performance.now()
  #tookMs: number[] = []
  #unstuckAt = Number.NEGATIVE_INFINITY
  #nextAt = Number.NEGATIVE_INFINITY
  #filmWantedAt = Number.NEGATIVE_INFINITY
  /** A second connection gave no picture. */
  #takesOne = false
  readonly #timers: NodeJS.Timeout[] = []

  constructor(options: LifeOptions, given: LifeGiven) {
    this.#options = options
    this.#given = given
    this.#camera = options.camera
    this.ring = given.ring
    this.#video = new LiveVideo(options.camera.id, given.say)
    this.#open(options.held)
    this.#timers.push(
      setInterval(() => this.#tellHealth(), HEALTH_EVERY_MS),
      setInterval(() => this.#lookAfter(), LOOK_EVERY_MS),
      setInterval(() => void this.#tidy(), TIDY_EVERY_MS),
    )
    void this.#begin()
  }

  get isDown(): boolean {
    return this.#try === null || this.#try.frameAt === 0
  }

  get isStreamCopied(): boolean {
    return this.#form === 'copied'
  }

  /** The PTZ's own stream, or this camera's where it has none. */
  get closeSource(): { readonly camera: Camera; readonly source: string } {
    return { camera: this.#camera, source: this.#camera.ptz?.source ?? this.#options.source }
  }

  /** ms of the medium, which begins with this life, and UTC ms; by way of now, so that a clock that is set right does not part them. */
  #toMedium(utc: number): number {
    return performance.now() - this.#beganAt - (this.#given.clock() - utc)
  }

  #toUtc(medium: number): number {
    return Math.round(this.#given.clock() - (performance.now() - this.#beganAt - medium))
  }

  #open(held: readonly HeldPlace[]): void {
    const { source: _source, ...camera } = this.#camera
    const inMedium = held.map((place) => ({ ...place, seenAt: this.#toMedium(place.seenAt) }))
    this.#given.analysis.open(camera, inMedium)
    this.#fitness = { state: 'learning', cause: null }
  }

  redraw(camera: Camera): void {
    this.#camera = camera
    this.#open(this.#heldInUtc())
  }

  leaveHome(): void {
    this.#isAway = true
  }

  /** The road may have changed while nobody looked: it is learnt anew, but what was announced stays announced. */
  comeHome(): void {
    if (!this.#isAway) return
    this.#isAway = false
    this.#open(this.#heldInUtc())
  }

  #heldInUtc(): readonly HeldPlace[] {
    return (this.#held ?? []).map((place) => ({ ...place, seenAt: this.#toUtc(place.seenAt) }))
  }

  live(on: boolean): void {
    this.#isLive = on
  }

  video(on: boolean): void {
    this.#video.want(on, this.#given.hasFfmpeg)
    this.#filmWantedAt = performance.now()
    this.#turnDecoding()
  }

  /** `as`: in place of what runs, or beside it until its first picture. */
  async #begin(as: 'only' | 'next' = 'only'): Promise<void> {
    if (this.#isClosed) return
    const { source, framesPerSecond } = this.#options
    const { clock, hasFfmpeg } = this.#given
    const begun: Try = {
      stop: new AbortController(),
      beganAt: performance.now(),
      pid: null,
      frameAt: 0,
      cause: null,
      isTurn: false,
      isReplaced: false,
      keyFramesOnly: this.#keyFramesOnly,
      films: this.#films,
      film: this.#video.open(),
      watchdog: new Watchdog(),
    }
    if (as === 'next') this.#next = begun
    else this.#show(begun)
    const canKeep = hasFfmpeg && (await this.ring.prepare())
    const run = Math.round(clock())
    const side: SideOutputs = {
      folder: canKeep ? this.ring.folder : null,
      form: this.#form,
      run,
      films: begun.films,
      onVideo: (chunk) => {
        if (!this.#isClosed) this.#video.feed(begun.film, chunk)
      },
      onJpeg: (jpeg) => this.#onJpeg(jpeg, clock()),
    }
    const size = workSize(this.#camera.view)
    const isEncoded = isRaw(source) && hasFfmpeg
    if (isEncoded) {
      this.#form = 'encoded'
      this.#recorder = openRecorder(size, side, () => {
        this.#recorder = null
      })
    }
    const read = await readFrames(source, {
      size,
      live: true,
      framesPerSecond,
      keyFramesOnly: begun.keyFramesOnly,
      signal: begun.stop.signal,
      side,
      onDecoder: (pid) => {
        begun.pid = pid
      },
      onStream: ({ isCopyable }) => {
        if (isCopyable || this.#form !== 'copied') return
        this.#form = 'encoded'
        begun.isTurn = true
        begun.stop.abort()
      },
      onFrame: (frame) => this.#onFrame(frame, begun),
    })
    this.#recorder?.close()
    this.#recorder = null
    this.#ended(begun, begun.cause ?? (read.ok ? 'ended' : read.refusal))
  }

  #ended(ended: Try, cause: Trouble): void {
    if (ended === this.#next) {
      this.#next = null
      this.#takesOne = true
      this.#nextAt = performance.now() + TRY_NEXT_AGAIN_MS
      return
    }
    if (ended.isReplaced) return
    this.#next?.stop.abort()
    this.#show(null)
    if (this.#isClosed) return
    const { chance } = this.#given
    const isSteady = performance.now() - ended.beganAt > STEADY_MS
    if (ended.frameAt === 0 && !ended.isTurn && MAY_BE_RECORDING.has(cause)) this.#recordLess(ended)
    this.#failures = ended.isTurn ? 0 : isSteady ? 1 : this.#failures + 1
    if (!ended.isTurn) {
      this.#cause = cause
      this.#tellHealth()
    }
    // One that worked a moment ago is started again at once; only what keeps failing waits.
    const isFirst = this.#failures <= 1 && (ended.frameAt > 0 || ended.isTurn)
    this.#retry = setTimeout(() => void this.#begin(), isFirst ? AT_ONCE_MS : backoffMs(this.#failures, chance()))
  }

  #show(shown: Try | null): void {
    this.#try = shown
    this.#video.show(shown?.film ?? null)
  }

  #promote(next: Try): void {
    const last = this.#try
    this.#next = null
    this.#takesOne = false
    // The source is well: the next end of its decoder is the first one again.
    this.#failures = 0
    this.#show(next)
    if (last) {
      last.isReplaced = true
      last.stop.abort()
    }
  }

  get #keyFramesOnly(): boolean {
    const { decoding } = this.#options
    return decoding === 'key-frames' || (decoding === 'as-needed' && !decodesAll(this.#mode))
  }

  /** Films only while somebody looks, and a little longer, as who looks comes again; always where no second decoder can take over. */
  get #films(): boolean {
    if (this.#takesOne || isRaw(this.#options.source) || this.#video.isWanted) return true
    return performance.now() - this.#filmWantedAt < FILM_ON_MS
  }

  /** Less or more is to be decoded or filmed than is: the other decoder starts beside this one. */
  #turnDecoding(): void {
    const begun = this.#try
    if (!begun || begun.frameAt === 0 || this.#next || isRaw(this.#options.source)) return
    // A film is begun for somebody, and otherwise only by a decoder that starts anyway.
    const filmsAsWanted = begun.films ? this.#films : !this.#video.isWanted
    const isAsWanted = begun.keyFramesOnly === this.#keyFramesOnly && filmsAsWanted
    if (isAsWanted || performance.now() < this.#nextAt) return
    void this.#begin('next')
  }

  /** What cannot be recorded as it comes must not keep the camera from being watched: less is asked for, step by step. */
  #recordLess(ended: Try): void {
    if (isRaw(this.#options.source)) return
    const next = this.#form === 'copied' ? 'encoded' : this.#form === 'encoded' ? 'none' : 'copied'
    this.#form = next
    // All the way round: it is the source itself, and that is said.
    ended.isTurn = next !== 'copied'
  }

  #onFrame(frame: Frame, begun: Try): void {
    if (begun === this.#next) this.#promote(begun)
    if (begun !== this.#try || this.#isClosed) return
    const now = performance.now()
    const at = now - this.#beganAt
    const { analysis, stills, clock } = this.#given
    const { id } = this.#camera
    begun.frameAt = now
    const isFirst = this.#lastFrameAt === null || this.#cause !== 'starting'
    this.#cause = 'starting'
    this.#lastFrameAt = Math.round(clock())
    this.#recorder?.record({ ...frame, at })
    if (isFirst) this.#tellHealth()
    // The decoder has picked by the pictures' own time, and what the network delays comes close together; only raw sources are thinned here.
    const isInTime = !isRaw(this.#options.source) || at - this.#seenAt >= 750 / this.#options.framesPerSecond
    if (!this.#isAway && isInTime) {
      this.#seenAt = at
      this.#frames += 1
      analysis.see(id, { ...frame, at })
    }
    const every = this.#isLive ? LIVE_EVERY_MS : STILL_EVERY_MS
    if (at - this.#pictureAt < every || (!this.#isLive && !isRaw(this.#options.source))) return
    this.#pictureAt = at
    stills.encode(id, frame, this.#lastFrameAt, (jpeg, takenAt) => this.#onJpeg(jpeg, takenAt))
  }

  #onJpeg(jpeg: Uint8Array, at: number): void {
    if (this.#isClosed) return
    const jpegBase64 = Buffer.from(jpeg).toString('base64')
    this.#given.say({ kind: 'picture', camera: this.#camera.id, at: Math.round(at), jpegBase64 })
  }

  /** What its analysis found in one picture. */
  onSeen(seen: Seen): void {
    if (this.#isClosed) return
    this.#fitness = seen.fitness
    if (seen.held) this.#held = seen.held
    this.#mode = afterLook(this.#mode, seen.at, seen.suspicion)
    this.#turnDecoding()
    if (this.#tookMs.length < 64) this.#tookMs.push(Math.round(seen.tookMs * 10) / 10)
    if (this.#isAway) return
    for (const { warning, jpeg } of seen.warnings) {
      const timed = {
        ...warning,
        onsetAt: this.#toUtc(warning.onsetSeconds * 1000),
        observedAt: this.#toUtc(warning.mediaSeconds * 1000),
      }
      this.#given.say({
        kind: 'warning',
        camera: this.#camera.id,
        key: claimOf(this.#camera.id, this.#camera.view, timed),
        warning: { ...timed, box: [...warning.box] },
        stillBase64: Buffer.from(jpeg).toString('base64'),
      })
    }
  }

  #lookAfter(): void {
    const begun = this.#try
    if (!begun) return
    const now = performance.now()
    const trouble = begun.watchdog.look(begun, this.#given.lateness, now)
    if (trouble) this.#giveUp(begun, trouble)
    else this.#turnDecoding()
  }

  #giveUp(begun: Try, cause: Trouble): void {
    begun.cause = cause
    begun.stop.abort()
  }

  async #tidy(): Promise<void> {
    const { clock } = this.#given
    await this.ring.tidy(clock())
    const begun = this.#try
    if (!begun || begun.frameAt === 0 || this.#form !== 'copied' || !this.#given.hasFfmpeg) return
    const newest = (await this.ring.segments()).at(-1)
    const openFor = newest?.isOpen ? clock() - newest.from : 0
    if (openFor < STUCK_RING_MS || performance.now() - begun.beganAt < STUCK_RING_MS) return
    if (performance.now() - this.#unstuckAt < UNSTICK_EVERY_MS) return
    this.#unstuckAt = performance.now()
    begun.isTurn = true
    this.#giveUp(begun, 'clock-jumped')
  }

  /** Its analysis thread was replaced: what the camera had learnt is gone. */
  onReplaced(): void {
    this.#fitness = { state: 'learning', cause: null }
  }

  #tellHealth(): void {
    if (this.#isClosed) return
    const now = performance.now()
    const { analysis, say, clock, hasFfmpeg } = this.#given
    const { id } = this.#camera
    const begun = this.#try
    const shows = begun !== null && begun.frameAt > 0
    const framesPerSecond = Math.round((this.#frames * 10_000) / Math.max(1, now - this.#countedAt)) / 10
    if (now - this.#countedAt > 500) {
      this.#frames = 0
      this.#countedAt = now
    }
    const tookMs = this.#tookMs
    this.#tookMs = []
    const { state, cause } = this.#fitness
    const recording = shows && hasFfmpeg ? this.#form : 'none'
    const held =
      this.#held === null
        ? null
        : this.#heldInUtc().map((place) => ({ ...place, box: [...place.box] as [number, number, number, number] })) // a copy of four is four
    say({
      kind: 'health',
      camera: id,
      at: Math.round(clock()),
      state: shows ? state : 'down',
      cause: shows ? cause : this.#cause,
      framesPerSecond: shows ? framesPerSecond : 0,
      lastFrameAt: this.#lastFrameAt,
      dropped: analysis.dropped(id),
      tookMs,
      recording,
      decoder: begun?.pid ?? null,
      held,
    })
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearInterval(timer)
    if (this.#retry) clearTimeout(this.#retry)
    this.#try?.stop.abort()
    this.#next?.stop.abort()
    this.#recorder?.close()
    this.#given.analysis.close(this.#camera.id)
  }
}
