/** One camera that turns: decides, writes each move down before it is made, drives the device and watches it arrive. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { type Clock, SECOND } from '../../../core/time.ts'
import type { Command } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import type { Conflict } from '../../../journal/journal.ts'
import type { TurnLine } from '../../../journal/lane.ts'
import type { PtzRecord } from '../../camera.ts'
import type { CloseLook, Eyes } from '../../eyes.ts'
import type { Aim } from '../../ptz/aim.ts'
import { type DeviceRefusal, hasSettled, isThere, type PtzDevice, type PtzStatus } from '../../ptz/device.ts'
import {
  ALONE,
  ANYWHERE,
  decide,
  dueAt,
  type Errand,
  evolve,
  type HandMove,
  PAIR,
  type Ptz,
  type PtzFact,
  type PtzRefusal,
  type PtzWish,
} from '../../ptz/ptz.ts'
import { backoffMs } from '../backoff.ts'
import { DRIFT_MS } from './onvif.ts'

export type SteerRefusal = PtzRefusal | DeviceRefusal | Conflict | 'key-reused'
export type Steering = { readonly by: PersonId; readonly purpose: string; readonly move: HandMove }

export type TurningDeps = {
  readonly id: string
  readonly record: PtzRecord
  readonly device: PtzDevice
  readonly eyes: Pick<Eyes, 'leaveHome' | 'comeHome' | 'closeLook'>
  readonly clock: Clock
  readonly chance: () => number
  /** Commits the facts, or throws. */
  readonly write: (facts: readonly PtzFact[], by: Actor) => Promise<void>
  /** The same for a person's command, once under its key: `decide` runs only the first time. */
  readonly writeOnce: (
    command: Command,
    decide: () => Result<readonly PtzFact[], PtzRefusal>,
  ) => Promise<Result<null, PtzRefusal | Conflict | 'key-reused'>>
  /** What the zoomed view showed of a warning's place. */
  readonly onLook: (errand: Errand, look: CloseLook) => void
  readonly trouble: (error: unknown) => void
}

export type Turning = {
  look(errand: Errand): Promise<Result<null, PtzRefusal>>
  steer(command: Command, wish: Steering): Promise<Result<TurnLine, SteerRefusal>>
  line(): TurnLine
  close(): Promise<void>
}

/** Long enough for two windows of the lamps' rate. */
const LOOK_MS = 6 * SECOND
const POLL_MS = 150
/** A camera that does not know where it looks is believed when it was seen to move, or has had time to. */
const HAD_TIME_MS = 1_000
const AGAIN_MS = 1_000
/** A camera that says nothing, or nothing that can be read, may have done what it was told. */
const SURELY_STILL: Readonly<Record<DeviceRefusal, boolean>> = {
  'camera-silent': false,
  'camera-not-onvif': false,
  'camera-unreachable': true,
  'camera-locked': true,
  'camera-declined': true,
  'camera-cannot': true,
}
/** Home is asked for again when it was not reached by then. */
const HOME_AGAIN_MS = 6 * SECOND

export function openTurning(deps: TurningDeps): Turning {
  const { id, record, device, eyes, clock } = deps
  const isPair = record.source !== undefined
  const ways = isPair ? PAIR : ALONE
  const machine: Actor = { kind: 'machine', id }
  let now: Ptz = ANYWHERE
  let isAway = false
  /** Since it was last home, or since the process began: whether an order may have turned it. */
  let isTurned = false
  let trouble: DeviceRefusal | 'camera-down' | null = null
  let timer: NodeJS.Timeout | null = null
  let drifting: NodeJS.Timeout | null = null
  let trip = new AbortController()
  /** Wishes are decided one after the other, each on what the one before has written. */
  let deciding: Promise<unknown> = Promise.resolve()
  /** So that a stop never overtakes the move that it stops. */
  let driving: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = deciding.then(work)
    deciding = done.catch(() => {})
    return done
  }

  const take = (wish: PtzWish): Promise<Result<null, PtzRefusal>> =>
    inTurn(async () => {
      const decided = decide(now, wish, ways)
      if (!decided.ok) return decided
      await deps.write(decided.value, machine)
      follow(decided.value)
      return ok(null)
    })

  /** After the facts are on record: what they mean is done. */
  function follow(facts: readonly PtzFact[]): void {
    if (isClosed) return
    for (const fact of facts) {
      now = evolve(now, fact)
      switch (fact.type) {
        case 'slewed':
          begin((signal) => goAndLook(fact.errand, signal))
          break
        case 'sent-home': {
          // Nobody has touched it: an order that surely was not taken needs no way back.
          const isThere = !isTurned && (fact.because === 'did-not-arrive' || fact.because === 'looked')
          begin(isThere ? beHome : goHome)
          break
        }
        case 'steered':
          begin(async () => {})
          break
        case 'came-home':
          isTurned = false
          break
        case 'arrived':
        case 'did-not-arrive':
        case 'looked':
        case 'relearnt':
        case 'put-off':
        case 'given-up':
          break
      }
    }
    gate()
    arm(0)
  }

  /**
   * A camera that turns itself away from its zones must not judge by them. One that nobody can reach when the process
   * begins looks where it has always looked: it goes on judging, and its own look at moved pictures stands guard.
   */
  function gate(): void {
    const isHome = now.state === 'home' || now.state === 'relearn' || (now.state === 'return' && !isTurned)
    const away = !isHome
    if (isPair || away === isAway) return
    isAway = away
    if (away) eyes.leaveHome(id)
    else eyes.comeHome(id)
  }

  function arm(leastMs: number): void {
    if (timer) clearTimeout(timer)
    const due = dueAt(now)
    if (due === null || isClosed) return
    timer = setTimeout(
      () => {
        take({ type: 'time', at: clock() }).then(
          (done) => {
            if (!done.ok) arm(POLL_MS)
          },
          (error: unknown) => {
            // What cannot be written down is not done; it is tried again until it can.
            deps.trouble(error)
            arm(AGAIN_MS)
          },
        )
      },
      Math.max(leastMs, due - clock()),
    )
  }

  /** A trouble stands on the camera's line while it lasts, and its sentence in the log once. */
  function heard(answer: Result<unknown, DeviceRefusal | 'camera-down'>): void {
    const said = answer.ok ? null : answer.refusal
    if (said !== null && said !== trouble) deps.trouble(new Error(answer.ok ? '' : (answer.detail ?? `${id}: ${said}`)))
    trouble = said
  }

  function begin(course: (signal: AbortSignal) => Promise<void>): void {
    trip.abort()
    trip = new AbortController()
    const { signal } = trip
    // Gate first: the picture turns with the first order.
    gate()
    course(signal).catch((error: unknown) => {
      if (!signal.aborted) deps.trouble(error)
    })
  }

  async function goAndLook(errand: Errand, signal: AbortSignal): Promise<void> {
    await arrive(errand.aim, signal, false)
    if (signal.aborted) return
    const seen = await eyes.closeLook(id, LOOK_MS)
    if (signal.aborted) return
    if (!seen.ok) {
      heard(seen)
      return
    }
    const { stills, hazardLights } = seen.value
    const taken = await take({ type: 'looked', at: clock(), stills: stills.length, hazardLights })
    // Whoever has taken the camera meanwhile has turned it away: those pictures are of something else.
    if (taken.ok) deps.onLook(errand, seen.value)
  }

  async function beHome(): Promise<void> {
    await take({ type: 'arrive', at: clock() })
  }

  /** After an order: whatever was not surely refused may turn it. */
  function ordered(answer: Result<unknown, DeviceRefusal>): void {
    heard(answer)
    if (!answer.ok && SURELY_STILL[answer.refusal]) return
    isTurned = true
    gate()
  }

  async function goHome(signal: AbortSignal): Promise<void> {
    const position = record.presets.find((preset) => preset.token === record.home)?.position ?? null
    await arrive({ kind: 'preset', token: record.home, position }, signal, true)
  }

  /** Ends when it has arrived, or when something else was decided. */
  async function arrive(aim: Aim, signal: AbortSignal, isHome: boolean): Promise<void> {
    for (let tries = 1; !signal.aborted; tries += 1) {
      const sent = await device.goTo(aim)
      if (signal.aborted) return
      ordered(sent)
      if (sent.ok && (await watch(sent.value.expects, signal, isHome))) return
      const wait = isHome ? backoffMs(tries, deps.chance()) : POLL_MS
      await sleep(wait, undefined, { signal })
    }
  }

  /** true: there, and on record. */
  async function watch(expects: Parameters<typeof isThere>[1], signal: AbortSignal, isHome: boolean): Promise<boolean> {
    const began = performance.now()
    let before: PtzStatus | null = null
    let hasMoved = false
    while (!signal.aborted) {
      await sleep(POLL_MS, undefined, { signal })
      const status = await device.status()
      if (signal.aborted) return false
      heard(status)
      const spent = performance.now() - began
      if (status.ok) {
        hasMoved ||= status.value.moving === true
        const isBelieved = (expects !== null && status.value.position !== null) || hasMoved || spent > HAD_TIME_MS
        const there = isHome ? hasSettled(before, status.value, expects) : isThere(status.value, expects)
        before = status.value
        if (there && isBelieved && (await take({ type: 'arrive', at: clock() })).ok) return true
      }
      if (isHome && spent > HOME_AGAIN_MS) return false
    }
    return false
  }

  function drive(move: Exclude<HandMove, { kind: 'home' }>): Promise<Result<null, DeviceRefusal>> {
    if (drifting) clearTimeout(drifting)
    drifting = null
    const done = driving.then(() => device.hand(move))
    driving = done.catch(() => {})
    // Not every camera keeps to the time it was given.
    if (move.kind === 'continuous')
      drifting = setTimeout(() => {
        drive({ kind: 'stop' }).catch(deps.trouble)
      }, DRIFT_MS)
    return done
  }

  const line = (): TurnLine => ({
    state: now.state,
    by: now.state === 'held' ? now.by : null,
    until: now.state === 'held' ? now.until : null,
    warning: now.state === 'slew' || now.state === 'evidence' ? now.errand.warning : null,
    trouble,
  })

  const start = (): void => {
    take({ type: 'start', at: clock() }).catch((error: unknown) => {
      deps.trouble(error)
      if (!isClosed) timer = setTimeout(start, AGAIN_MS)
    })
  }
  gate()
  start()

  return {
    look: (errand) => take({ type: 'look', at: clock(), errand }),
    steer: async (command, { by, purpose, move }) => {
      const done = await inTurn(async () => {
        const facts: PtzFact[] = []
        const written = await deps.writeOnce(command, () => {
          const decided = decide(now, { type: 'steer', at: command.at, by, purpose, move }, ways)
          if (decided.ok) facts.splice(0, facts.length, ...decided.value)
          return decided
        })
        if (!written.ok) return written
        follow(facts)
        return ok(facts.length > 0)
      })
      if (!done.ok) return done
      // A command that is repeated under its key was driven the first time.
      if (done.value && move.kind !== 'home') {
        const driven = await drive(move)
        ordered(driven)
        if (!driven.ok) return refuse(driven.refusal, driven.detail)
      }
      return ok(line())
    },
    line,
    close: async () => {
      isClosed = true
      trip.abort()
      if (timer) clearTimeout(timer)
      if (drifting) clearTimeout(drifting)
      device.close()
      await deciding
    },
  }
}
