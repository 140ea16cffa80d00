/** The queue of the duty desk: warnings and incidents as rows, by urgency and then by age; held still while somebody reads. Pure. */
import type { IncidentId, OrderId, WarningId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { MINUTE } from '../../../core/time.ts'
import type { Board } from '../../board.ts'
import { type Incident, isOver as isOverIncident } from '../../incident.ts'
import { awaitsSignature, isOver, type Order } from '../../order.ts'
import { gradeOf, type Warning, type WarningKind } from '../../warning.ts'

/** A warning and the incident it became share a key, so that the row stays in its place when it is judged. */
export type Row = { readonly key: string; readonly urgency: Urgency; readonly since: number } & (
  | { readonly what: 'warning'; readonly warning: Warning }
  | { readonly what: 'incident'; readonly incident: Incident; readonly orders: readonly Order[] }
)

/** 0: an officer in danger; 1: somebody here must act now; 2: act soon; 3: others are at work; 4: can wait; 5: over. */
export type Urgency = 0 | 1 | 2 | 3 | 4 | 5

const OF_KIND: Record<WarningKind, { readonly A: Urgency; readonly B: Urgency }> = {
  'officer-help': { A: 0, B: 0 },
  'handed-over': { A: 1, B: 1 },
  'stopped-vehicle': { A: 1, B: 2 },
  pedestrian: { A: 1, B: 2 },
  'wrong-way': { A: 1, B: 1 },
  'stopped-object': { A: 2, B: 2 },
  congestion: { A: 4, B: 4 },
  'camera-unfit': { A: 4, B: 4 },
}

export function warningUrgency(warning: Warning): Urgency {
  return warning.state === 'judged' ? 5 : OF_KIND[warning.raised.kind][gradeOf(warning) === 'B' ? 'B' : 'A']
}

/** Whose turn an incident is: the desk's, the agencies' (to sign), or nobody's. */
export type Turn = 'desk' | 'agencies' | 'nobody'

/** An order that needs the desk: its line is dead, or nobody took it and no fallback stands in. */
export function needsDesk(order: Order, all: readonly Order[]): boolean {
  if (all.some((other) => other.issued.insteadOf === order.id)) return false
  // Another order to the same agency that is not over answers for a rejected one.
  if (order.state === 'rejected')
    return !all.some((other) => other.id !== order.id && other.issued.agency === order.issued.agency && !isOver(other))
  return awaitsSignature(order) && (order.line.state === 'dead' || order.escalatedAt !== null)
}

/** A fallback, or the fallback's own, has taken it, so nobody waits for the first addressee any more. */
function isStoodInFor(order: Order, all: readonly Order[]): boolean {
  return all.some(
    (other) =>
      other.issued.insteadOf === order.id &&
      other.id !== order.id &&
      ((!awaitsSignature(other) && other.state !== 'rejected') || isStoodInFor(other, all)),
  )
}

export function turnOf(incident: Incident, orders: readonly Order[]): Turn {
  switch (incident.state) {
    case 'closed':
    case 'merged':
      return 'nobody'
    case 'open':
      return 'desk'
    case 'ordered':
      if (orders.some((order) => needsDesk(order, orders))) return 'desk'
      return orders.some((order) => awaitsSignature(order) && !isStoodInFor(order, orders)) ? 'agencies' : 'nobody'
  }
  return never(incident)
}

export function incidentUrgency(incident: Incident, orders: readonly Order[]): Urgency {
  const turn = turnOf(incident, orders)
  switch (turn) {
    case 'desk':
      return incident.opened.kind === 'officer-help' ? 0 : incident.opened.priority === 1 ? 1 : 2
    case 'agencies':
      return incident.opened.priority === 1 ? 1 : 2
    case 'nobody':
      return isOverIncident(incident) ? 5 : 3
  }
  return never(turn)
}

export type Shows = 'running' | 'closed'

type Lists = Readonly<Record<Shows, readonly Row[]>>
/** A board never changes, so its lists are made once for all who ask. */
const listsOf = new WeakMap<Board, Lists>()

/** All rows of one list, the most urgent first, then the one that waits longest; closed ones: the newest first. */
export function rowsOf(board: Board, shows: Shows): readonly Row[] {
  const made = listsOf.get(board) ?? makeLists(board)
  listsOf.set(board, made)
  return made[shows]
}

const NO_ORDERS: readonly Order[] = []
const ordersByIncident = new WeakMap<Board['orders'], ReadonlyMap<IncidentId, readonly Order[]>>()

function groupedOrders(orders: Board['orders']): ReadonlyMap<IncidentId, readonly Order[]> {
  const made = ordersByIncident.get(orders) ?? Map.groupBy(orders.values(), (order) => order.issued.incident)
  ordersByIncident.set(orders, made)
  return made
}

/** The row that was made of this incident before, when its orders are still the same: whoever draws it need not draw it anew. */
const incidentRows = new WeakMap<Incident, Extract<Row, { what: 'incident' }>>()

function incidentRow(incident: Incident, orders: readonly Order[]): Row {
  const before = incidentRows.get(incident)
  if (before?.orders.length === orders.length && before.orders.every((one, i) => one === orders[i])) return before
  const { origin, firstObservedAt } = incident.opened
  const row = {
    key: origin.from === 'warning' ? origin.warning : incident.id,
    urgency: incidentUrgency(incident, orders),
    since: firstObservedAt,
    what: 'incident',
    incident,
    orders,
  } as const
  incidentRows.set(incident, row)
  return row
}

const warningRows = new WeakMap<Warning, Row>()

function warningRow(warning: Warning): Row {
  const row = warningRows.get(warning) ?? {
    key: warning.id,
    urgency: warningUrgency(warning),
    since: warning.raised.onsetAt,
    what: 'warning',
    warning,
  }
  warningRows.set(warning, row)
  return row
}

function makeLists(board: Board): Lists {
  const ordersOf = groupedOrders(board.orders)
  const rows: Row[] = []
  for (const warning of board.warnings.values()) {
    // The incident's row stands for a warning that was judged true.
    if (warning.state === 'judged' && warning.incident && board.incidents.has(warning.incident)) continue
    rows.push(warningRow(warning))
  }
  for (const incident of board.incidents.values())
    rows.push(incidentRow(incident, ordersOf.get(incident.id) ?? NO_ORDERS))
  const over = (row: Row): boolean => row.urgency === 5
  return {
    running: rows
      .filter((row) => !over(row))
      .sort((a, b) => a.urgency - b.urgency || a.since - b.since || order(a.key, b.key)),
    closed: rows.filter(over).sort((a, b) => b.since - a.since || order(a.key, b.key)),
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export type Arranged = {
  readonly shown: readonly Row[]
  /** Rows that came while the list was in use. */
  readonly waiting: number
}

/**
 * While the list is in use its rows keep their order and those that are over stay, grey, until it is let go;
 * new ones wait, except an officer in danger. `before` are the keys shown last; `all` finds rows that left the list.
 */
export function arrange(
  wanted: readonly Row[],
  all: readonly Row[],
  before: readonly string[],
  inUse: boolean,
): Arranged {
  if (!inUse || before.length === 0) return { shown: wanted, waiting: 0 }
  const now = new Map([...all, ...wanted].map((row) => [row.key, row]))
  const held = new Set(before)
  const kept = before.flatMap((key) => now.get(key) ?? [])
  const urgent = wanted.filter((row) => row.urgency === 0 && !held.has(row.key))
  const waiting = wanted.filter((row) => row.urgency !== 0 && !held.has(row.key)).length
  return { shown: [...urgent, ...kept], waiting }
}

/** A flood is more than ten warnings in ten minutes that nobody has judged yet (EEMUA 191). */
export const FLOOD = { count: 10, withinMs: 10 * MINUTE } as const

export type Group = { readonly place: string; readonly rows: readonly Row[] }

/** In a flood, warnings of one place and cause become one group; everything else stays as it is, in order. */
export function grouped(rows: readonly Row[], now: number): readonly (Row | Group)[] {
  const recent = rows.filter((row) => row.what === 'warning' && now - row.since <= FLOOD.withinMs)
  if (recent.length <= FLOOD.count) return rows
  const placeOf = (row: Row): string | null =>
    row.what === 'warning' && row.urgency !== 0 ? `${row.warning.raised.source.id} ${row.warning.raised.kind}` : null
  const byPlace = Map.groupBy(rows, placeOf)
  const done = new Set<string>()
  return rows.flatMap((row): readonly (Row | Group)[] => {
    const place = placeOf(row)
    const same = place === null ? [] : (byPlace.get(place) ?? [])
    if (place === null || same.length < 2) return [row]
    if (done.has(place)) return []
    done.add(place)
    return [{ place, rows: same }]
  })
}

export type Selection =
  | { readonly what: 'warning'; readonly id: WarningId }
  | { readonly what: 'incident'; readonly id: IncidentId }

export const selectionOf = (row: Row): Selection =>
  row.what === 'warning' ? { what: 'warning', id: row.warning.id } : { what: 'incident', id: row.incident.id }

export const ordersFor = (board: Board, incident: IncidentId): readonly Order[] =>
  [...(groupedOrders(board.orders).get(incident) ?? NO_ORDERS)].sort(
    (a, b) => a.clocks.issuedAt - b.clocks.issuedAt || order(a.issued.number, b.issued.number),
  )

export const deadOrders = (orders: readonly Order[]): readonly OrderId[] =>
  orders.filter((one) => !isOver(one) && one.line.state === 'dead').map((one) => one.id)
