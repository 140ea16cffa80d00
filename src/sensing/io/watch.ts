/** The command `watch`: one video, one camera file, a line per warning, a summary at the end. */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Camera, cameraOf } from '../camera.ts'
import { openDetector } from '../detector/detector.ts'
import { workSize } from '../detector/frame.ts'
import type { SensedWarning } from '../facts.ts'
import { groundOf } from '../ground.ts'
import { type ObjectDetector, openObjectDetector } from './model/object-detector.ts'
import { readModel } from './model/store.ts'
import { withoutCredentials } from './redact.ts'
import { isLive, readFrames, sentenceOf as troubleSentence } from './video/source.ts'

/** process.stdout and process.stderr are such. */
export type Printer = { write(text: string): unknown; readonly isTTY?: boolean }

export type WatchOptions = {
  readonly source: string
  readonly cameraFile: string
  /** The folder that `firstminute model add` keeps weights in; without any, warnings rest on one sign. */
  readonly models: string
  /** JSON lines instead of sentences. */
  readonly json: boolean
  readonly out: Printer
  /** Where it is a terminal, progress is shown when it takes longer than two seconds. */
  readonly err: Printer
  readonly signal: AbortSignal
  readonly onDecoder?: (pid: number) => void
}

const PROGRESS_AFTER_MS = 2_000
const PROGRESS_EVERY_MS = 500

/** Exit code: 0 watched to the end or until told to stop, 2 the source or the camera file cannot be read (one sentence on `err`). */
export async function watch(options: WatchOptions): Promise<number> {
  const { source, out, err, signal } = options
  const camera = await cameraFrom(options.cameraFile)
  if (!camera.ok) {
    err.write(`${camera.detail ?? camera.refusal}\n`)
    return 2
  }
  const detector = openDetector(camera.value)
  const opened = await openOnlooker(options.models)
  if (!opened.ok) {
    err.write('The object model does not run: `firstminute model list` shows it, and `model remove` takes it out.\n')
    return 2
  }
  const objects = opened.value
  const live = isLive(source)
  let look: Promise<unknown> | null = null
  const began = performance.now()
  const cpuBefore = process.cpuUsage()
  let frames = 0
  let warnings = 0
  let progressAt = began + PROGRESS_AFTER_MS
  let progressShown = false
  const read = await readFrames(source, {
    size: workSize(camera.value.view),
    live,
    signal,
    // A file waits for the answer, or it would be about what lies minutes behind.
    waitFor: () => (live ? null : look),
    ...(options.onDecoder ? { onDecoder: options.onDecoder } : {}),
    onFrame: (frame) => {
      frames += 1
      for (const warning of detector.see(frame)) {
        warnings += 1
        out.write(`${options.json ? jsonOf(warning) : sentenceOf(warning)}\n`)
      }
      const ask = objects === null ? null : detector.asks(frame.at)
      if (objects !== null && ask !== null)
        look = objects.look(camera.value.id, frame, ask).then((answer) => {
          if (answer) detector.told(answer)
          look = null
        })
      const now = performance.now()
      if (err.isTTY !== true || now < progressAt) return
      progressAt = now + PROGRESS_EVERY_MS
      progressShown = true
      err.write(`\r${(frame.at / 1000).toFixed(0)} s watched, ${frames} frames, ${warnings} warnings`)
    },
  })
  await objects?.close()
  if (progressShown) err.write('\r\u001b[K')
  if (!read.ok) {
    err.write(`${troubleSentence(source, read)}\n`)
    // A live source that breaks off after pictures has been watched; that it ended is said, not hidden.
    if (frames === 0 || !isLive(source)) return 2
  }
  const seconds = (performance.now() - began) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const decoderSeconds = read.ok ? read.value.decoderCpuSeconds : 0
  const cpuSeconds = (cpu.user + cpu.system) / 1e6 + decoderSeconds
  err.write(
    `${frames} frames, ${(frames / Math.max(0.001, seconds)).toFixed(1)} frames/s, ` +
      `${cpuSeconds.toFixed(2)} CPU seconds (decoder ${decoderSeconds.toFixed(2)}), ${warnings} warnings` +
      `${objects === null ? '' : `; ${objects.counts().answered} looks of the object detector beside it`}\n`,
  )
  return 0
}

/** Ready to be asked; null where no model was added. */
async function openOnlooker(folder: string): Promise<Result<ObjectDetector | null, 'model-down'>> {
  const model = await readModel(folder).catch(() => undefined)
  if (model === undefined) return refuse('model-down')
  if (model === null) return ok(null)
  const opened = openObjectDetector({ model, onTrouble: () => {} })
  while (opened.state().state === 'starting') await sleep(20)
  if (opened.state().state === 'ready') return ok(opened)
  await opened.close()
  return refuse('model-down')
}

async function cameraFrom(file: string): Promise<Result<Camera, 'camera-unreadable'>> {
  const name = withoutCredentials(file)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return refuse('camera-unreadable', `${name}: there is no such camera file`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('camera-unreadable', `${name}: is not JSON`)
  }
  const camera = cameraOf(value)
  if (!camera.ok) return refuse('camera-unreadable', `${name}: ${camera.detail ?? 'is not a camera'}`)
  if (camera.value.ground !== undefined) {
    const ground = groundOf(camera.value.ground)
    if (!ground.ok) return refuse('camera-unreadable', `${name}: ${ground.detail ?? 'ground'}`)
  }
  return camera
}

/** The line's `reason` is one string, as other programs expect; the Chinese stands beside it. */
function jsonOf(warning: SensedWarning): string {
  const { reason, version, ...rest } = warning
  return JSON.stringify({ ...rest, reason: reason.en, reasonZh: reason.zh, version })
}

function sentenceOf(warning: SensedWarning): string {
  return `${warning.mediaSeconds.toFixed(1)} s  ${warning.type}  grade ${warning.grade}  since ${warning.onsetSeconds.toFixed(1)} s: ${warning.reason.en}`
}
