/** The board: the picture of running warnings, incidents and orders, folded from facts by the same code on the server and in the browser. */
import { type Addressee, type Sight, seesOrder } from '../access/sight.ts'
import { type IncidentId, id, type OrderId, type WarningId } from '../core/ids.ts'
import { idOf, kindOf, type Numbered } from '../journal/fact.ts'
import {
  type Condition,
  type ConditionFact,
  type ConditionId,
  evolve as evolveCondition,
} from '../roads/conditions/condition.ts'
import { evolve as evolveIncident, type Incident, type IncidentFact } from './incident.ts'
import { evolve as evolveOrder, type Order, type OrderFact } from './order.ts'
import type { RoomId } from './shift/entry.ts'
import { evolve as evolveRoom, hearsFact, type RoomFact, type RoomThing } from './shift/room.ts'
import { evolve as evolveWarning, type Warning, type WarningFact } from './warning.ts'

export type Board = {
  readonly warnings: ReadonlyMap<WarningId, Warning>
  readonly incidents: ReadonlyMap<IncidentId, Incident>
  readonly orders: ReadonlyMap<OrderId, Order>
  /** Log, shift, broadcasts, look-outs, held calls, lent units. */
  readonly room: ReadonlyMap<RoomId, RoomThing>
  /** What has been said of the roads; what is over by the clock stays until it is asked `holdsAt`. */
  readonly conditions: ReadonlyMap<ConditionId, Condition>
  /** Number of the last fact in it. */
  readonly seq: number
}

export const EMPTY_BOARD: Board = {
  warnings: new Map(),
  incidents: new Map(),
  orders: new Map(),
  room: new Map(),
  conditions: new Map(),
  seq: 0,
}

/** Folds one fact in; facts of other streams only move the number. */
export function fold(board: Board, numbered: Numbered): Board {
  return foldAll(board, [numbered])
}

/** Folds many facts in, each once: what comes again is known by its number. The earlier board stays as it was. */
export function foldAll(board: Board, facts: readonly Numbered[]): Board {
  const [warnings, incidents, orders, room, conditions] = [
    new Copied(board.warnings),
    new Copied(board.incidents),
    new Copied(board.orders),
    new Copied(board.room),
    new Copied(board.conditions),
  ]
  let seq = board.seq
  for (const numbered of facts) {
    if (numbered.seq <= seq) continue
    seq = numbered.seq
    const { stream, fact } = numbered
    // The journal holds under each stream kind only facts of that kind: they were checked when they were appended.
    switch (kindOf(stream)) {
      case 'warning': {
        const key = id<'warning'>(idOf(stream))
        const before = warnings.get(key)
        if (isKnown(before, numbered)) warnings.set(key, evolveWarning(before, key, fact as WarningFact))
        break
      }
      case 'incident': {
        const key = id<'incident'>(idOf(stream))
        const before = incidents.get(key)
        if (isKnown(before, numbered)) incidents.set(key, evolveIncident(before, key, fact as IncidentFact))
        break
      }
      case 'order': {
        const key = id<'order'>(idOf(stream))
        const before = orders.get(key)
        if (isKnown(before, numbered)) orders.set(key, evolveOrder(before, key, fact as OrderFact))
        break
      }
      case 'room': {
        const key = id<'room'>(idOf(stream))
        const before = room.get(key)
        if (isKnown(before, numbered)) room.set(key, evolveRoom(before, key, fact as RoomFact))
        break
      }
      case 'road': {
        const key = id<'condition'>(idOf(stream))
        const before = conditions.get(key)
        if (isKnown(before, numbered)) conditions.set(key, evolveCondition(before, key, fact as ConditionFact))
        break
      }
      case 'unit':
      case 'plan':
      case 'note':
      case 'alert':
      case 'look-up':
      case 'access':
      case 'camera':
      case 'evidence':
        break
    }
  }
  return seq === board.seq
    ? board
    : {
        warnings: warnings.map,
        incidents: incidents.map,
        orders: orders.map,
        room: room.map,
        conditions: conditions.map,
        seq,
      }
}

/** An incident is opened again that had left the board: a whole board has it, one fact of it says too little. */
export const bringsBack = ({ incidents }: Board, { stream, fact }: Numbered): boolean =>
  kindOf(stream) === 'incident' && fact.type === 'reopened' && !incidents.has(id<'incident'>(idOf(stream)))

/** Word of something that left the board long ago says too little to bring it back; the next whole board does. */
const isKnown = (before: unknown, { version }: Numbered): boolean => before !== null || version === 1

/** A map that is copied at its first change, so that a hundred facts cost one copy. */
class Copied<K, V> {
  map: ReadonlyMap<K, V>
  #own: Map<K, V> | null = null
  constructor(map: ReadonlyMap<K, V>) {
    this.map = map
  }
  get(key: K): V | null {
    return this.map.get(key) ?? null
  }
  set(key: K, value: V): void {
    this.#own ??= new Map(this.map)
    this.map = this.#own.set(key, value)
  }
}

/** Whether a fact may be sent to somebody with this sight; `addressee` is whom the fact's order is addressed to after the fact. */
export function visible(sight: Sight, numbered: Numbered, addressee: Addressee | null): boolean {
  const kind = kindOf(numbered.stream)
  if (kind === 'look-up' || kind === 'access') return false
  if (sight.scope === 'all') return true
  // A note for crews may lie where any of them is sent; each of its facts says for whom it is.
  if (kind === 'note')
    return sight.scope !== 'none' && 'audience' in numbered.fact && numbered.fact.audience === 'crews'
  // The journal holds under `room` only its facts.
  if (kind === 'room') return hearsFact(sight, numbered.fact as RoomFact)
  // Whoever drives needs them.
  if (kind === 'road') return sight.scope !== 'none'
  return kind === 'order' && addressee !== null && seesOrder(sight, addressee)
}
