/** Cameras watched: what a detector host senses is claimed as a warning with its still. */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { id, uuidv7, type WarningId } from '../core/ids.ts'
import type { Clock } from '../core/time.ts'
import type { CameraLine, TurnLine } from '../journal/lane.ts'
import type { Camera } from '../sensing/camera.ts'
import type { WatchedWarning } from '../sensing/facts.ts'
import { type Cameras, openCameras } from '../sensing/io/host/hosts.ts'
import type { Claim } from './claiming.ts'
import type { LoadedConfig } from './config.ts'
import { raisedFrom } from './sensed.ts'

const CLAIM_STEP_MS = 10_000

export type Watching = Cameras & { lines(): readonly CameraLine[] }

export type Hooks = {
  /** A camera's sign stands on record, as a warning or for one: whatever follows can no longer delay it. */
  readonly onRaised: (camera: Camera, warning: WarningId, sensed: WatchedWarning, correlation: string) => void
  readonly turn: (camera: string) => TurnLine | null
}

export function openWatching(config: LoadedConfig, claim: Claim, clock: Clock, log: Logger, hooks: Hooks): Watching {
  const byId = new Map(config.cameras.map((camera) => [camera.id, camera]))

  async function take(cameraId: string, key: string, sensed: WatchedWarning): Promise<void> {
    const camera = byId.get(cameraId)
    if (!camera) return
    const known = warningIdOf(key, sensed.onsetAt)
    const claimed = await claim(cameraId, raisedFrom(camera, sensed), sensed.still, known)
    if (claimed && claimed.as !== 'known') hooks.onRaised(camera, claimed.warning, sensed, claimed.correlation)
  }

  const clips = join(config.dataFolder, 'clips')
  // Clips that nobody took before the last stop.
  rmSync(clips, { recursive: true, force: true })
  mkdirSync(clips, { recursive: true, mode: 0o700 })
  const cameras = openCameras({
    cameras: config.cameras,
    clock,
    localCapacity: config.localCapacity,
    recordings: join(config.dataFolder, 'recordings'),
    models: config.dataFolder,
    clips,
    expects: config.detectors.map((detector) => detector.id),
    onWarning: take,
    onHealth: (health) => log.debug({ camera: health.id, state: health.state, cause: health.cause }, 'camera'),
    onHost: (host, state, why) => log[state === 'lost' ? 'warn' : 'info']({ host, why }, `detector host ${state}`),
  })
  return {
    ...cameras,
    lines: () =>
      cameras.health().map((health): CameraLine => {
        const turn = hooks.turn(health.id)
        return { ...health, id: id<'camera'>(health.id), ...(turn ? { turn } : {}) }
      }),
  }
}

/** The same claim is the same warning, even when it is told again after the server itself was started anew. */
function warningIdOf(key: string, onsetAt: number): WarningId {
  return id<'warning'>(
    uuidv7(Math.floor(onsetAt / CLAIM_STEP_MS) * CLAIM_STEP_MS, createHash('sha256').update(key).digest()),
  )
}
