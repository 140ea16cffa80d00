/** All cameras that turn: a raised warning's place becomes a look of the camera that can see it, a person's hand a move; each is a fact. */
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7, type WarningId } from '../../../core/ids.ts'
import type { Place } from '../../../core/place.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Chance, Clock } from '../../../core/time.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import type { Journal } from '../../../journal/journal.ts'
import type { TurnLine } from '../../../journal/lane.ts'
import type { Camera, PtzPosition, PtzPreset, PtzRecord } from '../../camera.ts'
import type { CloseLook, Eyes } from '../../eyes.ts'
import type { Box, SensedType } from '../../facts.ts'
import { groundOf } from '../../ground.ts'
import { type AimAt, aimAt } from '../../ptz/aim.ts'
import type { Abilities, PtzDevice } from '../../ptz/device.ts'
import { type Errand, LOOKS, type PtzFact, type PtzRefusal } from '../../ptz/ptz.ts'
import { openOnvif } from './onvif.ts'
import { openTurning, type Steering, type SteerRefusal, type Turning } from './turning.ts'

/** A warning that stands on record; whether a camera goes to look is decided here and delays nothing. */
export type Raised = {
  readonly warning: WarningId
  readonly type: SensedType
  readonly place: Place
  /** The camera that saw it and where in its view; null: another sensor did. */
  readonly seen: { readonly camera: string; readonly box: Box } | null
  readonly correlation: string
}

/** Where a camera looks now, as far as it says. */
export type Whereabouts = {
  readonly line: TurnLine
  readonly position: PtzPosition | null
  readonly abilities: Abilities | null
  readonly home: string
  readonly presets: readonly PtzPreset[]
  /** A second camera beside a fixed overview. */
  readonly pair: boolean
}

export type ControllerDeps = {
  readonly cameras: readonly Camera[]
  /** As it is drawn now. */
  readonly camera: (id: string) => Camera | null
  readonly eyes: Pick<Eyes, 'leaveHome' | 'comeHome' | 'closeLook'>
  readonly journal: Journal
  readonly clock: Clock
  readonly chance: Chance
  readonly onLook: (camera: Camera, errand: Errand, look: CloseLook) => void
  readonly trouble: (error: unknown) => void
  /** For tests; ONVIF otherwise. */
  readonly open?: (record: PtzRecord) => PtzDevice
}

export type Controller = {
  look(raised: Raised): void
  steer(id: string, command: Command, wish: Steering): Promise<Result<TurnLine, SteerRefusal | 'camera-fixed'>>
  line(id: string): TurnLine | null
  whereabouts(id: string): Promise<Result<Whereabouts, 'camera-fixed'>>
  close(): Promise<void>
}

/** What is not known by then is done without: a preset is always there. */
const KNOWN_WITHIN_MS = 300
const MOST_CORRELATIONS = 200

type Post = { readonly record: PtzRecord; readonly device: PtzDevice; readonly turning: Turning }

export function openController(deps: ControllerDeps): Controller {
  const { journal, clock, chance } = deps
  const posts = new Map<string, Post>()
  /** Facts of a look run on under its warning's correlation. */
  const correlations = new Map<WarningId, string>()

  function correlationOf(facts: readonly PtzFact[]): string {
    for (const fact of facts) {
      const warning = 'errand' in fact ? fact.errand.warning : 'warning' in fact ? fact.warning : null
      const known = warning === null ? undefined : correlations.get(warning)
      if (known !== undefined) return known
    }
    return uuidv7(clock(), chance(10))
  }

  for (const camera of deps.cameras) {
    const { id, ptz: record } = camera
    if (!record) continue
    const device = (deps.open ?? openOnvif)(record)
    const stream = `camera/${id}` as const
    const turning = openTurning({
      id,
      record,
      device,
      eyes: deps.eyes,
      clock,
      chance: () => (chance(1)[0] ?? 0) / 256,
      trouble: deps.trouble,
      onLook: (errand, look) => deps.onLook(camera, errand, look),
      write: async (facts, by) => {
        const origin = { by, correlation: correlationOf(facts), recordedAt: clock() }
        const written = await journal.transact((tx) => journal.append(tx, [{ stream, expected: 'any', facts }], origin))
        if (!written.ok) throw new Error(`${stream}: ${written.refusal} on an append of any version`)
      },
      writeOnce: (command, decide) =>
        once<null, PtzRefusal>({ journal }, command, async (tx) => {
          const decided = decide()
          if (!decided.ok) return decided
          const origin = originOf(command, command.correlation)
          const written = await journal.append(tx, [{ stream, expected: 'any', facts: decided.value }], origin)
          return written.ok ? ok(null) : written
        }),
    })
    posts.set(id, { record, device, turning })
  }

  /** The camera that saw it, else one whose presets name the kilometre of that road and carriageway. */
  function cameraFor({ seen, place }: Raised): string | null {
    if (seen) return posts.has(seen.camera) ? seen.camera : null
    const { road, kilometre, carriageway } = place
    if (kilometre === undefined) return null
    for (const [id, { record }] of posts) {
      const camera = deps.camera(id)
      if (camera?.road?.road !== road || camera?.road?.carriageway !== carriageway) continue
      const names = record.presets.some(
        ({ fromKm, toKm }) => fromKm !== undefined && toKm !== undefined && fromKm <= kilometre && kilometre <= toKm,
      )
      if (names) return id
    }
    return null
  }

  async function send(raised: Raised): Promise<void> {
    const how = LOOKS[raised.type]
    const id = cameraFor(raised)
    const post = id === null ? undefined : posts.get(id)
    const camera = id === null ? null : deps.camera(id)
    if (how === null || !post || !camera) return
    const known = await Promise.race([post.device.abilities(), sleep(KNOWN_WITHIN_MS, null)])
    const ground = camera.ground ? groundOf(camera.ground) : null
    const ways = { absolute: known?.ok === true && known.value.absolute, ground: ground?.ok ? ground.value : null }
    const aim = aimAt(post.record, placeSeen(raised, post.record), ways)
    if (!aim.ok) return
    if (correlations.size >= MOST_CORRELATIONS) correlations.delete(correlations.keys().next().value ?? raised.warning)
    correlations.set(raised.warning, raised.correlation)
    await post.turning.look({
      warning: raised.warning,
      urgent: how === 'urgent',
      aim: aim.value,
      askedAt: clock(),
    })
  }

  return {
    look: (raised) => {
      send(raised).catch(deps.trouble)
    },
    steer: async (id, command, wish) => {
      const post = posts.get(id)
      return post ? await post.turning.steer(command, wish) : refuse('camera-fixed')
    },
    line: (id) => posts.get(id)?.turning.line() ?? null,
    whereabouts: async (id) => {
      const post = posts.get(id)
      if (!post) return refuse('camera-fixed')
      const { device, record, turning } = post
      const known = Promise.all([device.status(), device.abilities()])
      const said = await Promise.race([known, sleep(KNOWN_WITHIN_MS, null)])
      return ok({
        line: turning.line(),
        position: said?.[0].ok ? said[0].value.position : null,
        abilities: said?.[1].ok ? said[1].value : null,
        home: record.home,
        presets: record.presets,
        pair: record.source !== undefined,
      })
    },
    close: async () => {
      await Promise.all([...posts.values()].map(({ turning }) => turning.close()))
    },
  }
}

/** A camera knows its own kilometre and no other: where presets name pixels, the pixel says more. */
function placeSeen({ seen, place }: Raised, { presets }: PtzRecord): AimAt {
  const kilometre = place.kilometre ?? null
  const zone = place.zone ?? null
  if (!seen) return { pixel: null, kilometre, zone }
  const [x, y, width, height] = seen.box
  const byPixel = presets.some((preset) => preset.pixel !== undefined)
  return { pixel: [x + width / 2, y + height / 2], kilometre: byPixel ? null : kilometre, zone }
}
