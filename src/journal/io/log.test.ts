import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Fact, Numbered, StreamName } from '../fact.ts'
import type { Entry, Journal, Origin } from '../journal.ts'
import { openDatabase, sqlOf } from './database.ts'
import { openJournal } from './log.ts'

let fresh: FreshDatabase
let journal: Journal
before(async () => {
  fresh = await freshDatabase()
  journal = openJournal(fresh.database, () => 1_700_000_000_000)
})
after(() => fresh.drop())

/** Each test begins behind what the tests before it have written. */
let start = 0
beforeEach(async () => {
  start = await settledHead()
})

/** Other test files share the server, and their open transactions hold the horizon for a moment. */
async function settledHead(): Promise<number> {
  for (;;) {
    const [row] = await fresh.database.sql<{ n: number }[]>`select count(*) as n from facts`
    const head = await journal.head()
    if (head === row?.n) return head
    await sleep(5)
  }
}

const origin: Origin = { by: { kind: 'system', id: 'test' }, correlation: 'c-1', recordedAt: 1_700_000_000_001 }
const said = (n: number): Fact & { n: number } => ({ type: 'said', v: 1, at: n, n })
let streams = 0
const stream = (): StreamName => `order/${++streams}`
const add = (name: StreamName, expected: Entry['expected'], ...facts: Fact[]) =>
  journal.transact((tx) => journal.append(tx, [{ stream: name, expected, facts }], origin))

test('what was appended is read back as it was written, in order', async () => {
  const name = stream()
  const odd = { ...said(1), text: 'naïve 禾城 \u0000 \ud800 "', tiny: 5e-324, nested: { b: [1, null], a: true } }
  const appended = await add(name, 0, odd, said(2))
  const read = await journal.read(name)
  assert.deepEqual(appended, ok(read))
  assert.deepEqual(read[0], { stream: name, version: 1, ...origin, fact: odd })
  assert.equal(read[1]?.version, 2)
})

test('of two writers of one version one wins and the other gets a conflict, also when both run at once', async () => {
  const name = stream()
  assert.equal((await add(name, 0, said(1))).ok, true)
  assert.deepEqual(await add(name, 0, said(2)), refuse('conflict'))
  const results = await Promise.all(Array.from({ length: 10 }, (_, n) => add(name, 1, said(n))))
  assert.equal(results.filter((r) => r.ok).length, 1)
  assert.deepEqual(results.filter((r) => !r.ok)[0], refuse('conflict'))
  assert.equal((await journal.read(name)).length, 2)
})

test('a version that would leave a hole is a conflict', async () => {
  assert.deepEqual(await add(stream(), 3, said(1)), refuse('conflict'))
})

test('several streams are appended together or not at all, and views with them', async () => {
  const { sql } = fresh.database
  await sql`create table view (id int)`
  const [a, b] = [stream(), stream()]
  await add(b, 0, said(1))
  const both = (expectedOfB: number) =>
    journal.transact(async (tx) => {
      await sqlOf(tx)`insert into view values (1)`
      const entries = [
        { stream: a, expected: 0, facts: [said(1), said(2)] },
        { stream: b, expected: expectedOfB, facts: [said(3)] },
      ]
      return journal.append(tx, entries, origin)
    })
  assert.deepEqual(await both(0), refuse('conflict'))
  assert.deepEqual(await journal.read(a), [])
  assert.equal((await sql`select 1 from view`).length, 0)
  assert.equal((await both(1)).ok, true)
  assert.deepEqual([(await journal.read(a)).length, (await journal.read(b)).length], [2, 2])
  assert.equal((await sql`select 1 from view`).length, 1)
})

test('a refusal of the work undoes what it had appended', async () => {
  const name = stream()
  const result = await journal.transact(async (tx) => {
    await journal.append(tx, [{ stream: name, expected: 0, facts: [said(1)] }], origin)
    return refuse('not-so')
  })
  assert.deepEqual(result, refuse('not-so'))
  assert.deepEqual(await journal.read(name), [])
})

test('where order does not matter, any number of writers append to one stream without a conflict', async () => {
  const [a, b] = [stream(), stream()]
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      journal.transact((tx) => {
        // In both orders: the locks are taken in one order, so nobody waits in a ring.
        const names = n % 2 ? [a, b] : [b, a]
        const entries = names.map((name) => ({ stream: name, expected: 'any' as const, facts: [said(n)] }))
        return journal.append(tx, entries, origin)
      }),
    ),
  )
  assert.ok(results.every((r) => r.ok))
  assert.deepEqual(
    (await journal.read(a)).map((r) => r.version),
    Array.from({ length: 20 }, (_, n) => n + 1),
  )
})

test('more transactions than connections do not wait for each other for ever, even when each reads inside', async () => {
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      journal.transact(async (tx) => {
        const name: StreamName = `order/crowd-${n}`
        const before = await journal.read(name)
        return journal.append(tx, [{ stream: name, expected: before.length, facts: [said(n)] }], origin)
      }),
    ),
  )
  assert.ok(results.every((r) => r.ok))
})

test('a fact that commits late is not skipped, and nothing behind it is shown before it', async () => {
  const [slow, quick] = [stream(), stream()]
  const seen: Numbered[] = []
  const follower = journal.follow(start, (facts) => void seen.push(...facts))
  let release: () => void = () => {}
  const held = new Promise<void>((settle) => {
    release = settle
  })
  let begun: () => void = () => {}
  const hasBegun = new Promise<void>((settle) => {
    begun = settle
  })
  const late = journal.transact(async (tx) => {
    const result = await journal.append(tx, [{ stream: slow, expected: 0, facts: [said(1)] }], origin)
    begun()
    await held
    return result
  })
  await hasBegun
  await add(quick, 0, said(2))
  await sleep(60)
  assert.equal(seen.length, 0)
  assert.deepEqual(await journal.readFrom(start, 10), [])
  release()
  await late
  await until(() => seen.length === 2)
  await follower.stop()
  assert.deepEqual(
    seen.map((f) => [f.stream, f.seq]),
    [
      [slow, start + 1],
      [quick, start + 2],
    ],
  )
})

test('what was written in the knowledge of another fact stands behind it, even by a transaction that had begun earlier', async () => {
  const name = stream()
  const other = openDatabase(fresh.url)
  await journal.transact(async (tx) => {
    // Gives this transaction its number, lower than that of the writer below.
    await sqlOf(tx)`select pg_current_xact_id()`
    await openJournal(other, () => 0).transact((tx2) =>
      journal.append(tx2, [{ stream: name, expected: 0, facts: [said(1)] }], origin),
    )
    return journal.append(tx, [{ stream: name, expected: 1, facts: [said(2)] }], origin)
  })
  await other.close()
  await settledHead()
  const facts = await journal.readFrom(start, 10)
  assert.deepEqual(
    facts.map((f) => f.version),
    [1, 2],
  )
})

test('eight writers at once: two followers see every fact once, in order, with the same numbers, also after a restart', async () => {
  const EACH = 60
  const here: Numbered[] = []
  const there: Numbered[] = []
  const other = openDatabase(fresh.url)
  const followers = [
    journal.follow(start, (facts) => void here.push(...facts)),
    openJournal(other, () => 0).follow(start, (facts) => void there.push(...facts)),
  ]
  const given = new Set<string>()
  const writers = Array.from({ length: 8 }, async () => {
    const name = stream()
    for (let n = 0; n < EACH; n++) {
      const result = await journal.transact(async (tx): Promise<Result<unknown>> => {
        const appended = await journal.append(tx, [{ stream: name, expected: n, facts: [said(n)] }], origin)
        if (n % 7 === 0) await sleep(n % 5)
        // Every ninth gives up once, and tries again: numbers have no holes all the same.
        if (n % 9 !== 8 || given.has(`${name}${n}`)) return appended
        given.add(`${name}${n}`)
        return refuse('given-up')
      })
      if (!result.ok) n--
    }
  })
  await Promise.all(writers)
  await until(() => here.length === 8 * EACH && there.length === 8 * EACH)
  await Promise.all(followers.map((f) => f.stop()))
  await other.close()
  assert.deepEqual(
    here.map((f) => f.seq),
    Array.from({ length: 8 * EACH }, (_, n) => start + 1 + n),
  )
  assert.deepEqual(there, here)
  const versions = new Map<string, number>()
  for (const { stream: name, version } of here) {
    assert.equal(version, (versions.get(name) ?? 0) + 1)
    versions.set(name, version)
  }
  // Read again from the middle, as a process does that starts anew.
  assert.deepEqual(await journal.readFrom(start + 100, 1000), here.slice(100))
  assert.equal(await journal.head(), start + 8 * EACH)
})

test('a follower sees a fact within ten milliseconds of its commit', async () => {
  const waits: number[] = []
  let committed = 0
  let seen = 0
  const follower = journal.follow(start, (facts) => {
    seen += facts.length
    waits.push(performance.now() - committed)
  })
  for (let n = 0; n < 20; n++) {
    await add(stream(), 0, said(n))
    committed = performance.now()
    await until(() => seen > n, 1)
  }
  await follower.stop()
  waits.sort((a, b) => a - b)
  // The median: one slow moment of a busy machine is no broken promise.
  assert.ok((waits[10] ?? 99) < 10, `median ${waits[10]} ms`)
})

test('a sink that throws gets the same facts again', async () => {
  const trouble: unknown[] = []
  const careful = openJournal(
    fresh.database,
    () => 0,
    (error) => trouble.push(error),
  )
  await add(stream(), 0, said(1))
  const seen: number[] = []
  let failed = false
  const follower = careful.follow(start, (facts) => {
    if (!failed) {
      failed = true
      throw new Error('full')
    }
    seen.push(...facts.map((f) => f.seq))
  })
  await until(() => seen.length === 1)
  await follower.stop()
  assert.deepEqual([seen, trouble.length], [[start + 1], 1])
})

test('a command with one key is carried out once, and every later call gets the first answer', async () => {
  const name = stream()
  let runs = 0
  const command = (key: string, requestHash = 'h', actor = 'wang-min') =>
    journal.once({ key, actor, requestHash }, async (tx) => {
      runs++
      const appended = await journal.append(tx, [{ stream: name, expected: 'any', facts: [said(runs)] }], origin)
      return appended.ok ? ok({ run: runs }) : appended
    })
  assert.deepEqual(await command('k1'), ok({ run: 1 }))
  assert.deepEqual(await command('k1'), ok({ run: 1 }))
  assert.deepEqual(await command('k1', 'another body'), refuse('key-reused'))
  assert.deepEqual(await command('k1', 'h', 'zhou-lei'), ok({ run: 2 }))
  const crowd = await Promise.all(Array.from({ length: 12 }, () => command('k2')))
  assert.deepEqual(crowd, Array(12).fill(ok({ run: 3 })))
  assert.equal((await journal.read(name)).length, 3)
})

test('a refused command stays refused and undone; a conflict and a bug may be tried again with the same key', async () => {
  const name = stream()
  const command = (key: string, outcome: 'refuse' | 'conflict' | 'throw' | 'ok') =>
    journal.once({ key, actor: 'a', requestHash: 'h' }, async (tx) => {
      await journal.append(tx, [{ stream: name, expected: 'any', facts: [said(1)] }], origin)
      if (outcome === 'throw') throw new Error('bug')
      return outcome === 'ok' ? ok('done') : refuse(outcome === 'refuse' ? 'already-judged' : 'conflict')
    })
  assert.deepEqual(await command('r1', 'refuse'), refuse('already-judged'))
  assert.deepEqual(await command('r1', 'ok'), refuse('already-judged'))
  assert.deepEqual(await command('r2', 'conflict'), refuse('conflict'))
  await assert.rejects(command('r2', 'throw'), /bug/)
  assert.deepEqual(await journal.read(name), [])
  assert.deepEqual(await command('r2', 'ok'), ok('done'))
  assert.equal((await journal.read(name)).length, 1)
})

test('a deadlock between two transactions is tried again inside', async () => {
  const { sql } = fresh.database
  await sql`create table pair (id int primary key, n int)`
  await sql`insert into pair values (1, 0), (2, 0)`
  const cross = (first: number, second: number) =>
    journal.transact(async (tx) => {
      await sqlOf(tx)`update pair set n = n + 1 where id = ${first}`
      await sleep(30)
      await sqlOf(tx)`update pair set n = n + 1 where id = ${second}`
      return ok(null)
    })
  assert.deepEqual(await Promise.all([cross(1, 2), cross(2, 1)]), [ok(null), ok(null)])
  assert.deepEqual(
    (await sql<{ n: number }[]>`select n from pair`).map((r) => r.n),
    [2, 2],
  )
})

async function until(done: () => boolean, everyMs = 5): Promise<void> {
  for (const from = performance.now(); !done(); await sleep(everyMs))
    if (performance.now() - from > 20_000) throw new Error('waited 20 s in vain')
}
