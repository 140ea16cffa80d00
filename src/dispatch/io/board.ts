/** The board as it stood at one number of the journal: what runs and what ended lately, exactly the facts up to `seq` and not one more. */
import type postgres from 'postgres'
import { type Sight, seesOrder } from '../../access/sight.ts'
import { HOUR } from '../../core/time.ts'
import { idOf, kindOf, type StreamName } from '../../journal/fact.ts'
import type { Condition } from '../../roads/conditions/condition.ts'
import { EMPTY_BOARD, fold } from '../board.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import { type RoomThing, shown } from '../shift/room.ts'
import type { Warning } from '../warning.ts'

/** What is over stays on the board this long. */
export const KEPT_MS = 12 * HOUR

export type Snapshot = {
  readonly seq: number
  readonly at: number
  readonly warnings: readonly Warning[]
  readonly incidents: readonly Incident[]
  readonly orders: readonly Order[]
  readonly room: readonly RoomThing[]
  readonly conditions: readonly Condition[]
}

/** Facts of transactions below it are numbered; the same instant for every statement of one snapshot. */
const horizon = (tx: postgres.TransactionSql) => tx`pg_snapshot_xmin(pg_current_snapshot())::text::bigint`

/**
 * One database snapshot shows the views and the numbered log at the same instant. A view may hold facts that have no
 * number yet, because an older transaction is still under way; those few streams are folded again from their numbered
 * facts, so that the lane can bring the rest: nothing lost between the two, nothing twice.
 */
export async function snapshot(sql: postgres.Sql, sight: Sight, at: number): Promise<Snapshot> {
  const since = at - KEPT_MS
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const all = sight.scope === 'all'
    const nothing = sight.scope === 'none'
    const [numbered, early, warnings, incidents, orders, room, conditions] = await Promise.all([
      tx<{ seq: number }[]>`
        with sealed as (
          select l.seq, f.tick, f.row from leaves l join facts f using (stream, version) order by l.seq desc limit 1)
        select coalesce((select seq from sealed), 0) + (
          select count(*) from facts
          where (tick, row) > (coalesce((select tick from sealed), 0), coalesce((select row from sealed), 0))
            and tick < ${horizon(tx)}) as seq`,
      tx<{ stream: StreamName }[]>`select distinct stream from facts where tick >= ${horizon(tx)}`,
      all
        ? tx<{ state: Warning }[]>`
          select state from warning_view where running or updated_at > ${since} order by id`
        : [],
      all
        ? tx<{ state: Incident }[]>`
          select state from incident_view where running or updated_at > ${since} order by id`
        : [],
      nothing
        ? []
        : tx<{ state: Order }[]>`
          select state from order_view
          where (running or updated_at > ${since} or incident in (select id from incident_view where running))
            and ${sight.scope === 'agency' ? tx`agency = ${sight.agency}` : tx`true`}
          order by id`,
      nothing
        ? []
        : tx<{ state: RoomThing }[]>`
          select state from room_view where running or updated_at > ${since} order by id`,
      nothing
        ? []
        : tx<{ state: Condition }[]>`
          select state from condition_view where (running and until > ${since}) or updated_at > ${since} order by id`,
    ])
    const streams = early.map((row) => row.stream).filter((stream) => isShown(stream))
    const refolded = await foldNumbered(tx, streams)
    const settled = <S extends { readonly id: string }>(
      kind: 'warning' | 'incident' | 'order' | 'room' | 'road',
      rows: readonly { readonly state: S }[],
      folded: ReadonlyMap<string, S>,
    ): readonly S[] => {
      const unsettled = new Set<string>(streams.filter((stream) => kindOf(stream) === kind).map(idOf))
      return rows.flatMap(({ state }) => {
        const then = unsettled.has(state.id) ? folded.get(state.id) : state
        return then ? [then] : []
      })
    }
    return {
      seq: numbered[0]?.seq ?? 0,
      at,
      warnings: settled('warning', warnings, refolded.warnings),
      incidents: settled('incident', incidents, refolded.incidents),
      orders: settled('order', orders, refolded.orders).filter((order) =>
        seesOrder(sight, { agency: order.issued.agency, unit: order.unit }),
      ),
      room: settled('room', room, refolded.room).flatMap((thing) => shown(sight, thing) ?? []),
      conditions: settled('road', conditions, refolded.conditions),
    }
  })
}

function isShown(stream: StreamName): boolean {
  const kind = kindOf(stream)
  return kind === 'warning' || kind === 'incident' || kind === 'order' || kind === 'room' || kind === 'road'
}

async function foldNumbered(tx: postgres.TransactionSql, streams: readonly StreamName[]) {
  if (streams.length === 0) return EMPTY_BOARD
  const rows = await tx<{ stream: StreamName; version: number; body: never }[]>`
    select stream, version, body from facts
    where stream = any(${[...streams]}) and tick < ${horizon(tx)} order by tick, row`
  // The number within this handful is enough to fold by.
  return rows.reduce(
    (board, { stream, version, body }, i) =>
      fold(board, {
        stream,
        version,
        fact: body,
        seq: i + 1,
        recordedAt: 0,
        by: { kind: 'system', id: 'board' },
        correlation: '',
      }),
    EMPTY_BOARD,
  )
}
