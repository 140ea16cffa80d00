/** The server's side of detector hosts: who watches which camera, what each of them says, and a lost host's cameras watched elsewhere within seconds. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '../../../core/result.ts'
import type { Clock } from '../../../core/time.ts'
import type { Camera } from '../../camera.ts'
import type { Clip, ClipRefusal, CloseLook, Eyes, Rehearsal } from '../../eyes.ts'
import type { CameraHealth, WatchedWarning } from '../../facts.ts'
import { Claims } from '../../life/claim.ts'
import { type HostRoom, share } from '../../life/sharing.ts'
import type { ModelState } from '../../objects/objects.ts'
import { Asks } from './asks.ts'
import { type HostSaid, type Order, saidOf, WIRE_VERSION } from './host-wire.ts'
import { startLocalHost } from './local-host.ts'
import { CameraPost } from './post.ts'
import { openLateness, type ProcessPulse } from './pulse.ts'

/** What carries a host's lines: a child's pipes or a WebSocket. */
export type Carrier = {
  send(line: string): void
  /** Ends it at once, whatever it is doing. */
  cut(): void
  /** null where the host's process is not on this machine. */
  pulse(): ProcessPulse | null
}

/** What the other end of a carrier reports to. */
export type Seated = {
  hear(line: string): void
  gone(why: string): void
}

export type HostsOptions = {
  /** Only those with a `source` are watched; the others are `off`. */
  readonly cameras: readonly Camera[]
  readonly clock: Clock
  /** Most cameras that the host which the server starts itself watches; 0: it starts none. */
  readonly localCapacity: number
  readonly recordings: string
  /** The folder that `firstminute model add` keeps weights in. */
  readonly models: string
  /** Where clips are put together. */
  readonly clips: string
  /** Decodes key frames only, whatever happens on the road: for measurements. */
  readonly alwaysKeyFrames?: boolean
  /** Hosts elsewhere that are expected: after a start they are given a few seconds before this machine watches their share. */
  readonly expects?: readonly string[]
  readonly waitForHostsMs?: number
  /** Resolves when it is on record: until then its host says it again. */
  readonly onWarning: (cameraId: string, key: string, warning: WatchedWarning) => Promise<unknown>
  /** On every change of state, and once a second while frames come. */
  readonly onHealth: (health: CameraHealth) => void
  readonly onHost?: (id: string, state: 'there' | 'lost', why: string) => void
}

export type Cameras = Eyes & {
  /** A host elsewhere has come (its token has been seen by the door). */
  seat(id: string, carrier: Carrier): Seated
  hosts(): readonly { readonly id: string; readonly cameras: readonly string[] }[]
  /** What its host last said of it, for measurements. */
  lastSaid(id: string): (HostSaid & { kind: 'health' }) | null
  /** Answers of all hosts' object detectors so far. */
  looks(): number
  /** Process ids for tests and measurements: of the host started here, and of a camera's decoder. */
  localPid(): number | null
  close(): Promise<void>
}

const LOCAL = 'local'
const BEAT_EVERY_MS = 1_000
/** Hosts come back within this after the server was started anew. */
const WAIT_FOR_HOSTS_MS = 4_000
/** A host that says nothing for so long is hung or cut off. */
const SILENT_MS = 4_000
/** One that is kept from running by a busy machine is given longer: moving its cameras would make it busier. */
const STARVED_MS = 15_000
const LATE_MS = 700

type Seat = {
  readonly id: string
  readonly carrier: Carrier
  room: HostRoom | null
  heardAt: number
  looks: number
  model: ModelState | null
  readonly asks: Asks
}

export function openCameras(options: HostsOptions): Cameras {
  const { clock } = options
  const posts = new Map(options.cameras.map((camera) => [camera.id, new CameraPost(camera, clock(), options.onHealth)]))
  const watched = options.cameras.filter((camera) => camera.source !== undefined).map((camera) => camera.id)
  const seats = new Map<string, Seat>()
  const claims = new Claims()
  const lateness = openLateness()
  let shares: ReadonlyMap<string, string> = new Map()
  let beats = 0
  let isClosed = false
  const expects = options.expects ?? []
  let isOpen = expects.length === 0
  const opening = isOpen ? null : setTimeout(open, options.waitForHostsMs ?? WAIT_FOR_HOSTS_MS)

  /** 12.5 pictures a second where there is time for them: lamps are told apart better; five are enough for everything else. */
  const framesPerSecond = watched.length <= 4 ? 12.5 : watched.length <= 8 ? 8 : 5

  const tell = (seat: Seat, order: Order): void => seat.carrier.send(JSON.stringify(order))
  const seatOf = (camera: string): Seat | undefined => {
    const id = shares.get(camera)
    return id === undefined ? undefined : seats.get(id)
  }
  const tellHostOf = (camera: string, order: Order): void => {
    const seat = seatOf(camera)
    if (seat) tell(seat, order)
  }

  function open(): void {
    if (opening) clearTimeout(opening)
    isOpen = true
    reshare()
  }

  function reshare(): void {
    if (isClosed) return
    // The host started here waits for those that are expected; theirs come by name.
    const rooms = [...seats.values()].flatMap((seat) => (seat.room && (isOpen || seat.id !== LOCAL) ? [seat.room] : []))
    const before = shares
    shares = share(watched, rooms, before)
    for (const id of watched) {
      const [was, is] = [before.get(id), shares.get(id)]
      if (was === is) continue
      const old = was === undefined ? undefined : seats.get(was)
      if (old) tell(old, { do: 'unwatch', camera: id })
      if (is === undefined) posts.get(id)?.lose(isOpen ? 'no-host' : 'starting', clock())
      else order(id)
    }
  }

  function order(id: string): void {
    const post = posts.get(id)
    const seat = seatOf(id)
    if (!post || !seat) return
    const { source, ...camera } = post.camera
    if (source === undefined) return
    const held = post.held.map((place) => ({ ...place, box: [...place.box] as [number, number, number, number] })) // a copy of four is four
    tell(seat, {
      do: 'watch',
      camera,
      source,
      framesPerSecond: post.camera.framesPerSecond ?? framesPerSecond,
      decoding: options.alwaysKeyFrames ? 'key-frames' : (post.camera.decoding ?? 'all'),
      held,
    })
    if (post.isLookedAt) tell(seat, { do: 'live', camera: id, on: true })
    if (post.isFilmed) tell(seat, { do: 'video', camera: id, on: true })
    if (post.isAway) tell(seat, { do: 'leave-home', camera: id })
  }

  function hear(seat: Seat, said: HostSaid): void {
    switch (said.kind) {
      case 'hello': {
        if (said.wire !== WIRE_VERSION) {
          lost(seat, `it speaks version ${said.wire} and not ${WIRE_VERSION}`)
          return
        }
        seat.room = { id: seat.id, capacity: said.capacity, cameras: said.cameras }
        options.onHost?.(seat.id, 'there', '')
        const before = shares
        if (!isOpen && expects.every((id) => seats.get(id)?.room)) open()
        else reshare()
        const its = watched.filter((id) => shares.get(id) === seat.id)
        tell(seat, { do: 'only', cameras: its })
        for (const id of its) if (before.get(id) === seat.id) order(id)
        return
      }
      case 'beat':
        seat.looks = said.looks ?? 0
        seat.model = said.model
        return
      case 'warning': {
        const received = (): void => tell(seat, { do: 'received', key: said.key })
        if (!posts.has(said.camera)) {
          received()
          return
        }
        const { warning, camera, key } = said
        if (!claims.admit(key, { camera, type: warning.type, box: warning.box, onsetAt: warning.onsetAt })) {
          if (!underWay.has(key)) received()
          return
        }
        underWay.add(key)
        const still = Buffer.from(said.stillBase64, 'base64')
        void options.onWarning(camera, key, { ...warning, still }).finally(() => {
          underWay.delete(key)
          received()
        })
        return
      }
      case 'picture':
      case 'health':
      case 'video':
        // A host that was believed lost may still speak of what another watches now.
        if (shares.get(said.camera) === seat.id) posts.get(said.camera)?.hear(said)
        return
      case 'piece':
      case 'step':
      case 'end':
      case 'refused':
        seat.asks.hear(said)
        return
    }
  }
  const underWay = new Set<string>()

  function lost(seat: Seat, why: string): void {
    if (seats.get(seat.id) !== seat) return
    seats.delete(seat.id)
    seat.carrier.cut()
    seat.asks.lose()
    for (const [id, host] of shares) if (host === seat.id) posts.get(id)?.lose('host-lost', clock())
    if (isClosed) return
    options.onHost?.(seat.id, 'lost', why)
    // Whom one waited for has been there and is gone.
    if (seat.room && !isOpen) open()
    else reshare()
  }

  function seat(id: string, carrier: Carrier): Seated {
    const before = seats.get(id)
    if (before) lost(before, 'another of its name has come')
    const fresh: Seat = { id, carrier, room: null, heardAt: performance.now(), looks: 0, model: null, asks: new Asks() }
    seats.set(id, fresh)
    return {
      hear(line) {
        if (seats.get(id) !== fresh) return
        fresh.heardAt = performance.now()
        const said = saidOf(line)
        if (said) hear(fresh, said)
      },
      gone: (why) => lost(fresh, why),
    }
  }

  /** Hung, cut off, or only kept waiting by a busy machine? */
  function isLost(one: Seat): boolean {
    const silentMs = performance.now() - one.heardAt
    if (silentMs < SILENT_MS) return false
    if (silentMs >= STARVED_MS) return true
    if (lateness.lateMs() >= LATE_MS) return false
    const pulse = one.carrier.pulse()
    return !(pulse?.isRunnable ?? false)
  }

  const heart = setInterval(() => {
    beats += 1
    for (const one of [...seats.values()]) {
      if (isLost(one)) lost(one, 'it says nothing any more')
      else tell(one, { do: 'beat', n: beats })
    }
  }, BEAT_EVERY_MS)

  const local =
    options.localCapacity > 0 && watched.length > 0
      ? startLocalHost({
          recordings: options.recordings,
          models: options.models,
          capacity: options.localCapacity,
          seat: (carrier) => seat(LOCAL, carrier),
        })
      : null

  async function clip(id: string, from: number, to: number): ReturnType<Eyes['clip']> {
    const one = seatOf(id)
    if (!one) return refuse<ClipRefusal>('camera-down')
    const file = join(options.clips, `${randomUUID()}.mp4`)
    const out = createWriteStream(file, { mode: 0o600 })
    const answer = await one.asks.ask(
      (ask) => tell(one, { do: 'clip', ask, camera: id, from: Math.round(from), to: Math.round(to) }),
      { onPiece: (bytes) => void out.write(bytes) },
    )
    await new Promise((resolve) => out.end(resolve))
    if (answer.ok) {
      const made = answer.value as Pick<Clip, 'from' | 'to' | 'streamCopied'> // what our own host made, of our own wire version
      return ok<Clip>({ ...made, file, clock: { source: 'arrival', cameraOffsetMs: null } })
    }
    await rm(file, { force: true })
    return refuse(CLIP_REFUSALS.find((word) => word === answer.refusal) ?? 'camera-down')
  }

  async function* rehearse(camera: Camera, lastMs: number, signal: AbortSignal): AsyncGenerator<Rehearsal> {
    const one = seatOf(camera.id)
    if (!one) return
    const steps: Rehearsal[] = []
    let wake = (): void => {}
    let isDone = false
    let asked = ''
    const { source: _source, ptz: _ptz, ...record } = camera
    const stop = (): void => tell(one, { do: 'stop', ask: asked })
    signal.addEventListener('abort', stop, { once: true })
    void one.asks
      .ask(
        (ask) => {
          asked = ask
          tell(one, { do: 'rehearse', ask, camera: record, lastMs })
        },
        {
          onStep: (step) => {
            steps.push(step as Rehearsal) // what our own host said, of our own wire version
            wake()
          },
        },
      )
      .then((answer) => {
        if (answer.ok) steps.push({ kind: 'end', ...(answer.value as { frames: number; watchedMs: number }) }) // as above
        isDone = true
        wake()
      })
    try {
      while (!signal.aborted) {
        const step = steps.shift()
        if (step) yield step
        else if (isDone) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      signal.removeEventListener('abort', stop)
      if (!isDone) stop()
    }
  }

  return {
    picture: (id) => posts.get(id)?.picture ?? null,
    live: (id) => posts.get(id)?.live((on) => tellHostOf(id, { do: 'live', camera: id, on })) ?? nothing(),
    video: (id) => {
      const post = posts.get(id)
      if (!post || !seatOf(id)) return nothing()
      return post.video((on) => tellHostOf(id, { do: 'video', camera: id, on }))
    },
    health: () =>
      [...posts.values()].map(({ health }) => {
        const model = seatOf(health.id)?.model
        return model ? { ...health, model } : health
      }),
    clip,
    rehearse,
    leaveHome(id) {
      const post = posts.get(id)
      if (post) post.isAway = true
      tellHostOf(id, { do: 'leave-home', camera: id })
    },
    comeHome(id) {
      const post = posts.get(id)
      if (post) post.isAway = false
      tellHostOf(id, { do: 'come-home', camera: id })
    },
    async closeLook(id, forMs) {
      const one = seatOf(id)
      if (!one) return refuse('camera-down')
      const answer = await one.asks.ask((ask) => tell(one, { do: 'close-look', ask, camera: id, forMs }), {})
      if (!answer.ok) return refuse('camera-down')
      const look = answer.value as {
        stills: { at: number; jpegBase64: string }[]
        hazardLights: boolean | null
        hz: number
      } // of our own wire version
      return ok<CloseLook>({
        ...look,
        stills: look.stills.map(({ at, jpegBase64 }) => ({ at, jpeg: Buffer.from(jpegBase64, 'base64') })),
      })
    },
    redraw(camera) {
      const post = posts.get(camera.id)
      if (!post) return
      const { source } = post.camera
      post.camera = { ...camera, ...(source === undefined ? {} : { source }) }
      const { source: _source, ...record } = camera
      tellHostOf(camera.id, { do: 'redraw', camera: record })
    },
    seat,
    hosts: () =>
      [...seats.keys()].map((id) => ({ id, cameras: watched.filter((camera) => shares.get(camera) === id) })),
    lastSaid: (id) => posts.get(id)?.lastSaid ?? null,
    looks: () => [...seats.values()].reduce((sum, one) => sum + one.looks, 0),
    localPid: () => local?.pid() ?? null,
    async close() {
      isClosed = true
      clearInterval(heart)
      if (opening) clearTimeout(opening)
      lateness.end()
      for (const post of posts.values()) post.close()
      await local?.close()
      for (const one of [...seats.values()]) one.carrier.cut()
      seats.clear()
    },
  }
}

const CLIP_REFUSALS: readonly ClipRefusal[] = ['not-recorded', 'camera-down', 'no-recorder']

async function* nothing(): AsyncGenerator<never> {}
