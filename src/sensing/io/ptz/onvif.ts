/** An ONVIF camera that turns, through the npm client `onvif`: every call under our own deadline, every failure one sentence without credentials. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Cam } from 'onvif'
import { z } from 'zod'
import { never, ok, type Result, refuse } from '../../../core/result.ts'
import { SECOND } from '../../../core/time.ts'
import type { PtzPosition, PtzRecord } from '../../camera.ts'
import type { Aim } from '../../ptz/aim.ts'
import type { Abilities, DeviceRefusal, PtzDevice, PtzStatus, UnderWay } from '../../ptz/device.ts'
import type { HandMove } from '../../ptz/ptz.ts'

/** A camera that has to be asked four things before it moves has a second for each. */
const ANSWER_WITHIN_MS = 1 * SECOND
/** The joystick repeats a move while it is held; what is not repeated ends by itself. */
export const DRIFT_MS = 1_200
/** A camera that only takes steps makes one this large for each touch at full tilt. */
const STEP = 0.08
const LARGEST_ANSWER = 1 << 20
const WATCH_EVERY_MS = 100
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EAI_AGAIN',
])

type Failed = { readonly ok: false; readonly refusal: DeviceRefusal; readonly detail?: string }
type Answer = { readonly value: unknown; readonly xml: string }
type Done = (error: Error | null, value?: unknown, xml?: string) => void

/** What the client reads out of the answers; numbers in exponent form stay texts there. */
const vector = z.object({
  panTilt: z.object({ $: z.object({ x: z.coerce.number(), y: z.coerce.number() }) }).optional(),
  zoom: z.object({ $: z.object({ x: z.coerce.number() }) }).optional(),
})
const token = z.union([z.string(), z.number()]).transform(String)
const profilesSchema = z.array(z.looseObject({ $: z.looseObject({ token }), PTZConfiguration: z.unknown().optional() }))
const statusSchema = z.object({
  position: z.object({ x: z.coerce.number(), y: z.coerce.number(), zoom: z.coerce.number() }),
  moveStatus: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
})
const presetsSchema = z.record(
  z.string(),
  z.looseObject({ $: z.looseObject({ token }), PTZPosition: vector.optional() }),
)
const nodesSchema = z.record(
  z.string(),
  z.looseObject({
    /** An empty element is an empty text to the client. */
    supportedPTZSpaces: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
    maximumNumberOfPresets: z.coerce.number().optional(),
  }),
)

type Opened = {
  readonly profile: string
  readonly abilities: Abilities
  readonly presets: ReadonlyMap<string, PtzPosition>
}

/** Many cameras lock an account after a few wrong passwords: after one, they are left alone for a while. */
const LEAVE_LOCKED_MS = 60 * SECOND

export function openOnvif(record: PtzRecord, leaveLockedMs = LEAVE_LOCKED_MS): PtzDevice {
  const address = new URL(record.onvif)
  const secure = address.protocol === 'https:'
  const password = decodeURIComponent(address.password)
  const cam = new Cam({
    hostname: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port) || (secure ? 443 : 80),
    path: address.pathname === '/' ? '/onvif/device_service' : address.pathname + address.search,
    useSecure: secure,
    autoconnect: false,
    timeout: ANSWER_WITHIN_MS,
    ...(address.username === '' ? {} : { username: decodeURIComponent(address.username), password }),
  })
  let opening: Promise<Result<Opened, DeviceRefusal>> | null = null
  let isClosed = false
  let lockedUntil = Number.NEGATIVE_INFINITY
  const hangUps = new Set<() => void>()
  /** Ways that it claimed and then refused. */
  const refused = new Set<UnderWay['how']>()

  function failed(refusal: DeviceRefusal, why: string): Failed {
    const said = password === '' ? why : why.replaceAll(password, '…')
    return refuse(refusal, `${address.host}: ${said.replace(/\s+/g, ' ').slice(0, 200)}`)
  }

  /** Hangs up when the time is over: the client's own callback may never come. */
  function call(ask: (cam: Cam, done: Done) => void, isFirst = false): Promise<{ ok: true; value: Answer } | Failed> {
    if (isClosed) return Promise.resolve(failed('camera-unreachable', 'it is not asked any more'))
    if (performance.now() < lockedUntil) return Promise.resolve(locked())
    const agent = secure ? new HttpsAgent() : new HttpAgent()
    // A client of its own for each call, so that the deadline of one does not cut another's line.
    const own: Cam = isFirst ? cam : Object.create(cam)
    own.agent = agent
    return new Promise((resolve) => {
      const settle = (result: { ok: true; value: Answer } | Failed): void => {
        clearTimeout(deadline)
        clearInterval(watch)
        hangUps.delete(hangUp)
        resolve(result)
        agent.destroy()
      }
      const hangUp = (): void => settle(failed('camera-unreachable', 'it is not asked any more'))
      const deadline = setTimeout(() => settle(failed('camera-silent', 'no answer within a second')), ANSWER_WITHIN_MS)
      const watch = setInterval(() => {
        const open = Object.values(agent.sockets).flatMap((each) => each ?? [])
        if (open.reduce((sum, socket) => sum + socket.bytesRead, 0) > LARGEST_ANSWER)
          settle(failed('camera-not-onvif', 'the answer has no end'))
      }, WATCH_EVERY_MS)
      hangUps.add(hangUp)
      try {
        ask(own, (error, value, xml) => {
          if (error) settle(failedBy(error))
          else settle({ ok: true, value: { value, xml: xml ?? '' } })
        })
      } catch {
        settle(failed('camera-not-onvif', 'the answer is not ONVIF'))
      }
    })
  }

  const locked = (): Failed => failed('camera-locked', 'it does not accept the user name and password')

  function failedBy(error: Error): Failed {
    const { message } = error
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    if (/digest authentication|not ?authorized|unauthorized|\b401\b/i.test(message)) {
      lockedUntil = performance.now() + leaveLockedMs
      return locked()
    }
    if (code === 'ECONNREFUSED') return failed('camera-unreachable', 'nothing listens at this address')
    if (UNREACHABLE.has(code) || /socket hang up|aborted/.test(message))
      return failed('camera-unreachable', 'the line broke')
    if (/timeout/i.test(message)) return failed('camera-silent', 'no answer within a second')
    const fault = /^ONVIF SOAP Fault: (.*)$/s.exec(message)?.[1]
    if (fault !== undefined) return failed('camera-declined', `it answers: ${fault.replace(/[{}"]/g, '')}`)
    return failed('camera-not-onvif', 'the answer is not ONVIF')
  }

  async function open(): Promise<Result<Opened, DeviceRefusal>> {
    const time = await call((each, done) => each.getSystemDateAndTime(done), true)
    if (!time.ok) return time
    const services = await call((each, done) => each.getServices(true, done), true)
    if (!services.ok && services.refusal !== 'camera-declined' && services.refusal !== 'camera-not-onvif')
      return services
    if (!services.ok) {
      // Before 2.0 there was no GetServices.
      const capabilities = await call((each, done) => each.getCapabilities(done), true)
      if (!capabilities.ok) return capabilities
    }
    const profiles = await readProfiles()
    if (!profiles.ok) return profiles
    // Not `cam.connect`: it waits for ever where the first profile has no encoder.
    const profile = profiles.value.find((each) => each.PTZConfiguration !== undefined) ?? profiles.value[0]
    if (!profile) return failed('camera-cannot', 'it has no profile that turns')
    const profileToken = profile.$.token
    const abilities = abilitiesOf(await call((each, done) => each.getNodes(done)))
    const presets = await call((each, done) =>
      // Handed on by name, where presets of one name hide each other; kept by token.
      each.getPresets({ profileToken: escaped(profileToken) }, (error, _, xml) => done(error, each.presets, xml)),
    )
    return ok({ profile: profileToken, abilities, presets: positionsOf(presets) })
  }

  async function readProfiles(): Promise<Result<z.infer<typeof profilesSchema>, DeviceRefusal>> {
    let answer = await call((each, done) => each.getProfiles(done), true)
    if (!answer.ok && cam.media2Support) {
      cam.media2Support = false
      answer = await call((each, done) => each.getProfiles(done), true)
    }
    if (!answer.ok) return answer
    const read = profilesSchema.safeParse(answer.value.value)
    return read.success ? ok(read.data) : failed('camera-not-onvif', 'its profiles cannot be read')
  }

  async function opened(): Promise<Result<Opened, DeviceRefusal>> {
    opening ??= open()
    const result = await opening
    if (!result.ok) opening = null
    return result
  }

  function positionOfPreset(name: string, { presets }: Opened): PtzPosition | null {
    return record.presets.find((preset) => preset.token === name)?.position ?? presets.get(name) ?? null
  }

  async function readStatus({ profile }: Opened): Promise<Result<PtzStatus, DeviceRefusal>> {
    const answer = await call((each, done) => each.getStatus({ profileToken: escaped(profile) }, done))
    if (!answer.ok) return answer
    const read = statusSchema.safeParse(answer.value.value)
    if (!read.success) return failed('camera-not-onvif', 'its status cannot be read')
    const { position, moveStatus } = read.data
    // The client says 0 where the camera says nothing.
    const isSaid = /<(?:\w+:)?Position[\s>]/.test(answer.value.xml)
    return ok({
      position: isSaid ? { pan: position.x, tilt: position.y, zoom: position.zoom } : null,
      moving: movingOf(moveStatus),
    })
  }

  async function goTo(aim: Aim): Promise<Result<UnderWay, DeviceRefusal>> {
    const camera = await opened()
    if (!camera.ok) return camera
    const { abilities, profile } = camera.value
    const profileToken = escaped(profile)
    const name = aim.kind === 'preset' ? aim.token : aim.between
    const wanted = aim.position ?? positionOfPreset(name, camera.value)
    let last: Failed = failed('camera-cannot', 'it has no way of going there')
    const tries: readonly (readonly [UnderWay['how'], boolean, () => Promise<Result<UnderWay, DeviceRefusal>>])[] = [
      [
        'absolute',
        abilities.absolute && aim.kind === 'position',
        async () => {
          if (wanted === null) return last
          const { pan: x, tilt: y, zoom } = wanted
          const sent = await call((each, done) => each.absoluteMove({ profileToken, x, y, zoom }, done))
          return sent.ok ? ok({ how: 'absolute', expects: wanted }) : sent
        },
      ],
      [
        'preset',
        abilities.presets,
        async () => {
          const sent = await call((each, done) => each.gotoPreset({ profileToken, preset: escaped(name) }, done))
          return sent.ok ? ok({ how: 'preset', expects: positionOfPreset(name, camera.value) }) : sent
        },
      ],
      [
        'relative',
        abilities.relative && wanted !== null,
        async () => {
          const now = await readStatus(camera.value)
          if (!now.ok) return now
          if (wanted === null || now.value.position === null) return last
          const { pan, tilt, zoom } = now.value.position
          const by = { x: wanted.pan - pan, y: wanted.tilt - tilt, zoom: wanted.zoom - zoom }
          const sent = await call((each, done) => each.relativeMove({ profileToken, ...by }, done))
          return sent.ok ? ok({ how: 'relative', expects: wanted }) : sent
        },
      ],
    ]
    for (const [how, can, go] of tries) {
      if (!can || refused.has(how)) continue
      const sent = await go()
      if (sent.ok) return sent
      last = { ok: false, refusal: sent.refusal, ...(sent.detail === undefined ? {} : { detail: sent.detail }) }
      if (sent.refusal !== 'camera-declined') return last
      // A claimed space that is refused is refused the next time too; a preset may only be missing.
      if (how !== 'preset') refused.add(how)
    }
    return last
  }

  async function hand(move: Exclude<HandMove, { kind: 'home' }>): Promise<Result<null, DeviceRefusal>> {
    const camera = await opened()
    if (!camera.ok) return camera
    const { abilities, profile } = camera.value
    const profileToken = escaped(profile)
    const step = (x: number, y: number, zoom: number) =>
      call((each, done) => each.relativeMove({ profileToken, x, y, zoom }, done))
    const sent = await (() => {
      switch (move.kind) {
        case 'preset':
          return call((each, done) => each.gotoPreset({ profileToken, preset: escaped(move.token) }, done))
        case 'stop':
          return call((each, done) => each.stop({ profileToken, panTilt: true, zoom: true }, done))
        case 'relative':
          return abilities.relative
            ? step(move.pan, move.tilt, move.zoom)
            : failed('camera-cannot', 'it takes no relative moves')
        case 'continuous': {
          const { pan: x, tilt: y, zoom } = move
          if (abilities.continuous)
            return call((each, done) => each.continuousMove({ profileToken, x, y, zoom, timeout: DRIFT_MS }, done))
          return abilities.relative
            ? step(x * STEP, y * STEP, zoom * STEP)
            : failed('camera-cannot', 'it goes to presets only')
        }
      }
      return never(move)
    })()
    return sent.ok ? ok(null) : sent
  }

  return {
    abilities: async () => {
      const camera = await opened()
      if (!camera.ok) return camera
      const { abilities } = camera.value
      return ok({ ...abilities, absolute: abilities.absolute && !refused.has('absolute') })
    },
    goTo,
    status: async () => {
      const camera = await opened()
      return camera.ok ? readStatus(camera.value) : camera
    },
    hand,
    close: () => {
      isClosed = true
      for (const hangUp of hangUps) hangUp()
    },
  }
}

/** Tokens go into the client's XML as they are. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

function movingOf(said: z.infer<typeof statusSchema>['moveStatus']): boolean | null {
  const words = typeof said === 'string' ? [said] : Object.values(said ?? {}).filter((each) => typeof each === 'string')
  if (words.some((word) => word.toUpperCase() === 'MOVING')) return true
  return words.some((word) => word.toUpperCase() === 'IDLE') ? false : null
}

/** A camera that does not describe its head is asked to do everything and shows by its refusals what it cannot. */
function abilitiesOf(answer: { ok: true; value: Answer } | Failed): Abilities {
  const read = answer.ok ? nodesSchema.safeParse(answer.value.value) : null
  if (!read?.success) return { absolute: true, relative: true, continuous: true, presets: true }
  const nodes = Object.values(read.data)
  const spaces = nodes.flatMap(({ supportedPTZSpaces: all }) => (typeof all === 'object' ? Object.keys(all) : []))
  const has = (space: string): boolean => spaces.includes(space)
  return {
    absolute: has('absolutePanTiltPositionSpace'),
    relative: has('relativePanTiltTranslationSpace'),
    continuous: has('continuousPanTiltVelocitySpace'),
    presets: nodes.some((node) => (node.maximumNumberOfPresets ?? 1) > 0),
  }
}

function positionsOf(answer: { ok: true; value: Answer } | Failed): ReadonlyMap<string, PtzPosition> {
  const read = answer.ok ? presetsSchema.safeParse(answer.value.value) : null
  if (!read?.success) return new Map()
  return new Map(
    Object.values(read.data).flatMap(({ $, PTZPosition: at }): [string, PtzPosition][] =>
      at?.panTilt && at.zoom ? [[$.token, { pan: at.panTilt.$.x, tilt: at.panTilt.$.y, zoom: at.zoom.$.x }]] : [],
    ),
  )
}
