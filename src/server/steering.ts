/** Cameras that turn, composed: a warning that stands on record is looked at more closely, and what is seen supports it with its picture. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Text } from '../core/text.ts'
import { SECOND } from '../core/time.ts'
import type { Given } from '../dispatch/io/given.ts'
import { keepSign } from '../dispatch/io/stills.ts'
import { support } from '../dispatch/io/warnings.ts'
import type { Camera } from '../sensing/camera.ts'
import type { CloseLook, Eyes } from '../sensing/eyes.ts'
import { type Controller, openController } from '../sensing/io/ptz/controller.ts'
import { withoutCredentials } from '../sensing/io/redact.ts'
import type { Errand } from '../sensing/ptz/ptz.ts'

/** While the database is away the sign waits; a minute later it tells a judge nothing. */
const TRIES = 60

export type SteeringNeeds = {
  readonly given: Given
  readonly cameras: readonly Camera[]
  readonly camera: (id: string) => Camera | null
  readonly eyes: Pick<Eyes, 'leaveHome' | 'comeHome' | 'closeLook'>
  readonly log: Logger
}

/** What the zoomed picture says of the lamps, in words. */
export function lookedText({ hazardLights, hz }: Pick<CloseLook, 'hazardLights' | 'hz'>): Text {
  if (hazardLights === null) return { zh: '变焦画面，未能判定双闪', en: 'zoomed picture; the lamps could not be told' }
  return hazardLights
    ? {
        zh: `变焦画面：双闪，每秒 ${hz.toFixed(1)} 次`,
        en: `zoomed picture: hazard lights flash ${hz.toFixed(1)} times a second`,
      }
    : { zh: '变焦画面：双闪未开', en: 'zoomed picture: no hazard lights' }
}

export function openSteering({ given, cameras, camera, eyes, log }: SteeringNeeds): Controller {
  async function supportBy(turned: Camera, errand: Errand, look: CloseLook): Promise<void> {
    const { warning } = errand
    const still = look.stills[Math.floor(look.stills.length / 2)] ?? null
    const at = given.clock()
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        const kept = still && (await keepSign(given.database.sql, warning, still.jpeg, at))
        const done = await support(given, {
          id: warning,
          support: {
            source: { kind: 'ptz', id: turned.id, label: turned.name },
            // Lamps that flash are the second sign; a picture alone is for the officer to judge.
            grade: look.hazardLights === true ? 'A' : 'B',
            hazardLights: look.hazardLights,
            reason: lookedText(look),
            observedAt: Math.round(still?.at ?? at),
            ...(kept?.ok ? { still: kept.value.sha256 } : {}),
          },
          by: { kind: 'machine', id: turned.id },
          at,
        })
        if (done.ok) log.info({ camera: turned.id, warning, hazardLights: look.hazardLights }, 'looked at more closely')
        else log.warn({ camera: turned.id, warning, refusal: done.refusal }, 'closer look refused')
        return
      } catch (error) {
        log.warn({ camera: turned.id, warning, attempt, err: error }, 'closer look could not be recorded yet')
        await sleep(SECOND)
      }
    }
  }

  return openController({
    cameras,
    camera,
    eyes,
    journal: given.journal,
    clock: given.clock,
    chance: given.chance,
    onLook: (turned, errand, look) => {
      supportBy(turned, errand, look).catch((error: unknown) => log.error({ err: error }, 'closer look lost'))
    },
    trouble: (error) =>
      log.warn(
        { why: withoutCredentials(error instanceof Error ? error.message : String(error)) },
        'a camera that turns',
      ),
  })
}
