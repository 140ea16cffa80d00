/** The rows of the outbox: what each agency's own system has still to be told of its orders, written in the transaction of the facts. */
import type postgres from 'postgres'
import type { OrderId } from '../../core/ids.ts'
import type { Order, OrderFact } from '../order.ts'

export const SAYS = ['order', 'withdrawn'] as const
/** order: do this; withdrawn: do not, or stop. */
export type Says = (typeof SAYS)[number]

export type OrderMoved = {
  readonly state: Order
  /** Of its stream, after the facts. */
  readonly version: number
  readonly facts: readonly OrderFact[]
  readonly at: number
}

type Row = {
  readonly order_id: OrderId
  readonly agency: string
  readonly version: number
  readonly due_at: number
}

/** A page is read, not written to: only agencies with a system of their own have letters. */
const hasSystem = ({ state }: OrderMoved): boolean => state.issued.channel !== 'console'
const rowOf = ({ state, version, at }: OrderMoved): Row => ({
  order_id: state.id,
  agency: state.issued.agency,
  version,
  due_at: at,
})

export async function writeLetters(sql: postgres.TransactionSql, moved: readonly OrderMoved[]): Promise<void> {
  const reached = moved.filter(hasSystem)
  const withdrawn = reached.filter(({ state }) => state.state === 'withdrawn')
  // An order that stands again after a withdrawal, or was put right, is said again, also to whoever had it before.
  const toSay = reached.filter(({ state, facts }) => state.state !== 'withdrawn' && facts.some(isSaid))
  const answered = reached.filter(
    (one) => one.state.state !== 'issued' && !withdrawn.includes(one) && !toSay.includes(one),
  )
  if (answered.length > 0)
    // Whoever answers has the order; what was put right since he may not have.
    await sql`delete from outbox where says = 'order' and version = 1 and order_id = any(${idsOf(answered)}::uuid[])`
  if (withdrawn.length > 0)
    // Whoever was never written to need not hear that there is nothing; a try that failed may have arrived all the same.
    await sql`
      with unsaid as (
        delete from outbox where says = 'order' and order_id = any(${idsOf(withdrawn)}::uuid[])
        returning order_id, attempt, leased_until)
      insert into outbox (order_id, agency, says, version, due_at)
      select r.order_id, r.agency, 'withdrawn', r.version, r.due_at from ${rows(sql, withdrawn)}
      where not exists (
        select from unsaid where unsaid.order_id = r.order_id and attempt = 0 and leased_until = 0)
      on conflict (order_id, says) do nothing`
  if (toSay.length > 0) {
    await sql`delete from outbox where says = 'withdrawn' and order_id = any(${idsOf(toSay)}::uuid[])`
    await sql`
      insert into outbox (order_id, agency, says, version, due_at)
      select r.order_id, r.agency, 'order', r.version, r.due_at from ${rows(sql, toSay)}
      on conflict (order_id, says) do update set attempt = 0, dead = false, leased_until = 0,
        version = excluded.version, due_at = excluded.due_at`
  }
}

const isSaid = ({ type }: OrderFact): boolean => type === 'issued' || type === 'reinstated' || type === 'corrected'
const idsOf = (moved: readonly OrderMoved[]): string[] => moved.map(({ state }) => state.id)

const rows = (sql: postgres.TransactionSql, moved: readonly OrderMoved[]) => sql`
  json_to_recordset(${JSON.stringify(moved.map(rowOf))}::text::json)
    as r(order_id uuid, agency text, version bigint, due_at bigint)`
