/** Starts one watcher process for each camera, keeps it alive with backed-off restarts, and hands on its warnings, pictures and health. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../core/time.ts'
import type { Camera } from '../camera.ts'
import type { Eyes } from '../eyes.ts'
import type { CameraHealth, CameraPicture, WatchedWarning } from '../facts.ts'
import { backoffMs } from './backoff.ts'
import { withoutCredentials } from './redact.ts'
import { saidSchema, type WatcherOrder, type WatcherSaid } from './watcher-wire.ts'

export type Cameras = Pick<Eyes, 'picture' | 'live' | 'health'> & {
  /** The watcher's process id, for tests and measurements; null while it is down. */
  process(id: string): number | null
  close(): Promise<void>
}

export type CamerasOptions = {
  /** Only those with a `source` are watched; the others are `off`. */
  readonly cameras: readonly Camera[]
  readonly clock: Clock
  readonly onWarning: (cameraId: string, warning: WatchedWarning) => void
  /** On every change of state, and once a second while frames come. */
  readonly onHealth: (health: CameraHealth) => void
}

const WATCHER = fileURLToPath(new URL('./watcher.ts', import.meta.url))
const NO_FRAME_MS = 5_000
/** A first picture needs a connection and a key frame. */
const FIRST_FRAME_MS = 12_000
const LOOK_EVERY_MS = 500
const STEADY_MS = 30_000
const AT_ONCE_MS = 200
const LINE_LIMIT = 8_000_000

export function openCameras(options: CamerasOptions): Cameras {
  const posts = new Map<string, Post>()
  for (const camera of options.cameras) posts.set(camera.id, new Post(camera, options))
  for (const post of posts.values()) post.start()
  return {
    picture: (id) => posts.get(id)?.picture ?? null,
    live: (id) => posts.get(id)?.live() ?? nothing(),
    health: () => [...posts.values()].map((post) => post.health),
    process: (id) => posts.get(id)?.pid ?? null,
    close: async () => {
      await Promise.all([...posts.values()].map((post) => post.close()))
    },
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

type Viewer = { wake: () => void; next: CameraPicture | null }

/** One camera's watcher and what is known of it. */
class Post {
  picture: CameraPicture | null = null
  health: CameraHealth
  readonly #camera: Camera
  readonly #options: CamerasOptions
  readonly #viewers = new Set<Viewer>()
  #child: ReturnType<typeof spawn> | null = null
  #closed = false
  #failures = 0
  #startedAt = 0
  #frameAt = 0
  #retry: NodeJS.Timeout | null = null
  #look: NodeJS.Timeout | null = null

  constructor(camera: Camera, options: CamerasOptions) {
    this.#camera = camera
    this.#options = options
    this.health = {
      id: camera.id,
      state: camera.source === undefined ? 'off' : 'down',
      cause: camera.source === undefined ? 'no source' : 'starting',
      since: options.clock(),
      framesPerSecond: 0,
      lastFrameAt: null,
    }
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  start(): void {
    const { source, ...camera } = this.#camera
    if (this.#closed || source === undefined) return
    const child = spawn(process.execPath, ['--max-old-space-size=160', WATCHER], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child = child
    this.#startedAt = performance.now()
    this.#frameAt = 0
    const { stdin, stdout, stderr } = child
    let cause: string | null = null
    let complaint = ''
    stdin?.on('error', () => {})
    const order: WatcherOrder = { camera, source }
    stdin?.write(`${JSON.stringify(order)}\n`)
    if (this.#viewers.size > 0) stdin?.write('live on\n')
    stderr?.setEncoding('utf8')
    stderr?.on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000)
    })
    if (stdout)
      createInterface({ input: stdout }).on('line', (line) => {
        const said = saidOf(line)
        if (said === null || this.#child !== child) return
        if (said.kind === 'health' && said.state === 'down') cause = said.cause
        else this.#hear(said)
      })
    let over = false
    const ended = (how: string): void => {
      if (over) return
      over = true
      if (this.#child === child) this.#child = null
      if (this.#look) clearInterval(this.#look)
      if (this.#closed) return
      const steady = performance.now() - this.#startedAt > STEADY_MS
      this.#failures = steady ? 1 : this.#failures + 1
      this.#turn('down', withoutCredentials(cause ?? lastLine(complaint) ?? how), 0)
      // One that worked a moment ago is started again at once; only what keeps failing waits.
      const wait = this.#failures === 1 && this.#frameAt > 0 ? AT_ONCE_MS : backoffMs(this.#failures, Math.random())
      this.#retry = setTimeout(() => this.start(), wait)
    }
    child.on('error', () => ended('the watcher could not be started'))
    child.on('close', (code, signal) =>
      ended(signal ? `the watcher was ended by ${signal}` : `the watcher ended (${code})`),
    )
    this.#look = setInterval(() => {
      const quietFor = performance.now() - (this.#frameAt === 0 ? this.#startedAt : this.#frameAt)
      if (quietFor < (this.#frameAt === 0 ? FIRST_FRAME_MS : NO_FRAME_MS)) return
      cause = this.#frameAt === 0 ? 'no picture came' : 'no picture for 5 s'
      child.kill('SIGKILL')
    }, LOOK_EVERY_MS)
  }

  #hear(said: WatcherSaid): void {
    switch (said.kind) {
      case 'warning': {
        const { still, ...warning } = said
        this.#options.onWarning(this.#camera.id, { ...warning, still: Buffer.from(still.jpegBase64, 'base64') })
        return
      }
      case 'picture':
        this.picture = { at: said.at, jpeg: Buffer.from(said.jpegBase64, 'base64') }
        for (const viewer of this.#viewers) {
          viewer.next = this.picture
          viewer.wake()
        }
        return
      case 'health': {
        if (said.lastFrameAt !== null && said.lastFrameAt !== this.health.lastFrameAt) this.#frameAt = performance.now()
        if (said.state === 'down' || said.lastFrameAt === null) return
        this.health = { ...this.health, lastFrameAt: said.lastFrameAt }
        this.#turn(said.state === 'unfit' ? 'unfit' : 'watching', said.cause, said.framesPerSecond)
      }
    }
  }

  #turn(state: CameraHealth['state'], cause: string | null, framesPerSecond: number): void {
    const same = state === this.health.state && cause === this.health.cause
    const since = same ? this.health.since : this.#options.clock()
    this.health = { ...this.health, state, cause, framesPerSecond, since }
    this.#options.onHealth(this.health)
  }

  async *live(): AsyncGenerator<Uint8Array> {
    if (this.#closed) return
    const viewer: Viewer = { wake: () => {}, next: this.picture }
    this.#viewers.add(viewer)
    this.#child?.stdin?.write('live on\n')
    try {
      while (!this.#closed) {
        const picture = viewer.next
        viewer.next = null
        if (picture) yield picture.jpeg
        if (viewer.next || this.#closed) continue
        await new Promise<void>((resolve) => {
          viewer.wake = resolve
        })
      }
    } finally {
      this.#viewers.delete(viewer)
      if (this.#viewers.size === 0) this.#child?.stdin?.write('live off\n')
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#retry) clearTimeout(this.#retry)
    if (this.#look) clearInterval(this.#look)
    for (const viewer of this.#viewers) viewer.wake()
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.stdin?.end()
    const hurry = setTimeout(() => child.kill('SIGKILL'), 1_500)
    await gone
    clearTimeout(hurry)
  }
}

function saidOf(line: string): WatcherSaid | null {
  if (line.length > LINE_LIMIT) return null
  try {
    const read = saidSchema.safeParse(JSON.parse(line))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** The last line of a crash that says what it was, without its stack. */
function lastLine(complaint: string): string | null {
  const line = complaint
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('at ') && !each.startsWith('Node.js'))
    .at(-1)
  return line === undefined ? null : line.slice(0, 200)
}
