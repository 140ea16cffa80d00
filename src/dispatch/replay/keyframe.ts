/** Keyframes: a board cut into pieces from which it can be put together again, so that a replay need not start at the first fact. Pure. */
import { HOUR } from '../../core/time.ts'
import { idOf, kindOf, type Numbered } from '../../journal/fact.ts'
import type { Condition, ConditionId } from '../../roads/conditions/condition.ts'
import type { Board } from '../board.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import type { RoomId } from '../shift/entry.ts'
import { isRunning, type RoomThing } from '../shift/room.ts'
import type { Warning } from '../warning.ts'
import { incidentOverAt, orderRuns, warningOverAt } from './view.ts'

export type Things = {
  readonly warnings: readonly Warning[]
  readonly incidents: readonly Incident[]
  readonly orders: readonly Order[]
  readonly room: readonly RoomThing[]
  readonly conditions: readonly Condition[]
}

/** `running`: what runs at its number; `ended`: what changed since the keyframe before and was over then. */
export type Keyframe = { readonly running: Things; readonly ended: Things }

/** How far back `ended` pieces are put together: as long as a console keeps what is over (io/board.ts), so that no view lacks any. */
export const ASSEMBLED_MS = 12 * HOUR

/** `since`: the facts behind the keyframe before, up to this board. */
export function keyframeOf(board: Board, since: readonly Numbered[]): Keyframe {
  const touched = new Set(since.map(({ stream }) => stream))
  const { warnings, incidents, orders, room, conditions } = board
  const parted = <T extends { readonly id: string }>(
    kind: 'warning' | 'incident' | 'order' | 'room' | 'road',
    things: ReadonlyMap<string, T>,
    runs: (thing: T) => boolean,
  ) => {
    const all = [...things.values()]
    return {
      running: all.filter(runs),
      ended: all.filter((thing) => !runs(thing) && touched.has(`${kind}/${thing.id}`)),
    }
  }
  // An order goes over with its incident, which is told in the incident's own stream.
  const closed = new Set(since.flatMap(({ stream }) => (kindOf(stream) === 'incident' ? [idOf(stream)] : [])))
  for (const order of orders.values()) if (closed.has(order.issued.incident)) touched.add(`order/${order.id}`)
  const of = {
    warnings: parted('warning', warnings, (warning) => warningOverAt(warning) === null),
    incidents: parted('incident', incidents, (incident) => incidentOverAt(incident) === null),
    orders: parted('order', orders, (order) => orderRuns(order, board)),
    room: parted('room', room, isRunning),
    conditions: parted('road', conditions, ({ lifted }) => lifted === null),
  }
  return {
    running: {
      warnings: of.warnings.running,
      incidents: of.incidents.running,
      orders: of.orders.running,
      room: of.room.running,
      conditions: of.conditions.running,
    },
    ended: {
      warnings: of.warnings.ended,
      incidents: of.incidents.ended,
      orders: of.orders.ended,
      room: of.room.ended,
      conditions: of.conditions.ended,
    },
  }
}

/** The board at the last of these keyframes, from their `ended` pieces, oldest first, and the last one's `running`. */
export function assembled(seq: number, ended: readonly Things[], running: Things): Board {
  const maps = {
    warnings: new Map<Warning['id'], Warning>(),
    incidents: new Map<Incident['id'], Incident>(),
    orders: new Map<Order['id'], Order>(),
    room: new Map<RoomId, RoomThing>(),
    conditions: new Map<ConditionId, Condition>(),
  }
  for (const piece of [...ended, running]) {
    for (const warning of piece.warnings) maps.warnings.set(warning.id, warning)
    for (const incident of piece.incidents) maps.incidents.set(incident.id, incident)
    for (const order of piece.orders) maps.orders.set(order.id, order)
    for (const thing of piece.room) maps.room.set(thing.id, thing)
    for (const condition of piece.conditions) maps.conditions.set(condition.id, condition)
  }
  return { ...maps, seq }
}
