/** Cameras watched: what a detector host senses becomes a warning with its still, again and again until it is on record. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { id, uuidv7, type WarningId } from '../core/ids.ts'
import { type Clock, SECOND } from '../core/time.ts'
import type { Given } from '../dispatch/io/given.ts'
import { keepStill } from '../dispatch/io/stills.ts'
import { raise } from '../dispatch/io/warnings.ts'
import type { CameraLine, TurnLine } from '../journal/lane.ts'
import type { Camera } from '../sensing/camera.ts'
import type { WatchedWarning } from '../sensing/facts.ts'
import { type Cameras, openCameras } from '../sensing/io/hosts.ts'
import type { LoadedConfig } from './config.ts'
import { raisedFrom } from './sensed.ts'

/** While the database is away a warning waits here; a minute later it would be news of yesterday. */
const TRIES = 60
/** Hosts elsewhere come back within this after the server was started anew. */
const WAIT_FOR_HOSTS_MS = 4_000
const CLAIM_STEP_MS = 10_000

export type Watching = Cameras & { lines(): readonly CameraLine[] }

export type Hooks = {
  /** A warning stands on record: whatever follows can no longer delay it. */
  readonly onRaised: (camera: Camera, warning: WarningId, sensed: WatchedWarning, correlation: string) => void
  readonly turn: (camera: string) => TurnLine | null
}

export function openWatching(config: LoadedConfig, given: Given, clock: Clock, log: Logger, hooks: Hooks): Watching {
  const byId = new Map(config.cameras.map((camera) => [camera.id, camera]))

  async function take(cameraId: string, key: string, sensed: WatchedWarning): Promise<void> {
    const camera = byId.get(cameraId)
    if (!camera) return
    const at = clock()
    const warning = warningIdOf(key, sensed.onsetAt)
    const correlation = uuidv7(at, randomBytes(10))
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        await keepStill(given.database.sql, warning, sensed.still, at)
        const raised = await raise(given, {
          id: warning,
          raised: raisedFrom(camera, sensed),
          by: { kind: 'machine', id: cameraId },
          at,
          correlation,
        })
        if (raised.ok) {
          if (!raised.value.known) hooks.onRaised(camera, warning, sensed, correlation)
          log.info(
            {
              correlation,
              camera: cameraId,
              warning,
              kind: sensed.type,
              grade: sensed.grade,
              machineMs: clock() - sensed.observedAt,
            },
            'warning raised',
          )
        } else log.error({ correlation, camera: cameraId, refusal: raised.refusal }, 'warning refused')
        return
      } catch (error) {
        log.warn({ correlation, camera: cameraId, attempt, err: error }, 'warning could not be recorded yet')
        await sleep(SECOND)
      }
    }
    log.error({ correlation, camera: cameraId }, 'warning lost: the database stayed away')
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
    waitForHostsMs: config.detectors.length > 0 ? WAIT_FOR_HOSTS_MS : 0,
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
