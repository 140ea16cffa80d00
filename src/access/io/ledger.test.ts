/** No trace, no answer: the trace and the reading stand or fall together, and the trace says who, what, why and from where. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type AccessBench, openAccessBench } from '../../../test/access.ts'
import { id } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import type { Look } from '../access.ts'
import { PICTURE_COVERS_MS } from '../ledger.ts'

let bench: AccessBench
before(async () => {
  bench = await openAccessBench()
})
after(() => bench.close())
beforeEach(() => {
  bench.clock += 60 * 60_000
})

const duty = {
  id: id<'person'>('wang-min'),
  role: 'duty-officer',
  name: { zh: '王敏', en: 'Wang Min' },
  session: id<'session'>('session-1'),
} as const
const look = (what: Look['what'], purpose: Look['purpose'], correlation = 'c'): Look => ({
  principal: duty,
  what,
  purpose,
  from: '10.0.0.5',
  at: bench.clock,
  correlation,
})
const forIncident = (incident: string) => ({ for: 'incident', incident: id<'incident'>(incident) }) as const
const traces = () => bench.journal.read('look-up/session-1')

test('a reading of a caller leaves who, what, for which incident and from where, before it is answered', async () => {
  const read = await bench.access.ledger.reading(
    look({ kind: 'caller', id: 'running-1' }, forIncident('running-1'), 'c-caller'),
    async () => ok('13800000000'),
  )
  assert.deepEqual(read, ok('13800000000'))
  const last = (await traces()).at(-1)
  assert.deepEqual(last?.fact, {
    type: 'looked-up',
    v: 1,
    at: bench.clock,
    what: { kind: 'caller', id: 'running-1' },
    purpose: 'incident/running-1',
    from: '10.0.0.5',
    coversMs: 0,
  })
  assert.deepEqual(last?.by, { kind: 'person', id: 'wang-min', role: 'duty-officer' })
  assert.equal(last?.correlation, 'c-caller')
})

test('without a purpose that stands nothing is read', async () => {
  const before = (await traces()).length
  let wasRead = false
  const attempt = (incident: string) =>
    bench.access.ledger.reading(look({ kind: 'caller', id: incident }, forIncident(incident)), async () => {
      wasRead = true
      return ok('13800000000')
    })
  assert.deepEqual(await attempt('closed-1'), refuse('purpose-closed'))
  assert.deepEqual(await attempt('never-heard-of'), refuse('purpose-unknown'))
  assert.equal(wasRead, false)
  assert.equal((await traces()).length, before)
})

test('when the trace cannot be written there is no answer', async () => {
  const { sql } = bench.fresh.database
  await sql`alter table look_ups rename to look_ups_gone`
  let wasRead = false
  await assert.rejects(
    bench.access.ledger.reading(look({ kind: 'incident', id: 'i1' }, { for: 'duty' }), async () => {
      wasRead = true
      return ok('timeline')
    }),
  )
  await sql`alter table look_ups_gone rename to look_ups`
  assert.equal(wasRead, false)
})

test('a reading that is refused leaves no trace of an answer nobody got', async () => {
  const before = (await traces()).length
  const read = await bench.access.ledger.reading(look({ kind: 'incident', id: 'i1' }, { for: 'duty' }), async () =>
    refuse('not-found'),
  )
  assert.deepEqual(read, refuse('not-found'))
  assert.equal((await traces()).length, before)
})

test('two looks at one thing are two traces', async () => {
  const before = (await traces()).length
  for (let time = 0; time < 2; time++)
    await bench.access.ledger.reading(look({ kind: 'incident', id: 'i1' }, { for: 'duty' }), async () => ok(null))
  assert.equal((await traces()).length, before + 2)
})

test('a live picture polled for a minute is one look, and its trace says for how long it stands', async () => {
  const before = (await traces()).length
  const start = bench.clock
  for (; bench.clock < start + PICTURE_COVERS_MS; bench.clock += 2_000)
    assert.deepEqual(
      await bench.access.ledger.picture(look({ kind: 'camera', id: 'cam-1' }, { for: 'duty' })),
      ok(null),
    )
  assert.equal((await traces()).length, before + 1)
  const fact = (await traces()).at(-1)?.fact
  assert.ok(fact && 'coversMs' in fact && fact.coversMs === PICTURE_COVERS_MS)
  await bench.access.ledger.picture(look({ kind: 'camera', id: 'cam-1' }, { for: 'duty' }))
  await bench.access.ledger.picture(look({ kind: 'camera', id: 'cam-2' }, { for: 'duty' }))
  assert.equal((await traces()).length, before + 3, 'the next minute and the next camera are looks of their own')
})

test('the auditor reads the ledger newest first, page by page, by person and by thing', async () => {
  for (let time = 0; time < 5; time++) {
    bench.clock += 1000
    await bench.access.ledger.reading(look({ kind: 'warning', id: `w-${time}` }, { for: 'duty' }), async () => ok(null))
  }
  const list = (filter: { before?: string; person?: string; kind?: string; thing?: string }) =>
    bench.journal.transact(async (tx) => ok(await bench.access.ledger.list(tx, { limit: 2, ...filter })))
  const first = await list({ kind: 'warning' })
  assert.ok(first.ok)
  assert.deepEqual(
    first.value.map((entry) => entry.what.id),
    ['w-4', 'w-3'],
  )
  const second = await list({ kind: 'warning', before: first.value.at(-1)?.id ?? '' })
  assert.ok(second.ok)
  assert.deepEqual(
    second.value.map((entry) => entry.what.id),
    ['w-2', 'w-1'],
  )
  const [one] = first.value
  assert.deepEqual(one?.by, { kind: 'person', id: 'wang-min', role: 'duty-officer', session: 'session-1' })
  const nobody = await list({ person: 'somebody-else' })
  assert.ok(nobody.ok)
  assert.deepEqual(nobody.value, [])
})
