/** Positions on their way to disk: gathered for 50 ms, written in one insert, answered only when durable; a full queue says so at once. */
import type postgres from 'postgres'
import { id, type UnitId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Clock, HOUR } from '../../core/time.ts'
import { type Fix, KEEP_MS, noteArrival, SKEW_NOTED_MS, type Skew, skewMs } from '../position.ts'
import { keepPartitions } from './partitions.ts'
import type { World } from './world.ts'

export type Positions = {
  /** `known`: this unit has already reported this instant. `busy`: not taken, send it again. */
  record(unit: UnitId, fix: Fix, arrivedAt: number): Promise<Result<'stored' | 'known', 'busy'>>
  /** How far a unit's clock is behind (negative: ahead), as far as its reports show; null: none since the start. */
  skewMs(unit: UnitId): number | null
  waiting(): number
  close(): Promise<void>
}

export type PositionsDeps = {
  readonly sql: postgres.Sql
  readonly clock: Clock
  readonly world: World
  readonly keepMs?: number
  readonly everyMs?: number
  readonly mostWaiting?: number
  /** A unit's clock has come to be wrong by more than half a minute. */
  readonly onSkew?: (unit: UnitId, skewMs: number) => void
  readonly onTrouble?: (error: unknown) => void
  readonly onWritten?: (written: { readonly stored: number; readonly known: number; readonly ms: number }) => void
}

type Waiting = {
  readonly unit: UnitId
  readonly fix: Fix
  readonly arrivedAt: number
  readonly settle: (answer: Result<'stored' | 'known', 'busy'>) => void
}

/** One insert holds at most this many, so that a long queue does not become one long transaction that readers wait for. */
const MOST_AT_ONCE = 2_000

export async function openPositions(deps: PositionsDeps): Promise<Positions> {
  const { sql, clock, world } = deps
  const keepMs = deps.keepMs ?? KEEP_MS
  const everyMs = deps.everyMs ?? 50
  const mostWaiting = deps.mostWaiting ?? 10_000
  const skews = new Map<UnitId, Skew>()
  let queue: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let closed = false

  await keepPartitions(sql, clock(), keepMs)
  const housekeeping = setInterval(() => keepPartitions(sql, clock(), keepMs).catch(trouble), HOUR)
  housekeeping.unref()
  await loadNewest(sql, world, clock() - 12 * HOUR)

  function trouble(error: unknown): void {
    deps.onTrouble?.(error)
  }

  function soon(): void {
    if (timer || writing || queue.length === 0) return
    timer = setTimeout(() => {
      timer = undefined
      writing = flush().finally(() => {
        writing = undefined
        soon()
      })
    }, everyMs)
  }

  async function flush(): Promise<void> {
    const batch = queue.slice(0, MOST_AT_ONCE)
    queue = queue.slice(MOST_AT_ONCE)
    const from = performance.now()
    try {
      const stored = await write(sql, batch)
      let known = 0
      for (const waiting of batch) {
        // The first of two equal reports in one batch takes the row's place, the second finds it gone.
        const isNew = stored.delete(keyOf(waiting.unit, waiting.fix.at))
        if (isNew) world.put(waiting.unit, waiting.fix)
        else known++
        waiting.settle(ok(isNew ? 'stored' : 'known'))
      }
      deps.onWritten?.({ stored: batch.length - known, known, ms: performance.now() - from })
    } catch (error) {
      trouble(error)
      for (const waiting of batch) waiting.settle(refuse('busy'))
    }
  }

  function noteClock(unit: UnitId, fix: Fix, arrivedAt: number): void {
    const before = skews.get(unit) ?? null
    const after = noteArrival(before, fix.at, arrivedAt)
    if (after === before) return
    skews.set(unit, after)
    const wrong = Math.abs(skewMs(after)) > SKEW_NOTED_MS
    if (wrong && !(before && Math.abs(skewMs(before)) > SKEW_NOTED_MS)) deps.onSkew?.(unit, skewMs(after))
  }

  return {
    record(unit, fix, arrivedAt) {
      if (closed || queue.length >= mostWaiting) return Promise.resolve(refuse('busy'))
      noteClock(unit, fix, arrivedAt)
      return new Promise((settle) => {
        queue.push({ unit, fix, arrivedAt, settle })
        soon()
      })
    },
    skewMs: (unit) => {
      const skew = skews.get(unit)
      return skew ? skewMs(skew) : null
    },
    waiting: () => queue.length,
    async close() {
      closed = true
      clearInterval(housekeeping)
      clearTimeout(timer)
      timer = undefined
      await writing
      while (queue.length > 0) await flush()
    },
  }
}

const keyOf = (unit: string, at: number): string => `${unit} ${at}`

/** Answers the keys that were new. */
async function write(sql: postgres.Sql, batch: readonly Waiting[]): Promise<Set<string>> {
  const column = <T>(of: (waiting: Waiting) => T): T[] => batch.map(of)
  const rows = await sql<{ unit: string; at: number }[]>`
    insert into positions (unit, at, received_at, lon, lat, speed_kmh, heading, accuracy_m, altitude_m)
    select * from unnest(
      ${column((w) => w.unit)}::text[], ${column((w) => w.fix.at)}::bigint[], ${column((w) => w.arrivedAt)}::bigint[],
      ${column((w) => w.fix.position[0])}::float8[], ${column((w) => w.fix.position[1])}::float8[],
      ${column((w) => w.fix.speedKmh)}::float4[], ${column((w) => w.fix.headingDegrees)}::float4[],
      ${column((w) => w.fix.accuracyM)}::float4[], ${column((w) => w.fix.altitudeM)}::float4[])
    on conflict do nothing
    returning unit, at`
  return new Set(rows.map((row) => keyOf(row.unit, row.at)))
}

/** A server that was started again shows where its units were, as old as that is. */
async function loadNewest(sql: postgres.Sql, world: World, since: number): Promise<void> {
  const units = world.units.map((unit) => unit.id)
  const rows = await sql<
    { unit: string; at: number; lon: number; lat: number; speed_kmh: number | null; heading: number | null }[]
  >`
    select u.unit, p.at, p.lon, p.lat, p.speed_kmh, p.heading
    from unnest(${units}::text[]) as u(unit)
    cross join lateral (
      select at, lon, lat, speed_kmh, heading from positions
      where unit = u.unit and at >= ${since} order by at desc limit 1) p`
  for (const row of rows)
    world.put(id<'unit'>(row.unit), {
      at: row.at,
      position: [row.lon, row.lat],
      speedKmh: row.speed_kmh,
      headingDegrees: row.heading,
    })
}
