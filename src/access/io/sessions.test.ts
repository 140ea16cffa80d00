/** A session ends when it should: at its two clocks, by hand, with its person, and in every process within five seconds. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type AccessBench, openAccessBench } from '../../../test/access.ts'
import { id, type SessionId } from '../../core/ids.ts'
import { ok } from '../../core/result.ts'
import { HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { IDLE_MS, REMEMBER_MS, SESSION_MS } from './sessions.ts'
import type { SignedIn } from './sign-in.ts'

let bench: AccessBench
before(async () => {
  bench = await openAccessBench()
})
after(() => bench.close())

const ADMIN = { kind: 'person', id: 'administrator', role: 'administrator' } as const
const WANG = id<'person'>('wang-min')

async function signedIn(person = WANG): Promise<SignedIn> {
  const done = await bench.access.signIn.asDemo(person, { from: '10.0.0.5', at: bench.clock, correlation: 'c' })
  assert.ok(done.ok)
  return done.value
}
const find = (token: string) => bench.access.sessions.find(token, bench.clock)
/** Past what is remembered, so that the database is asked again. */
const later = (ms: number): void => {
  bench.clock += Math.max(ms, REMEMBER_MS)
}
const end = (session: SessionId) =>
  bench.journal.transact(async (tx) => ok(await bench.access.sessions.end(tx, session, bench.clock)))

test('a token of 256 bits stands for the person, and only its hash is kept', async () => {
  const { token, session } = await signedIn()
  assert.equal(Buffer.from(token, 'base64url').length, 32)
  const principal = await find(token)
  assert.deepEqual([principal?.id, principal?.role, principal?.session], ['wang-min', 'duty-officer', session])
  const [row] = await bench.fresh.database.sql`select s::text as text from sessions s where id = ${session}`
  assert.equal(String(row?.text).includes(Buffer.from(token, 'base64url').toString('hex')), false)
  for (const wrong of ['', 'x', `${token}A`, token.slice(1), token.replace(/.$/, '!')])
    assert.equal(await find(wrong), null)
})

test('a shift of twelve hours at the screen is one session, and not a minute more', async () => {
  const { token } = await signedIn()
  const start = bench.clock
  while (bench.clock + 30 * MINUTE < start + SESSION_MS) {
    later(30 * MINUTE)
    assert.ok(await find(token), `after ${(bench.clock - start) / HOUR} h`)
  }
  bench.clock = start + SESSION_MS
  assert.equal(await find(token), null)
})

test('an hour with nobody at the screen ends it; the live lane counts as somebody', async () => {
  const { token, session } = await signedIn()
  later(IDLE_MS - MINUTE)
  assert.equal(await bench.access.sessions.stillOpen(session, bench.clock), true)
  later(IDLE_MS - MINUTE)
  assert.ok(await find(token))
  later(IDLE_MS)
  assert.equal(await find(token), null)
  assert.equal(await bench.access.sessions.stillOpen(session, bench.clock), false)
})

test('a session ended elsewhere is answered for five seconds at the most', async () => {
  const { token, session } = await signedIn()
  const other = await bench.another()
  assert.ok(await other.sessions.find(token, bench.clock))
  const principal = await find(token)
  assert.ok(principal)
  await bench.access.signIn.out(principal, { from: '10.0.0.5', at: bench.clock, correlation: 'c' })
  assert.equal(await find(token), null, 'at once where it was ended')
  bench.clock += 5 * SECOND
  assert.equal(await other.sessions.find(token, bench.clock), null, 'after five seconds everywhere')
  assert.equal(await other.sessions.stillOpen(session, bench.clock), false)
})

test('a disabled person is out everywhere', async () => {
  const person = await bench.access.people.add(
    { signInName: 'Li.Na', name: { zh: '李娜', en: 'Li Na' }, role: 'auditor' },
    'correct horse battery',
    { by: ADMIN, at: bench.clock, correlation: 'c' },
  )
  assert.ok(person.ok)
  const attempt = { from: '10.0.0.6', at: bench.clock, correlation: 'c' }
  const inside = await bench.access.signIn.withPassword('li.na', 'correct horse battery', attempt)
  assert.ok(inside.ok)
  assert.ok(await find(inside.value.token))
  assert.ok((await bench.access.people.disable(person.value.id, { by: ADMIN, at: bench.clock, correlation: 'c' })).ok)
  later(0)
  assert.equal(await find(inside.value.token), null)
  assert.equal((await bench.access.signIn.withPassword('li.na', 'correct horse battery', attempt)).ok, false)
})

test('a session of the demo is worth nothing where there is no demo', async () => {
  const { token } = await signedIn()
  const real = await bench.another({ demo: false })
  assert.equal(await real.sessions.find(token, bench.clock), null)
})

test('old rows are swept, running ones stay', async () => {
  const { token } = await signedIn()
  const old = await signedIn()
  await end(old.session)
  later(MINUTE)
  assert.ok((await bench.access.sessions.sweep(bench.clock)) >= 1)
  assert.ok(await find(token))
})
