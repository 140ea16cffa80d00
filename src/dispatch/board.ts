/** The board: the picture of running warnings, incidents and orders, folded from facts by the same code on the server and in the browser. */
import { type Addressee, type Sight, seesOrder } from '../access/sight.ts'
import { type IncidentId, id, type OrderId, type WarningId } from '../core/ids.ts'
import { idOf, kindOf, type Numbered } from '../journal/fact.ts'
import { evolve as evolveIncident, type Incident, type IncidentFact } from './incident.ts'
import { evolve as evolveOrder, type Order, type OrderFact } from './order.ts'
import { evolve as evolveWarning, type Warning, type WarningFact } from './warning.ts'

export type Board = {
  readonly warnings: ReadonlyMap<WarningId, Warning>
  readonly incidents: ReadonlyMap<IncidentId, Incident>
  readonly orders: ReadonlyMap<OrderId, Order>
  /** Number of the last fact in it. */
  readonly seq: number
}

export const EMPTY_BOARD: Board = { warnings: new Map(), incidents: new Map(), orders: new Map(), seq: 0 }

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value)
}

/** Folds one fact in; facts of other streams only move the number. */
export function fold(board: Board, numbered: Numbered): Board {
  const { stream, fact, seq } = numbered
  if (seq <= board.seq) return board
  // The journal holds under each stream kind only facts of that kind: they were checked when they were appended.
  switch (kindOf(stream)) {
    case 'warning': {
      const key = id<'warning'>(idOf(stream))
      const next = evolveWarning(board.warnings.get(key) ?? null, key, fact as WarningFact)
      return { ...board, seq, warnings: put(board.warnings, key, next) }
    }
    case 'incident': {
      const key = id<'incident'>(idOf(stream))
      const next = evolveIncident(board.incidents.get(key) ?? null, key, fact as IncidentFact)
      return { ...board, seq, incidents: put(board.incidents, key, next) }
    }
    case 'order': {
      const key = id<'order'>(idOf(stream))
      const next = evolveOrder(board.orders.get(key) ?? null, key, fact as OrderFact)
      return { ...board, seq, orders: put(board.orders, key, next) }
    }
    case 'look-up':
    case 'access':
      return { ...board, seq }
  }
}

/** Whether a fact may be sent to somebody with this sight; `addressee` is whom the fact's order is addressed to after the fact. */
export function visible(sight: Sight, numbered: Numbered, addressee: Addressee | null): boolean {
  const kind = kindOf(numbered.stream)
  if (kind === 'look-up' || kind === 'access') return false
  if (sight.scope === 'all') return true
  return kind === 'order' && addressee !== null && seesOrder(sight, addressee)
}
