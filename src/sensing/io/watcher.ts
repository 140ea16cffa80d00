/** The child process that watches one camera: order on stdin, warnings, pictures and health as JSON lines on stdout; ends with its stdin. */
import { createInterface } from 'node:readline'
import { type Detector, openDetector } from '../detector.ts'
import type { SensedWarning } from '../facts.ts'
import { type Frame, workSize } from '../frame.ts'
import { jpegOf } from './picture.ts'
import { readFrames } from './source.ts'
import { orderSchema, type WatcherOrder, type WatcherSaid } from './watcher-wire.ts'

const STILL_EVERY_MS = 2_000
const LIVE_EVERY_MS = 200
const HEALTH_EVERY_MS = 1_000
/** Frames closer than this to the last analysed one are not analysed: a live camera of 25 fps is watched at 12.5. */
const CLOSEST_MS = 55

const stopped = new AbortController()
let live = false

function say(said: WatcherSaid): void {
  // A supervisor that does not read loses pictures, never warnings.
  if (said.kind === 'picture' && process.stdout.writableNeedDrain) return
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

async function watchCamera({ camera, source }: WatcherOrder): Promise<number> {
  const size = workSize(camera.view)
  const detector: Detector = openDetector(camera)
  /** The wall clock at the medium's zero, known from the first frame: connecting takes its time and is none of the medium's. */
  let began = Number.NaN
  let lastPictureAt = Number.NEGATIVE_INFINITY
  let lastSeenAt = Number.NEGATIVE_INFINITY
  let lastFrameAt: number | null = null
  let frames = 0
  let countedAt = Date.now()

  const tell = (frame: Frame, warning: SensedWarning): void => {
    const toWork = size.width / camera.view.width
    const [x, y, width, height] = warning.box
    const jpeg = jpegOf(frame, [x * toWork, y * toWork, width * toWork, height * toWork], 85)
    say({
      ...warning,
      box: [x, y, width, height],
      onsetAt: Math.round(began + warning.onsetSeconds * 1000),
      observedAt: Math.round(began + warning.mediaSeconds * 1000),
      still: { jpegBase64: Buffer.from(jpeg).toString('base64') },
    })
  }
  const onFrame = (frame: Frame): void => {
    frames += 1
    const isFirst = lastFrameAt === null
    if (isFirst) began = Date.now() - frame.at
    lastFrameAt = Math.round(began + frame.at)
    if (isFirst) tellHealth()
    if (frame.at - lastSeenAt >= CLOSEST_MS) {
      lastSeenAt = frame.at
      for (const warning of detector.see(frame)) tell(frame, warning)
    }
    if (frame.at - lastPictureAt < (live ? LIVE_EVERY_MS : STILL_EVERY_MS)) return
    lastPictureAt = frame.at
    say({ kind: 'picture', at: lastFrameAt, jpegBase64: Buffer.from(jpegOf(frame, null, 75)).toString('base64') })
  }
  const tellHealth = (): void => {
    const at = Date.now()
    const { state, cause } = detector.fitness()
    const framesPerSecond = Math.round((frames * 10_000) / Math.max(1, at - countedAt)) / 10
    frames = 0
    countedAt = at
    say({ kind: 'health', at, state, cause, framesPerSecond, lastFrameAt })
  }
  const timer = setInterval(tellHealth, HEALTH_EVERY_MS)
  const read = await readFrames(source, { size, live: true, signal: stopped.signal, onFrame })
  clearInterval(timer)
  if (stopped.signal.aborted) return 0
  const cause = read.ok ? 'the source ended' : (read.detail ?? read.refusal)
  say({ kind: 'health', at: Date.now(), state: 'down', cause, framesPerSecond: 0, lastFrameAt })
  return 3
}

function orderOf(line: string): WatcherOrder | null {
  try {
    const read = orderSchema.safeParse(JSON.parse(line))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

const lines = createInterface({ input: process.stdin })
let begun = false
lines.on('line', (line) => {
  if (begun) {
    if (line === 'live on') live = true
    if (line === 'live off') live = false
    return
  }
  begun = true
  const order = orderOf(line)
  if (order === null) {
    process.stderr.write('the watcher got no camera it can read\n')
    process.exitCode = 2
    lines.close()
    return
  }
  watchCamera(order).then((code) => {
    process.exitCode = code
    lines.close()
    process.stdin.destroy()
  })
})
// The supervisor's end, however it came, closes our stdin: nothing watches on alone.
lines.on('close', () => {
  stopped.abort()
  setTimeout(() => process.exit(), 1_000).unref()
})
process.stdout.on('error', () => stopped.abort())
process.on('SIGINT', () => {})
process.on('SIGTERM', () => lines.close())
