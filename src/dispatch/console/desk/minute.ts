/** The first-minute clock: the steps passed with their instants, whose time it was (watching, machine, human), and when it stands still. Pure. */
import { MINUTE } from '../../../core/time.ts'
import type { Incident } from '../../incident.ts'
import type { Order } from '../../order.ts'
import type { Warning } from '../../warning.ts'
import { type Turn, turnOf } from './queue.ts'

export const TARGET_MS = MINUTE

/** watching: the sensor must be sure; machine: ours to make short; human: judging, deciding, signing. */
export type Whose = 'watching' | 'machine' | 'human'
export type Segment = { readonly whose: Whose; readonly ms: number }

export const STEPS = [
  'seen',
  'warned',
  'judged',
  'ordered',
  'delivered',
  'signed-for',
  'on-the-way',
  'arrived',
] as const
export type StepName = (typeof STEPS)[number]

export type Step = {
  readonly name: StepName
  readonly state: 'passed' | 'running' | 'ahead'
  /** The instant it was passed, for a counted step: by the last one. */
  readonly at: number | null
  /** For the steps that every agency passes for itself. */
  readonly count: { readonly passed: number; readonly of: number } | null
}

export type FirstMinute = {
  readonly startedAt: number
  /** It stands still when every agency has signed for its order, or the incident is closed. */
  readonly endedAt: number | null
  readonly elapsedMs: number
  readonly turn: Turn
  readonly steps: readonly Step[]
  readonly segments: readonly Segment[]
}

/** One agency's chain: its order and those that stand in for it, newest last. */
export type Chain = readonly Order[]

/** Orders as chains: a fallback's order belongs to the one it stands in for. What was withdrawn, or rejected and ordered anew, counts no more. */
export function chainsOf(orders: readonly Order[]): readonly Chain[] {
  const standIn = new Map(orders.flatMap((order) => (order.issued.insteadOf ? [[order.issued.insteadOf, order]] : [])))
  return orders
    .filter((order) => order.issued.insteadOf === null && order.state !== 'withdrawn' && !isOrderedAnew(order, orders))
    .map((first) => {
      const chain = [first]
      for (let next = standIn.get(first.id); next; next = standIn.get(next.id)) {
        if (chain.includes(next)) break
        chain.push(next)
      }
      return chain
    })
}

const isOrderedAnew = (order: Order, all: readonly Order[]): boolean =>
  order.state === 'rejected' &&
  all.some(
    (other) =>
      other.issued.agency === order.issued.agency &&
      other.state !== 'rejected' &&
      other.clocks.issuedAt > order.clocks.issuedAt,
  )

const CLOCK = {
  delivered: 'deliveredAt',
  'signed-for': 'signedForAt',
  'on-the-way': 'setOutAt',
  arrived: 'arrivedAt',
} as const

/** When the first of a chain passed a step; an arrival implies that it set out. */
function passedAt(chain: Chain, step: keyof typeof CLOCK): number | null {
  const times = chain.flatMap((order) => {
    const { clocks } = order
    const at = clocks[CLOCK[step]] ?? (step === 'on-the-way' ? clocks.arrivedAt : null)
    // Cleared without the steps between: they were passed over, not left open.
    return at ?? (step !== 'delivered' && order.state === 'cleared' ? clocks.clearedAt : null) ?? []
  })
  return times.length === 0 ? null : Math.min(...times)
}

function counted(name: keyof typeof CLOCK, chains: readonly Chain[], ready: boolean): Step {
  const times = chains.flatMap((chain) => passedAt(chain, name) ?? [])
  const all = chains.length > 0 && times.length === chains.length
  return {
    name,
    state: all ? 'passed' : ready && chains.length > 0 ? 'running' : 'ahead',
    at: all ? Math.max(...times) : null,
    count: chains.length > 0 ? { passed: times.length, of: chains.length } : null,
  }
}

const once = (name: StepName, at: number | null, ready: boolean): Step => ({
  name,
  state: at !== null ? 'passed' : ready ? 'running' : 'ahead',
  at,
  count: null,
})

export function minuteOfWarning(warning: Warning, now: number): FirstMinute {
  const { onsetAt, observedAt } = warning.raised
  const judgedAt = warning.state === 'judged' ? warning.judgedAt : null
  const end = judgedAt ?? now
  return {
    startedAt: onsetAt,
    endedAt: judgedAt,
    elapsedMs: Math.max(0, end - onsetAt),
    turn: judgedAt === null ? 'desk' : 'nobody',
    steps: [
      once('seen', onsetAt, true),
      once('warned', warning.raisedAt, true),
      once('judged', judgedAt, true),
      ...STEPS.slice(3).map((name) => once(name, null, false)),
    ],
    segments: spans([
      ['watching', onsetAt, observedAt],
      ['machine', observedAt, warning.raisedAt],
      ['human', warning.raisedAt, end],
    ]),
  }
}

/** `warning` is the one it came from, when the board still holds it. */
export function minuteOfIncident(
  incident: Incident,
  orders: readonly Order[],
  warning: Warning | null,
  now: number,
): FirstMinute {
  const { firstObservedAt, origin } = incident.opened
  const orderedAt = incident.state === 'open' ? null : incident.orderedAt
  const chains = chainsOf(orders)
  const ready = orderedAt !== null
  const delivered = counted('delivered', chains, ready)
  const signed = counted('signed-for', chains, ready)
  const closedAt = incident.state === 'closed' ? incident.closedAt : null
  const turn = turnOf(incident, orders)
  // What an agency has turned down keeps the clock running: somebody still has to be found.
  const endedAt = ready && signed.at !== null && turn === 'nobody' ? signed.at : closedAt
  const warnedAt = origin.from === 'warning' ? origin.warnedAt : firstObservedAt
  const observedAt = warning?.raised.observedAt ?? warnedAt
  const end = endedAt ?? now
  const sent = orderedAt ?? end
  const arrivedThere = delivered.at ?? end
  return {
    startedAt: firstObservedAt,
    endedAt,
    elapsedMs: Math.max(0, end - firstObservedAt),
    turn,
    steps: [
      once('seen', firstObservedAt, true),
      ...(origin.from === 'warning' ? [once('warned', origin.warnedAt, true)] : []),
      once('judged', incident.openedAt, true),
      once('ordered', orderedAt, true),
      delivered,
      signed,
      counted('on-the-way', chains, signed.count !== null && signed.count.passed > 0),
      counted('arrived', chains, signed.count !== null && signed.count.passed > 0),
    ],
    segments: spans([
      ['watching', firstObservedAt, observedAt],
      ['machine', observedAt, warnedAt],
      ['human', warnedAt, sent],
      ['machine', sent, arrivedThere],
      ['human', arrivedThere, end],
    ]),
  }
}

function spans(given: readonly (readonly [Whose, number, number])[]): readonly Segment[] {
  return given.flatMap(([whose, from, to]) => (to > from ? [{ whose, ms: to - from }] : []))
}

export function timeOf(minute: FirstMinute, whose: Whose): number {
  return minute.segments.reduce((sum, segment) => sum + (segment.whose === whose ? segment.ms : 0), 0)
}
