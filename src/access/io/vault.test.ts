/** Particulars come out as they went in, for nobody but their own row, and never again after the key is gone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type AccessBench, openAccessBench } from '../../../test/access.ts'
import { id, type SubjectId, uuidv7 } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Particulars, VaultRefusal } from '../access.ts'
import { dueForErasure, type Kept } from '../retention.ts'
import { masterKeyOf } from './master-key.ts'
import { openVault } from './vault.ts'

let bench: AccessBench
before(async () => {
  bench = await openAccessBench()
})
after(() => bench.close())

let made = 0
const subject = (): SubjectId => id<'subject'>(uuidv7(++made, new Uint8Array(10).fill(made % 256)))

async function put(who: SubjectId, particulars: Particulars, eraseAfter = 1e15): Promise<string> {
  const done = await bench.journal.transact(async (tx) =>
    ok(await bench.access.vault.put(tx, who, particulars, { at: bench.clock, eraseAfter })),
  )
  assert.ok(done.ok)
  return done.value.digest
}
const open = (who: SubjectId): Promise<Result<Particulars, VaultRefusal>> =>
  bench.journal.transact((tx) => bench.access.vault.open(tx, who))

const ASKED = { because: 'asked', by: { kind: 'person', id: 'dpo', role: 'auditor' }, correlation: 'c' } as const

test('what was put in comes out, whatever the script', async () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), texts, { maxKeys: 4 }), async (particulars) => {
      const who = subject()
      await put(who, particulars)
      const opened = await open(who)
      assert.ok(opened.ok)
      assert.deepEqual({ ...opened.value }, { ...particulars })
    }),
    { numRuns: 25 },
  )
})

test('nothing readable stands in the tables', async () => {
  const who = subject()
  await put(who, { name: 'Zhang Wei', phone: '13800000000' })
  const [row] = await bench.fresh.database.sql`
    select (v.ciphertext || v.nonce || k.wrapped || k.nonce) as bytes from vault v join vault_keys k using (subject)
    where subject = ${who}`
  assert.ok(row?.bytes instanceof Buffer)
  assert.equal(row.bytes.includes('Zhang'), false)
  assert.equal(row.bytes.includes('138000'), false)
})

test('the same particulars of two subjects have nothing in common outside', async () => {
  const same = { name: 'Zhang Wei', phone: '13800000000' }
  const [one, two] = [await put(subject(), same), await put(subject(), same)]
  assert.match(one, /^[0-9a-f]{64}$/)
  assert.notEqual(one, two)
})

test('a row moved under another subject does not open', async () => {
  const [mine, other] = [subject(), subject()]
  await put(mine, { name: 'mine' })
  await put(other, { name: 'other' })
  const { sql } = bench.fresh.database
  await sql`update vault a set nonce = b.nonce, ciphertext = b.ciphertext from vault b
    where a.subject = ${mine} and b.subject = ${other}`
  assert.deepEqual(await open(mine), refuse('vault-damaged'))
  await sql`update vault_keys a set nonce = b.nonce, wrapped = b.wrapped from vault_keys b
    where a.subject = ${mine} and b.subject = ${other}`
  assert.deepEqual(await open(mine), refuse('vault-damaged'), 'not even with its key moved along')
})

test('any changed byte is noticed', async () => {
  const who = subject()
  await put(who, { name: 'Zhang Wei', phone: '13800000000' })
  const { sql } = bench.fresh.database
  const [row] = await sql<{ ciphertext: Buffer; wrapped: Buffer }[]>`
    select v.ciphertext, k.wrapped from vault v join vault_keys k using (subject) where subject = ${who}`
  assert.ok(row)
  const flipped = (bytes: Buffer, at: number): Buffer => {
    const copy = Buffer.from(bytes)
    copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ 1
    return copy
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.boolean(), async (at, key) => {
      if (key) await sql`update vault_keys set wrapped = ${flipped(row.wrapped, at)} where subject = ${who}`
      else await sql`update vault set ciphertext = ${flipped(row.ciphertext, at)} where subject = ${who}`
      assert.deepEqual(await open(who), refuse('vault-damaged'))
      await sql`update vault_keys set wrapped = ${row.wrapped} where subject = ${who}`
      await sql`update vault set ciphertext = ${row.ciphertext} where subject = ${who}`
    }),
    { numRuns: 15 },
  )
  assert.equal((await open(who)).ok, true)
})

test('erasing deletes the key, says so in the journal, and cannot be done twice', async () => {
  const who = subject()
  await put(who, { phone: '13800000000' })
  const erase = () => bench.journal.transact((tx) => bench.access.vault.erase(tx, who, { at: bench.clock, ...ASKED }))
  assert.deepEqual(await erase(), ok(null))
  assert.deepEqual(await open(who), refuse('erased'))
  assert.deepEqual(await erase(), refuse('erased'))
  const [left] = await bench.fresh.database.sql`
    select (select count(*) from vault_keys where subject = ${who})::int as keys,
           (select octet_length(ciphertext) from vault where subject = ${who}) as bytes`
  assert.deepEqual({ ...left }, { keys: 0, bytes: 0 })
  const last = (await bench.journal.read('access/vault')).at(-1)
  assert.deepEqual(last?.fact, { type: 'particulars-erased', v: 1, at: bench.clock, subject: who, because: 'asked' })
  assert.deepEqual(await open(subject()), refuse('not-in-vault'))
})

test('the job erases exactly what is due, as the rule says', async () => {
  const now = bench.clock
  const clocks = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(clocks, async (offsets) => {
      const rows: Kept[] = []
      for (const offset of offsets) {
        const who = subject()
        await put(who, { name: 'x' }, now + offset)
        rows.push({ subject: who, eraseAfter: now + offset, erasedAt: null })
      }
      const due = new Set(dueForErasure(rows, now))
      await bench.access.vault.eraseDue(now, 'c')
      for (const row of rows) assert.equal((await open(row.subject)).ok, !due.has(row.subject))
    }),
    { numRuns: 8 },
  )
  assert.equal(await bench.access.vault.eraseDue(now, 'c'), 0)
})

test('a vault written under another master key is not opened at all', async () => {
  await put(subject(), { name: 'x' })
  const { database } = bench.fresh
  const masterKey = masterKeyOf(new Uint8Array(32).fill(7))
  await assert.rejects(openVault({ database, journal: bench.journal, masterKey }), /bring it back/)
})
