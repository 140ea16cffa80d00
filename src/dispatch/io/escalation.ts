/** The job that lets no order go unanswered: it rings, goes to the next unit, and then to the supervisor and the agency's fallback; who took it and stays silent is named. All its memory is in the database. */
import type { AgencyId, IncidentId, OrderId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { SECOND } from '../../core/time.ts'
import { again } from '../../journal/command.ts'
import type { Actor } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Origin, Transaction } from '../../journal/journal.ts'
import { due } from '../due.ts'
import { fallbackFor } from '../fallback.ts'
import { decide as decideIncident, type Incident } from '../incident.ts'
import { nextUnit } from '../next-unit.ts'
import { decide, type Order } from '../order.ts'
import { unitsKnown } from '../units/io/units.ts'
import type { Given } from './given.ts'
import { issue } from './incidents.ts'
import {
  busyUnits,
  type Change,
  type Held,
  incidentChange,
  lockIncident,
  lockOrdersOf,
  orderChange,
  record,
} from './store.ts'

const EVERY_MS = SECOND
const AT_MOST = 200
/** One runner at a time over all processes; any fixed number. */
const LOCK = 7_031_164_517

const JOB: Actor = { kind: 'system', id: 'escalation' }

export type Escalation = {
  /** Does what is due at `now`; answers how many orders rang or escalated. */
  tick(now: number): Promise<number>
  stop(): Promise<void>
}

export type EscalationOptions = {
  /** False in tests, which turn the clock themselves. */
  readonly run?: boolean
  readonly trouble?: (error: unknown) => void
}

export function openEscalation(given: Given, options: EscalationOptions = {}): Escalation {
  const { sql } = given.database

  async function tick(now: number): Promise<number> {
    const rows = await sql<{ id: OrderId; incident: IncidentId }[]>`
      select id, incident from order_view where due_at <= ${now} order by due_at limit ${AT_MOST}`
    let done = 0
    for (const row of rows) {
      const acted = await again(() => given.journal.transact((tx) => act(given, tx, row.incident, row.id, now)))
      if (!acted.ok) continue
      done++
      if (acted.value) given.wake([acted.value])
    }
    return done
  }

  let running: Promise<unknown> = Promise.resolve()
  const timer =
    options.run === false
      ? undefined
      : setInterval(() => {
          // A tick that fails is repeated by the next one: what is due stays due.
          running = running.then(() => tick(given.clock())).catch(options.trouble ?? (() => {}))
        }, EVERY_MS)
  timer?.unref()
  return {
    tick,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Decides again under the lock, because somebody may have signed meanwhile. Answers the fallback that has been ordered. */
async function act(
  given: Given,
  tx: Transaction,
  incident: IncidentId,
  key: OrderId,
  now: number,
): Promise<Result<AgencyId | null, Conflict | 'not-due' | 'elsewhere'>> {
  const [lock] = await sqlOf(tx)<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`
  if (!lock?.mine) return refuse('elsewhere')
  const open = await lockIncident(tx, incident)
  const orders = open ? await lockOrdersOf(tx, incident) : []
  const held = orders.find(({ state }) => state.id === key)
  if (!open || !held) return refuse('not-due')
  const origin = { by: JOB, correlation: held.correlation, recordedAt: now }
  const what = due(held.state, now)
  if (what === null) return refuse('not-due')
  if (what === 'ring') {
    const decided = decide(held.state, { type: 'ring', at: now })
    if (!decided.ok) return refuse('not-due')
    const recorded = await record(given.journal, tx, [orderChange(key, held, decided.value)], origin)
    return recorded.ok ? ok(null) : recorded
  }
  if (what === 'pass-on') return passOn(given, tx, open, orders, held, now, origin)
  if (what !== 'escalate') {
    const decided = decide(held.state, { type: 'run-over', at: now, clock: what })
    if (!decided.ok) return refuse('not-due')
    const recorded = await record(given.journal, tx, [orderChange(key, held, decided.value)], origin)
    return recorded.ok ? ok(null) : recorded
  }
  const fallback = standIn(given, open, orders, held, now)
  const decided = decide(held.state, { type: 'escalate', at: now, fallback: fallback?.order.state.id ?? null })
  if (!decided.ok) return refuse('not-due')
  const changes = [orderChange(key, held, decided.value), ...(fallback ? [fallback.incident, fallback.order] : [])]
  const recorded = await record(given.journal, tx, changes, origin)
  return recorded.ok ? ok(fallback?.order.state.issued.agency ?? null) : recorded
}

/** To the next unit of the same agency that is there soonest; both ring until one signs, and then the other is free. */
async function passOn(
  given: Given,
  tx: Transaction,
  open: Held<Incident>,
  orders: readonly Held<Order>[],
  held: Held<Order>,
  now: number,
  origin: Origin,
): Promise<Result<AgencyId | null, Conflict | 'not-due'>> {
  const { agency, by, brief } = held.state.issued
  const bound = new Set([
    ...(await busyUnits(sqlOf(tx))),
    ...orders.flatMap(({ state }) => (state.unit === null ? [] : [state.unit])),
  ])
  const unit = nextUnit(held.state, await unitsKnown(given, now, sqlOf(tx)), bound, now, given.travel)
  const order = unit
    ? issue(
        given,
        open.state,
        { agency, unit, running: open.state.orders.length + 1, insteadOf: held.state },
        { at: now, by, brief },
      )
    : null
  const passed = decide(held.state, { type: 'pass-on', at: now, to: order?.state.id ?? null })
  if (!passed.ok) return refuse('not-due')
  const changes: Change[] = [orderChange(held.state.id, held, passed.value)]
  if (order) {
    const wish = { type: 'order', at: now, orders: [order.state.id], plan: null, by, standsIn: true } as const
    const decided = decideIncident(open.state, wish)
    if (!decided.ok) return refuse('not-due')
    changes.push(incidentChange(open.state.id, open, decided.value), order)
  }
  const recorded = await record(given.journal, tx, changes, origin)
  return recorded.ok ? ok(order ? agency : null) : recorded
}

/** The fallback's order stands on the verdict and the act of the officer who gave the first one. */
function standIn(
  given: Given,
  open: NonNullable<Awaited<ReturnType<typeof lockIncident>>>,
  orders: readonly Held<Order>[],
  { state: unsigned }: Held<Order>,
  now: number,
) {
  // Who takes an incident over is chosen by a person: an offer that nobody signs for stays with the supervisor.
  if (unsigned.issued.brief.handOver) return null
  const states = orders.map(({ state }) => state)
  const agency = fallbackFor(unsigned, states, given.centre.agencies)
  if (agency === null) return null
  const { by, brief } = unsigned.issued
  const order = issue(
    given,
    open.state,
    { agency, unit: null, running: open.state.orders.length + 1, insteadOf: unsigned },
    { at: now, by, brief },
  )
  const decided = decideIncident(open.state, {
    ...{ type: 'order', at: now, orders: [order.state.id], plan: null, by },
    standsIn: true,
  })
  return decided.ok ? { order, incident: incidentChange(open.state.id, open, decided.value) } : null
}
