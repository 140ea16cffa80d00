/** The clocks of orders: counted once, in published buckets, and the same when they are counted from the journal by hand. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../test/database.ts'
import { diceFrom } from '../core/dice.ts'
import { type AgencyId, id } from '../core/ids.ts'
import { HOUR, MINUTE, SECOND } from '../core/time.ts'
import {
  bucketOf,
  CLOCK_RULES,
  CLOCKS,
  type ClockName,
  type clockFiguresOf,
  distributionOf,
  percentileOf,
  type Times,
  timesOf,
} from './clocks.ts'
import { evolve as evolveIncident } from './incident.ts'
import { close, openByCall, order } from './io/incidents.ts'
import { answer } from './io/orders.ts'
import { openStage } from './io/stage.ts'
import { evolve, type Order } from './order.ts'
import { figuresOf } from './report/figures.ts'
import { readMaterial } from './report/io/material.ts'
import { TARGETS } from './report/targets.ts'
import { AMBULANCE, issued, MORNING, OFFICER, opened, POLICE, RESCUE, RESCUE_DESK, SHOULDER } from './samples.ts'

// Before the database is opened: hooks run in order, and its own server stops in one.
after(() => fresh.drop())
const fresh = await freshDatabase()

test('a span on a bound belongs to the lower bucket, one millisecond more to the next', () => {
  const { bounds } = CLOCK_RULES['sign-for']
  assert.deepEqual(
    [0, 30 * SECOND, 30 * SECOND + 1, 180 * SECOND, 180 * SECOND + 1].map((span) => bucketOf(bounds, span)),
    [0, 0, 1, 3, 4],
  )
})

test('every span is in exactly one bucket, and the percentiles are spans that occurred', () => {
  const spans = fc.array(fc.integer({ min: 0, max: 5 * HOUR }), { maxLength: 60 })
  fc.assert(
    fc.property(spans, fc.constantFrom(...CLOCKS), (all, clock) => {
      const rule = CLOCK_RULES[clock]
      const none: Times = { ...nothing, [rule.from]: MORNING }
      const { counted, buckets, p50, p95 } = distributionOf(rule, [
        ...all.map((span): Times => ({ ...none, [rule.to]: MORNING + span })),
        none,
      ])
      assert.equal(counted, all.length)
      assert.equal(
        buckets.reduce((sum, count) => sum + count, 0),
        all.length,
      )
      for (const value of [p50, p95]) assert.ok(value === null ? all.length === 0 : all.includes(value))
      const sorted = [...all].sort((a, b) => a - b)
      assert.ok(sorted.filter((span) => span <= (percentileOf(sorted, 0.5) ?? 0)).length * 2 >= all.length)
    }),
  )
})
const nothing: Times = {
  ...{
    observed: null,
    issued: null,
    delivered: null,
    'signed-for': null,
    'set-out': null,
    arrived: null,
    feedback: null,
  },
}

test('an order that was taken and never cleared has its feedback when the incident is closed; one nobody took has none', () => {
  const key = id<'order'>('o-1')
  const ordered = evolve(null, key, { type: 'issued', v: 1, at: MORNING, ...issued() })
  const open = evolveIncident(null, ordered.issued.incident, { type: 'opened', v: 1, at: MORNING, ...opened() })
  const closed = evolveIncident(open, open.id, {
    ...{ type: 'closed', v: 1, at: MORNING + HOUR, outcome: 'resolved', by: OFFICER },
  })
  assert.equal(timesOf(ordered, closed).feedback, null)
  const taken = evolve(ordered, key, {
    ...{ type: 'signed-for', v: 1, at: MORNING + 20 * SECOND, by: RESCUE_DESK, agencyNumber: null, unit: null },
  })
  assert.equal(timesOf(taken, null).feedback, null)
  assert.equal(timesOf(taken, closed).feedback, MORNING + HOUR)
  const cleared = evolve(taken, key, { type: 'cleared', v: 1, at: MORNING + MINUTE, by: RESCUE_DESK })
  assert.equal(timesOf(cleared, closed).feedback, MORNING + MINUTE)
})

/** The same figures, from the facts alone and by other means: SQL over the journal that knows nothing of `evolve`. */
async function bySql(from: number, to: number) {
  return fresh.database.sql<{ clock: ClockName; agency: AgencyId; spans: number[] }[]>`
    with opened as (
      select substr(stream, 10) as incident from facts
      where stream like 'incident/%' and body->>'type' = 'opened'
        and (body->>'at')::bigint >= ${from} and (body->>'at')::bigint < ${to}),
    closed as (
      select substr(stream, 10) as incident, max((body->>'at')::bigint) as at from facts
      where stream like 'incident/%' and body->>'type' = 'closed' group by 1),
    issue as (
      select stream, body->>'incident' as incident, body->>'agency' as agency, (body->>'at')::bigint as at
      from facts where stream like 'order/%' and body->>'type' = 'issued'),
    -- No step is earlier than the steps before it.
    step as (
      select stream, body->>'type' as type,
        max((body->>'at')::bigint) over (partition by stream order by version) as at
      from facts where stream like 'order/%'
        and body->>'type' in ('issued', 'delivered', 'signed-for', 'set-out', 'arrived', 'cleared')),
    times as (
      select i.agency, i.at as issued,
        (select min(at) from step s where s.stream = i.stream and type in ('signed-for', 'set-out', 'arrived', 'cleared')) as signed,
        (select min(at) from step s where s.stream = i.stream and type = 'set-out') as set_out,
        (select min(at) from step s where s.stream = i.stream and type = 'arrived') as arrived,
        (select min(at) from step s where s.stream = i.stream and type = 'cleared') as cleared,
        c.at as closed
      from issue i join opened o using (incident) left join closed c using (incident)),
    long as (
      select agency, 'sign-for' as clock, signed - issued as span from times
      union all select agency, 'turn-out', set_out - issued from times
      union all select agency, 'arrival', arrived - issued from times
      union all select agency, 'feedback', coalesce(cleared, case when signed is not null then closed end) - issued from times)
    select clock, agency, array_agg(span order by span) as spans from long where span is not null group by 1, 2`
}

test('the report counts what an independent query over the journal counts, per agency, bucket and percentile', async () => {
  const stage = openStage(fresh.database)
  const { given } = stage
  const dice = diceFrom(11, 'clocks')
  const from = stage.now()
  for (let round = 0; round < 40; round++) {
    const calling = { kind: 'collision', priority: 2, place: SHOULDER, caller: null } as const
    const begun = await openByCall(given, stage.command(), calling, OFFICER)
    assert.ok(begun.ok)
    const { incident } = begun.value
    stage.turn(dice.below(90) * SECOND)
    const sends = [POLICE, RESCUE, AMBULANCE].filter(() => dice.chance(0.8)).map((agency) => ({ agency, unit: null }))
    const ordered = await order(given, stage.command(), incident.id, { plan: null, sends }, OFFICER)
    const running: Order[] = ordered.ok ? [...ordered.value.orders] : []
    for (const says of ['received', 'signed-for', 'on-the-way', 'arrived', 'cleared'] as const) {
      stage.turn(dice.below(says === 'received' ? 20 : 900) * SECOND)
      for (const one of running)
        if (dice.chance(0.8))
          await answer(given, stage.command(), one.id, {
            ...{ answer: says, by: { via: 'console', id: 'desk' }, cause: null, agencyNumber: null, unit: null },
            // A source's clock is off by up to half a minute either way.
            at: stage.now() + (dice.below(60) - 30) * SECOND,
          })
    }
    if (dice.chance(0.5)) await close(given, stage.command(), incident.id, { outcome: 'resolved' }, OFFICER)
  }
  const to = stage.now() + 1
  const figures = figuresOf(await readMaterial(fresh.database.sql, from, to), TARGETS)
  const rows = await bySql(from, to)
  assert.ok(rows.length >= 12)
  const spansOf = (clock: ClockName, agency: AgencyId | null): number[] =>
    rows
      .filter((row) => row.clock === clock && (agency === null || row.agency === agency))
      .flatMap((row) => row.spans.map(Number))
  const check = (own: ReturnType<typeof clockFiguresOf>, agency: AgencyId | null): void => {
    for (const clock of CLOCKS) {
      const { bounds } = CLOCK_RULES[clock]
      const spans = spansOf(clock, agency).sort((a, b) => a - b)
      const edges = [-1, ...bounds, Number.POSITIVE_INFINITY]
      assert.equal(own[clock].counted, spans.length, clock)
      assert.deepEqual(
        own[clock].buckets,
        edges.slice(1).map((edge, index) => spans.filter((span) => span > (edges[index] ?? 0) && span <= edge).length),
      )
      assert.equal(own[clock].p90, spans[Math.ceil(0.9 * spans.length) - 1] ?? null)
    }
  }
  check(figures.clocks, null)
  for (const { of, clocks } of figures.byAgency) check(clocks, of)
  assert.deepEqual(
    figures.byAgency.map(({ of }) => of),
    [AMBULANCE, RESCUE, POLICE].sort(),
  )
})
