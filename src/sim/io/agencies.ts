/** The simulated agencies' systems: they take signed orders once each, send a unit and answer; on request a line is down for a while. */

import type { Dice } from '../../core/dice.ts'
import { distanceM } from '../../core/geo.ts'
import type { Clock } from '../../core/time.ts'
import { type OrderMessage, orderMessage, withdrawalMessage } from '../../dispatch/wire.ts'
import { positionOf } from '../city/plane.ts'
import { type Job, MANNERS, nextAct, takeOn } from '../desk.ts'
import { hasArrived } from '../drive.ts'
import type { Answering } from './answers.ts'
import type { Fleet } from './fleet.ts'
import { check } from './signing.ts'

export type Fault = { readonly agency: string; readonly forMs: number }
export type Reply = { readonly status: number; readonly body: string } | 'line-down'

export type Agencies = {
  /** One delivery attempt of the centre. */
  take(agency: string, signature: string | undefined, body: Uint8Array): Reply
  /** Lets the desks do what is due. */
  work(): void
}

/** After a quiet time the next order meets the fault again. */
const QUIET_MS = 180_000

export function openAgencies(given: {
  readonly secrets: ReadonlyMap<string, string>
  readonly fleet: Fleet
  readonly answering: Answering
  readonly clock: Clock
  readonly dice: Dice
  readonly fault: Fault | null
  readonly onOrder: (order: OrderMessage) => void
  /** The tow has been: the car at this kilometre may leave. */
  readonly onTowed: (order: OrderMessage) => void
}): Agencies {
  const jobs = new Map<string, Job>()
  const receipts = new Map<string, string>()
  const counts = new Map<string, number>()
  let fault = { until: 0, last: Number.NEGATIVE_INFINITY }

  const lineDown = (agency: string, at: number): boolean => {
    if (given.fault?.agency !== agency) return false
    if (at > fault.until && at - fault.last > QUIET_MS) fault = { until: at + given.fault.forMs, last: at }
    fault = { ...fault, last: at }
    return at < fault.until
  }

  const unitFor = (order: OrderMessage): string | null => {
    const free = given.fleet.rides().filter((ride) => ride.errand.kind === 'free' && ride.unit.agency === order.agency)
    if (order.unit !== null && free.some((ride) => ride.unit.id === order.unit)) return order.unit
    const kind = MANNERS[order.agency]?.kind
    const { position } = order.brief.place
    const fitting = free.filter((ride) => kind === undefined || ride.unit.kind === kind)
    const far = (at: (typeof fitting)[number]): number => distanceM(positionOf(at.at), position)
    return fitting.sort((a, b) => far(a) - far(b))[0]?.unit.id ?? null
  }

  /** Whoever was on the way turns back; should the order stand again, it is taken on anew. */
  const standDown = (order: string): void => {
    const job = jobs.get(order)
    if (job && job.unit !== null) given.fleet.release(job.unit)
    jobs.delete(order)
    receipts.delete(order)
  }

  /** Whoever drives to where it is not turns to where it is. */
  const redirect = (order: OrderMessage): void => {
    const job = jobs.get(order.order)
    if (!job || order.correctedAt === undefined) return
    jobs.set(order.order, { ...job, order })
    if (job.stage === 'underway' && job.unit !== null)
      given.fleet.send(job.unit, order.brief.place, MANNERS[order.agency]?.shiftM ?? 0, order.order)
  }

  return {
    take: (agency, signature, body) => {
      const secret = given.secrets.get(agency)
      const at = given.clock()
      if (!secret) return { status: 404, body: '{}' }
      if (lineDown(agency, at)) return 'line-down'
      const checked = check(secret, signature, body, at)
      if (!checked.ok) return { status: 401, body: JSON.stringify({ refusal: checked.refusal }) }
      const taken = withdrawalMessage.safeParse(jsonOf(body))
      if (taken.success) {
        standDown(taken.data.withdrawn)
        return { status: 200, body: '{}' }
      }
      const read = orderMessage.safeParse(jsonOf(body))
      if (!read.success || read.data.agency !== agency) return { status: 400, body: '{"refusal":"order-unreadable"}' }
      const order = read.data
      const known = receipts.get(order.order)
      if (known !== undefined) {
        redirect(order)
        return { status: 200, body: JSON.stringify({ receipt: known }) }
      }
      const count = (counts.get(agency) ?? 0) + 1
      counts.set(agency, count)
      const unit = unitFor(order)
      const job = takeOn(order, unit, count, at, given.dice)
      if (unit !== null) given.fleet.reserve(unit, order.order)
      jobs.set(order.order, job)
      receipts.set(order.order, job.agencyNumber)
      given.onOrder(order)
      return { status: 200, body: JSON.stringify({ receipt: job.agencyNumber }) }
    },
    work: () => {
      const at = given.clock()
      for (const [id, job] of jobs) {
        const ride = job.unit === null ? undefined : given.fleet.ride(job.unit)
        const act = nextAct(job, at, ride !== undefined && job.stage === 'underway' && hasArrived(ride))
        if (!act) continue
        const secret = given.secrets.get(job.order.agency) ?? ''
        if (act.says) given.answering.send({ order: job.order.order, url: job.order.answerTo, secret }, act.says)
        if (act.unit === 'sets-out' && job.unit !== null)
          given.fleet.send(job.unit, job.order.brief.place, MANNERS[job.order.agency]?.shiftM ?? 0, id)
        if (act.unit === 'is-free' && job.unit !== null) {
          given.fleet.release(job.unit)
          if (ride?.unit.kind === 'tow-truck') given.onTowed(job.order)
        }
        if (act.job.stage === 'done') jobs.delete(id)
        else jobs.set(id, act.job)
      }
    },
  }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null
  }
}
