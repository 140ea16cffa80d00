import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { leafBytes } from '../canonical.ts'
import type { Verdict } from '../examine.ts'
import { factLine, readLine } from '../export.ts'
import type { Fact, StreamName } from '../fact.ts'
import type { Journal } from '../journal.ts'
import { leafHash } from '../merkle.ts'
import { exportJournal } from './export.ts'
import { openJournal } from './log.ts'
import { sha256 } from './seal-key.ts'
import { openSealer, type Sealer } from './sealer.ts'
import { verifyDatabase, verifyExport } from './verify.ts'

let fresh: FreshDatabase
let sealer: Sealer
/** Lines of a good export: header, 30 facts, a checkpoint behind every tenth. */
let good: readonly Buffer[] = []
const folder = mkdtempSync(join(tmpdir(), 'firstminute-seal-'))
const open = () =>
  openSealer(fresh.database, { folder, origin: 'test-city', clock: () => 1_700_000_000_000, everyMs: 3_600_000 })

before(async () => {
  fresh = await freshDatabase()
  const journal = openJournal(fresh.database, () => 0)
  sealer = await open()
  for (let n = 1; n <= 30; n++) {
    const stream: StreamName = `order/${n % 4}`
    const fact: Fact & Readonly<Record<string, unknown>> = {
      type: 'said',
      v: 1,
      at: 1_700_000_000_000 + n,
      text: `naïve 禾城 \u001f \ud800 ${n}`,
      n: n / 3,
    }
    await journal.transact((tx) =>
      journal.append(tx, [{ stream, expected: 'any', facts: [fact] }], {
        by: { kind: 'person', id: 'wang-min', role: 'duty-officer' },
        correlation: `c-${n}`,
        recordedAt: 1_700_000_000_100 + n,
      }),
    )
    if (n % 10 === 0) await sealAll(journal, n)
  }
  const lines: Buffer[] = []
  for await (const line of exportJournal(fresh.database)) lines.push(Buffer.from(line))
  good = lines
})
after(async () => {
  await sealer.close()
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Open transactions of other test files hold back the horizon for a moment. */
async function sealAll(journal: Journal, size: number): Promise<void> {
  while ((await journal.head()) < size) await sleep(5)
  await sealer.sealNow()
}

async function examine(lines: readonly Uint8Array[], key?: string): Promise<Verdict> {
  const chunks = async function* () {
    yield Buffer.concat(lines)
  }
  return verifyExport(chunks(), () => {}, key === undefined ? {} : { key })
}
const isFact = (line: Buffer): boolean => line.includes('"seq":')
const lineOfFact = (number: number): number => good.findIndex((line) => line.includes(`"seq":${number},`))

test('an untouched export is whole, from a file too, and the database itself', async () => {
  const said: string[] = []
  const file = join(folder, 'export.ndjson')
  writeFileSync(file, Buffer.concat(good))
  assert.deepEqual(await verifyExport(file, (line) => said.push(line)), {
    ok: true,
    facts: 30,
    size: 30,
    problems: [],
    key: sealer.key,
  })
  assert.match(said.join(), /^The journal is whole: 30 facts/)
  assert.equal((await verifyDatabase(fresh.database, () => {}, { key: sealer.key })).ok, true)
  assert.equal(good.length, 1 + 30 + 3)
})

test('the private key is readable by its owner alone', () => {
  assert.equal(statSync(join(folder, 'seal-key.pem')).mode & 0o777, 0o600)
})

test('any one changed byte of a fact is found, and the fact is named', async () => {
  const places = good.flatMap((line, index) => (isFact(line) ? [index] : []))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, at, by) => {
      const line = Buffer.from(good[index] ?? [])
      // The line's own line feed included.
      line[at % line.length] = (line[at % line.length] ?? 0) ^ by
      const verdict = await examine(good.with(index, line))
      const number = /"seq":(\d+),/.exec(good[index]?.toString() ?? '')?.[1]
      assert.equal(verdict.ok, false)
      assert.match(verdict.problems.join(' '), new RegExp(`Facts? ${number} (was|to \\d+ were) changed`))
    }),
    { numRuns: 400 },
  )
})

test('any one changed byte of the header or of a checkpoint is found', async () => {
  const places = good.flatMap((line, index) => (isFact(line) ? [] : [index]))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, at, by) => {
      const line = Buffer.from(good[index] ?? [])
      line[at % line.length] = (line[at % line.length] ?? 0) ^ by
      assert.equal((await examine(good.with(index, line))).ok, false)
    }),
    { numRuns: 200 },
  )
})

test('the spare bits of a signature say nothing, and even they may not be changed', async () => {
  const text = good[0]?.toString() ?? ''
  const spare = text.replace(
    /(\w)=\\n"/,
    (_, letter: string) => `${String.fromCharCode(letter.charCodeAt(0) + 1)}=\\n"`,
  )
  assert.notEqual(spare, text)
  assert.equal((await examine(good.with(0, Buffer.from(spare)))).ok, false)
})

test('facts removed, added, moved, doubled, swapped and cut off are told apart', async () => {
  const without = (from: number, to: number) => good.filter((_, i) => i < lineOfFact(from) || i > lineOfFact(to))
  const [five, six] = [lineOfFact(5), lineOfFact(6)]
  const line = (index: number): Buffer => good[index] ?? Buffer.alloc(0)
  const cases: readonly (readonly [readonly Uint8Array[], RegExp])[] = [
    [without(7, 7), /^Fact 7 was removed\.$/],
    [without(7, 9), /^Facts 7 to 9 were removed\.$/],
    [without(10, 10), /^Fact 10 was removed\.$/],
    [good.with(five, line(six)).with(six, line(five)), /^Fact 5 stands in the wrong place: behind fact 6\.$/],
    [
      good.toSpliced(five, 0, line(lineOfFact(3))),
      /^A second line that calls itself fact 3 was added behind fact 4\.$/,
    ],
    // The same value in other letters.
    [
      good.with(five, Buffer.from(line(five).toString().replace('\\u001f', '\\u001F'))),
      /^Fact 5 was changed: its line is not in the form/,
    ],
    [good.with(five, line(lineOfFact(3))), /^Fact 5 was changed: it calls itself 3\.$/],
    [good.toSpliced(five, 0, Buffer.from('{}\n')), /^A line that cannot be read stands behind fact 4/],
    [good.slice(0, five), /^The file ends behind fact 4: it was cut off, 30 facts were signed\.$/],
    [[...good.slice(0, five), line(five).subarray(0, 20)], /^The file ends in the middle of a line behind fact 4/],
    [good.slice(1), /^The first line is not the header/],
    [[...good, factLine({ ...parsed(30), seq: 31 }, hashOf(30))], /^Fact 31 was added behind the end of 30/],
    [[...good, ...good], /^A second header stands behind fact 30/],
    [[], /^The file is empty/],
  ]
  for (const [lines, expected] of cases) {
    const { problems, ok } = await examine(lines)
    assert.equal(ok, false)
    assert.match(problems[0] ?? '', expected)
  }
})

const parsed = (number: number) => {
  const line = readLine(good[lineOfFact(number)]?.subarray(0, -1) ?? new Uint8Array())
  assert.ok(line.kind === 'fact')
  return line.fact
}
const hashOf = (number: number): string => Buffer.from(leafHash(sha256, leafBytes(parsed(number)))).toString('hex')

test('a fact that was changed together with its hash is narrowed down by the checkpoints', async () => {
  const changed = { ...parsed(14), correlation: 'another' }
  const hash = Buffer.from(leafHash(sha256, leafBytes(changed))).toString('hex')
  const { problems } = await examine(good.with(lineOfFact(14), Buffer.from(factLine(changed, hash))))
  assert.deepEqual(problems, [
    'Facts 11 to 20 do not match what was signed: at least one of them was changed together with its hash.',
  ])
})

test('an export under another key than the one the inspector holds is refused', async () => {
  const { problems } = await examine(good, 'test-city+00000000+AAAA')
  assert.match(problems.join(), /not with the one that was named/)
})

test('a fact edited by force in the database is named by its number', async () => {
  const { sql } = fresh.database
  await sql.begin(async (tx) => {
    await tx`alter table facts disable trigger facts_never_change`
    await tx`update facts set correlation = 'x' where (stream, version) = (select stream, version from leaves where seq = 12)`
    await tx`alter table facts enable trigger facts_never_change`
  })
  const { problems } = await verifyDatabase(fresh.database, () => {})
  assert.deepEqual(problems, ['Fact 12 was changed: it does not match its hash.'])
  await sql.begin(async (tx) => {
    await tx`alter table facts disable trigger facts_never_change`
    await tx`update facts set correlation = 'c-12' where correlation = 'x'`
    await tx`alter table facts enable trigger facts_never_change`
  })
})

test('a second sealer goes on where the first one stopped, and one over a changed tree does not start', async () => {
  const { sql } = fresh.database
  const again = await open()
  assert.deepEqual([again.size, again.key], [30, sealer.key])
  await again.close()
  await sql.begin(async (tx) => {
    await tx`alter table leaves disable trigger leaves_never_change`
    await tx`update leaves set hash = sha256('x') where seq = 3`
    await tx`alter table leaves enable trigger leaves_never_change`
  })
  await assert.rejects(open(), /is not the one that was signed/)
})
