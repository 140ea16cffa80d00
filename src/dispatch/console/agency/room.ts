/** One agency's room, pure: which of its orders stand first, what rings for how much longer, and what may be answered or why not. */
import type { AgencyId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import {
  ANSWERS,
  type Answer,
  awaitsSignature,
  type Clocks,
  decide,
  isOver,
  type Order,
  type OrderRefusal,
} from '../../order.ts'
import { LADDER } from '../../timers.ts'

export type Room = {
  /**
   * Unsigned ones first, the one with the least time left on top; then what is being worked on, newest first. Orders of
   * one incident stand together, where the first of them would.
   */
  readonly running: readonly Order[]
  readonly past: readonly Order[]
}

export function roomOf(orders: Iterable<Order>, agency: AgencyId): Room {
  const own = [...orders].filter((order) => order.issued.agency === agency)
  const newest = (a: Order, b: Order): number => b.clocks.issuedAt - a.clocks.issuedAt
  const unsigned = own.filter(awaitsSignature).sort((a, b) => a.clocks.issuedAt - b.clocks.issuedAt)
  const taken = own.filter((order) => !awaitsSignature(order) && !isOver(order)).sort(newest)
  return { running: groupsOf([...unsigned, ...taken]).flat(), past: own.filter(isOver).sort(newest) }
}

/** Orders of one incident, side by side by their numbers: a row does not move because its neighbour was signed for. */
export function groupsOf(running: readonly Order[]): readonly (readonly Order[])[] {
  const groups = Map.groupBy(running, ({ issued }) => issued.incident)
  return [...groups.values()].map((group) =>
    group.sort((a, b) => a.issued.number.localeCompare(b.issued.number, 'en', { numeric: true })),
  )
}

/** What one press signs for: every order of this one's incident that waits here. */
export const signedTogether = (room: Room, order: Order): readonly Order[] =>
  room.running.filter((one) => one.issued.incident === order.issued.incident && awaitsSignature(one))

/** The two clocks over an unsigned order: 30 s until it rings again, 60 s until it goes to the supervisor and the fallback. */
export type Ring =
  | { readonly phase: 'counting' | 'ringing'; readonly leftMs: number; readonly share: number }
  | { readonly phase: 'escalated'; readonly leftMs: 0; readonly share: 0 }

/** null: signed for or over, nothing rings. `share` is what is left of the phase, from 1 down to 0. */
export function ringOf(order: Order, now: number): Ring | null {
  if (!awaitsSignature(order)) return null
  const age = Math.max(0, now - order.clocks.issuedAt)
  if (order.escalatedAt !== null || age >= LADDER.escalate) return { phase: 'escalated', leftMs: 0, share: 0 }
  if (order.rangAt !== null || age >= LADDER.ring) {
    const leftMs = LADDER.escalate - age
    return { phase: 'ringing', leftMs, share: leftMs / (LADDER.escalate - LADDER.ring) }
  }
  const leftMs = LADDER.ring - age
  return { phase: 'counting', leftMs, share: leftMs / LADDER.ring }
}

/** What a person here can press; `received` is said by the page itself. */
export type RoomAnswer = Exclude<Answer, 'received'>
export const ROOM_ANSWERS: readonly RoomAnswer[] = ANSWERS.filter((answer) => answer !== 'received')

export type Key = { readonly answer: RoomAnswer } & (
  | { readonly open: true }
  /** `at`: when it was said, if it was. */
  | { readonly open: false; readonly refusal: OrderRefusal; readonly at: number | null }
)

function saidAt(order: Order, answer: RoomAnswer): number | null {
  switch (answer) {
    case 'signed-for':
      return order.clocks.signedForAt
    case 'on-the-way':
      return order.clocks.setOutAt
    case 'arrived':
      return order.clocks.arrivedAt
    case 'cleared':
      return order.clocks.clearedAt
    case 'rejected':
      return order.state === 'rejected' ? order.rejectedAt : null
  }
  return never(answer)
}

/** Every answer with the server's own verdict on it; a rejection is asked for its cause afterwards. */
export function keysOf(order: Order, now: number): readonly Key[] {
  return ROOM_ANSWERS.map((answer): Key => {
    const verdict = decide(order, {
      type: 'answer',
      at: now,
      answer,
      by: { via: 'console', id: 'room' },
      cause: answer === 'rejected' ? 'no-unit' : null,
      agencyNumber: null,
      unit: null,
    })
    return verdict.ok
      ? { answer, open: true }
      : { answer, open: false, refusal: verdict.refusal, at: saidAt(order, answer) }
  })
}

/** The step that is due: what Enter does. */
export function dueAnswer(order: Order): RoomAnswer | null {
  const keys = keysOf(order, order.clocks.issuedAt)
  return keys.find((key) => key.open && key.answer !== 'rejected')?.answer ?? null
}

/** The order whose neighbour the arrow keys go to; the ends stay the ends. */
export function neighbour(room: Room, from: string | null, step: 1 | -1): Order | null {
  const all = [...room.running, ...room.past]
  const here = all.findIndex((order) => order.id === from)
  if (here < 0) return all[0] ?? null
  return all[Math.min(all.length - 1, Math.max(0, here + step))] ?? null
}

export const CLOCK_STEPS = [
  'issuedAt',
  'deliveredAt',
  'signedForAt',
  'setOutAt',
  'arrivedAt',
  'clearedAt',
] as const satisfies readonly (keyof Clocks)[]

/** Each of the six clocks: told, passed over because a later one is told, or not yet. */
export function clockSteps(
  clocks: Clocks,
): readonly { readonly step: keyof Clocks; readonly at: number | null; readonly passedOver: boolean }[] {
  return CLOCK_STEPS.map((step, index) => {
    const at = clocks[step]
    const laterTold = CLOCK_STEPS.slice(index + 1).some((later) => clocks[later] !== null)
    return { step, at, passedOver: at === null && laterTold }
  })
}

/** Who else was ordered in the same act. */
export const togetherWith = ({ issued }: Order): readonly AgencyId[] =>
  issued.brief.together.filter((one) => one !== issued.agency)
