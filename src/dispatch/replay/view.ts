/** A view: what one console holds at one number of the journal and one instant; the same whether it was followed live or folded again afterwards. Pure. */
import { type Sight, seesOrder } from '../../access/sight.ts'
import { never } from '../../core/result.ts'
import { HOUR } from '../../core/time.ts'
import { canonical } from '../../journal/canonical.ts'
import { type Condition, overAt } from '../../roads/conditions/condition.ts'
import type { Board } from '../board.ts'
import type { Incident } from '../incident.ts'
import { isOver, type Order } from '../order.ts'
import { type RoomThing, roomOverAt, shown } from '../shift/room.ts'
import type { Warning } from '../warning.ts'

/**
 * What is over belongs to a view this long, by its own last time. A console that signs in gets what was written in the last
 * twelve hours (io/board.ts, KEPT_MS), by the server's clock; one hour less is in every console's hands, however long it has
 * been open and whatever the sources' clocks said.
 */
export const VIEW_KEPT_MS = 11 * HOUR

/** When something was over, by its own times; null: it runs. */
export const warningOverAt = (warning: Warning): number | null =>
  warning.state === 'awaiting' ? null : warning.judgedAt
export function incidentOverAt(incident: Incident): number | null {
  switch (incident.state) {
    case 'open':
    case 'ordered':
      return null
    case 'merged':
      return incident.mergedAt
    case 'closed':
      return incident.closedAt
  }
  return never(incident)
}
export function orderOverAt(order: Order): number | null {
  if (!isOver(order)) return null
  const { clocks, rangAt, passedOnAt, escalatedAt } = order
  const known = [
    ...Object.values(clocks),
    rangAt,
    passedOnAt,
    escalatedAt,
    order.state === 'rejected' ? order.rejectedAt : order.state === 'withdrawn' ? order.withdrawnAt : 0,
  ]
  return Math.max(...known.map((at) => at ?? 0))
}

/** Runs itself, or belongs to an incident on this board that runs. */
export const orderRuns = (order: Order, { incidents }: Pick<Board, 'incidents'>): boolean => {
  const incident = incidents.get(order.issued.incident)
  return !isOver(order) || (incident !== undefined && incidentOverAt(incident) === null)
}

const kept = (overAt: number | null, at: number): boolean => overAt === null || overAt > at - VIEW_KEPT_MS

/** The view of `sight` at `at`, of a board that knows at least what this sight may know. */
export function viewOf(board: Board, sight: Sight, at: number): Board {
  const all = sight.scope === 'all'
  const some = <K, V>(things: ReadonlyMap<K, V>, isIn: (thing: V) => boolean): ReadonlyMap<K, V> =>
    new Map([...things].filter(([, thing]) => isIn(thing)))
  const incidents = all
    ? some(board.incidents, (incident) => kept(incidentOverAt(incident), at))
    : new Map<never, never>()
  return {
    warnings: all ? some(board.warnings, (warning) => kept(warningOverAt(warning), at)) : new Map<never, never>(),
    incidents,
    orders: some(
      board.orders,
      (order) =>
        seesOrder(sight, { agency: order.issued.agency, unit: order.unit }) &&
        (kept(orderOverAt(order), at) || orderRuns(order, { incidents })),
    ),
    room: new Map(
      [...board.room.values()].flatMap((thing) => {
        const mine = kept(roomOverAt(thing), at) ? shown(sight, thing) : null
        return mine ? [[mine.id, mine] as const] : []
      }),
    ),
    conditions:
      sight.scope === 'none' ? new Map() : some(board.conditions, (condition) => kept(overAt(condition, at), at)),
    seq: board.seq,
  }
}

/**
 * SHA-256 of a view, hex: over one line for each thing in it (kind, id, SHA-256 of its canonical JSON), sorted. The number
 * of the board is not in it: facts for other eyes change nothing. A state is hashed once, however often it is seen again.
 * `sha256` hashes a text's UTF-8 and answers hex; it is given by who runs it, here or in the browser.
 */
export function openViewHash(sha256: (text: string) => string): (view: Board) => string {
  const known = new WeakMap<object, string>()
  const lineOf = (kind: string, state: Warning | Incident | Order | RoomThing | Condition): string => {
    const before = known.get(state)
    if (before !== undefined) return before
    const line = `${kind} ${state.id} ${sha256(canonical(state))}`
    known.set(state, line)
    return line
  }
  return ({ warnings, incidents, orders, room, conditions }) =>
    sha256(
      [
        ...Array.from(warnings.values(), (state) => lineOf('warning', state)),
        ...Array.from(incidents.values(), (state) => lineOf('incident', state)),
        ...Array.from(orders.values(), (state) => lineOf('order', state)),
        ...Array.from(room.values(), (state) => lineOf('room', state)),
        ...Array.from(conditions.values(), (state) => lineOf('road', state)),
      ]
        .sort()
        .join('\n'),
    )
}

/** A hash as a console said it live: of the view it had, at the number it had taken in, at this instant of the server's clock. */
export type SaidView = { readonly sight: Sight; readonly seq: number; readonly at: number; readonly hash: string }
