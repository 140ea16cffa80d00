/** Keeping and erasing over a real database and real files, with cameras that answer as told and a clock that the test turns. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type FreshDatabase, freshDatabase } from '../../../../test/database.ts'
import { missingFfmpeg, testClip } from '../../../../test/test-clip.ts'
import { id } from '../../../core/ids.ts'
import { ok, refuse } from '../../../core/result.ts'
import { DAY, MINUTE, SECOND } from '../../../core/time.ts'
import { openJournal } from '../../../journal/io/log.ts'
import type { Journal } from '../../../journal/journal.ts'
import { CLIP, KEEP_MS, MORNING, SUPERVISOR, WHY } from '../../evidence/evidence.fixture.ts'
import type { Evidence, EvidenceId, Subject } from '../../evidence/evidence.ts'
import type { Eyes } from '../../eyes.ts'
import { type Folder, openFolder, sealOf } from './folder.ts'
import { type Keeper, openKeeper } from './keeper.ts'
import { eraseDue, type RetentionGiven, sweepOrphans } from './retention.ts'
import { readEvidence, wishDone } from './store.ts'

const skip = missingFfmpeg()

let fresh: FreshDatabase
let journal: Journal
let path: string
let clips: string
let folder: Folder
let at = MORNING
const clock = (): number => at
const forgotten: string[] = []

before(async () => {
  fresh = await freshDatabase()
  journal = openJournal(fresh.database, clock)
  path = await mkdtemp(join(tmpdir(), 'firstminute-evidence-'))
  clips = await mkdtemp(join(tmpdir(), 'firstminute-clips-'))
  folder = await openFolder(path)
})
after(async () => {
  for (const left of [path, clips]) await rm(left, { recursive: true, force: true })
})

const store = () => ({ journal, database: fresh.database, clock, chance: (bytes: number) => randomBytes(bytes) })
const retention = (): RetentionGiven => ({
  ...store(),
  folder,
  keepMs: KEEP_MS,
  forgetStills: async (_tx, warning) => {
    forgotten.push(warning)
  },
  trouble: (error) => assert.fail(String(error)),
})

function keeper(clip: Eyes['clip']): Keeper {
  const trouble = (error: unknown): void => assert.fail(String(error))
  return openKeeper({ ...store(), eyes: { clip }, folder, keepMs: KEEP_MS, againEveryMs: 5, trouble })
}

const subject = (key: EvidenceId): Subject => ({
  warning: id<'warning'>(key),
  camera: id<'camera'>('cam-1'),
  onsetAt: at - 8 * SECOND,
  observedAt: at,
  version: 'stopped@1',
})

/** Takes a warning in as the centre does: asked inside a transaction, gone after behind it. */
async function warned(by: Keeper, times = 1): Promise<EvidenceId> {
  const key = id<'evidence'>(randomUUID())
  for (let nth = 0; nth < times; nth += 1)
    await journal.transact(async (tx) => {
      await by.ask(tx, { subject: subject(key), stills: [] }, at, 'of-the-warning')
      return ok(null)
    })
  await by.begin()
  return key
}

async function until(key: EvidenceId, wanted: (evidence: Evidence) => boolean): Promise<Evidence> {
  for (let round = 0; round < 400; round += 1) {
    const evidence = await readEvidence(fresh.database.sql, key)
    if (evidence && wanted(evidence)) return evidence
    await sleep(25)
  }
  assert.fail('it never came to that')
}

async function kept(): Promise<EvidenceId> {
  const key = id<'evidence'>(randomUUID())
  const asked = await wishDone(store(), key, { type: 'ask', at, subject: subject(key), stills: [] })
  await writeFile(folder.clip(key), 'a clip')
  const done = await wishDone(store(), key, { type: 'keep', at, recording: { kind: 'clip', ...CLIP }, keepMs: KEEP_MS })
  assert.ok(asked.ok && done.ok)
  return key
}
const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

test('the clip is moved into the house, private, with its hash, its clock and what it is made of', {
  skip,
}, async () => {
  const file = testClip(clips)
  const seal = await sealOf(file)
  const asked: [string, number, number][] = []
  const by = keeper(async (camera, from, to) => {
    asked.push([camera, from, to])
    const clock = { source: 'arrival', cameraOffsetMs: -120 } as const
    return ok({ file, from: from + 500, to, clock, streamCopied: true })
  })
  const key = await warned(by, 2)
  const evidence = await until(key, (one) => one.state === 'kept')
  assert.deepEqual(asked, [['cam-1', at - 38 * SECOND, at + 60 * SECOND]], 'asked twice, gone after once')
  assert.ok(evidence.state === 'kept' && evidence.recording.kind === 'clip')
  const { sha256, bytes, codec, width, height, clock: by_ } = evidence.recording
  assert.deepEqual({ sha256, bytes }, seal)
  assert.deepEqual({ codec, width, height }, { codec: 'h264', width: 320, height: 240 })
  assert.equal(by_.cameraOffsetMs, -120)
  assert.equal((await stat(folder.clip(key))).mode & 0o777, 0o600)
  assert.equal(await isThere(file), false)
  const facts = await journal.read(`evidence/${key}`)
  assert.deepEqual(
    facts.map(({ fact, correlation }) => [fact.type, correlation]),
    [
      ['asked', 'of-the-warning'],
      ['kept', 'of-the-warning'],
    ],
  )
  await by.close()
})

test('a camera that is down is asked again until it comes back with what it still has', { skip }, async () => {
  let tries = 0
  const file = testClip(clips)
  const by = keeper(async (_camera, from, to) => {
    tries += 1
    if (tries < 4) return refuse('camera-down')
    return ok({ file, from, to, clock: { source: 'arrival', cameraOffsetMs: null }, streamCopied: true })
  })
  const evidence = await until(await warned(by), (one) => one.state === 'kept')
  assert.ok(evidence.state === 'kept' && evidence.recording.kind === 'clip')
  assert.equal(tries, 4)
  await by.close()
})

test('where there is no clip the record says why, and a camera that stays away is not waited for beyond its ring', async () => {
  for (const because of ['no-recorder', 'not-recorded'] as const) {
    const by = keeper(async () => refuse(because))
    const evidence = await until(await warned(by), (one) => one.state === 'kept')
    assert.deepEqual(evidence.state === 'kept' && evidence.recording, { kind: 'none', because })
    await by.close()
  }
  const by = keeper(async () => refuse('camera-down'))
  const key = await warned(by)
  await sleep(50)
  assert.equal((await readEvidence(fresh.database.sql, key))?.state, 'asked')
  at += 12 * MINUTE
  const evidence = await until(key, (one) => one.state === 'kept')
  assert.deepEqual(evidence.state === 'kept' && evidence.recording, { kind: 'none', because: 'camera-down' })
  await by.close()
})

test('what was asked for before a restart is gone after again', { skip }, async () => {
  const before = keeper(() => new Promise(() => {}))
  const key = await warned(before)
  await before.close()
  assert.equal((await readEvidence(fresh.database.sql, key))?.state, 'asked')
  const file = testClip(clips)
  const again = keeper(async (_camera, from, to) =>
    ok({ file, from, to, clock: { source: 'arrival', cameraOffsetMs: null }, streamCopied: true }),
  )
  await again.begin()
  await until(key, (one) => one.state === 'kept')
  await again.close()
})

test('after thirty days the file is gone and the fact stays; what is held stays whole', async () => {
  const [free, held] = [await kept(), await kept()]
  await wishDone(store(), held, { type: 'hold', at, by: SUPERVISOR, why: WHY })
  const due = at + KEEP_MS
  await eraseDue(retention(), due - 1)
  assert.equal(await isThere(folder.clip(free)), true)
  await eraseDue(retention(), due)
  assert.equal(await isThere(folder.clip(free)), false)
  const evidence = await readEvidence(fresh.database.sql, free)
  assert.ok(evidence?.state === 'erased' && evidence.recording.kind === 'clip')
  assert.ok(forgotten.includes(free) && !forgotten.includes(held))
  assert.equal(await readFile(folder.clip(held), 'utf8'), 'a clip')
  await wishDone(store(), held, { type: 'release', at: due, by: SUPERVISOR, why: WHY })
  await eraseDue(retention(), due + DAY)
  assert.equal(await isThere(folder.clip(held)), false)
})

test('killed between the file and the fact, the next round says what is so', async () => {
  const key = await kept()
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../../../test/evidence-crash.ts', import.meta.url)),
      fresh.url,
      path,
      String(at + KEEP_MS),
    ],
    { stdio: 'ignore' },
  )
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)))
  assert.equal(signal, 'SIGKILL')
  assert.equal(await isThere(folder.clip(key)), false)
  assert.equal((await readEvidence(fresh.database.sql, key))?.state, 'due')
  await eraseDue(retention(), at + KEEP_MS)
  assert.equal((await readEvidence(fresh.database.sql, key))?.state, 'erased')
})

test('files that nobody speaks for are swept: of the erased, of copies that are over, and strangers by their age', async () => {
  const [erased, alive] = [await kept(), await kept()]
  await wishDone(store(), alive, { type: 'hold', at, by: SUPERVISOR, why: WHY })
  await eraseDue(retention(), at + KEEP_MS)
  const over = id<'export'>(randomUUID())
  const left = [folder.clip(erased), folder.copy(alive, over), folder.part(alive, over)]
  for (const file of left) await writeFile(file, 'left behind')
  const stranger = folder.clip(id<'evidence'>(randomUUID()))
  await writeFile(stranger, 'of a newer database')
  await sweepOrphans(retention(), Date.now())
  for (const file of left) assert.equal(await isThere(file), false, file)
  assert.equal(await isThere(folder.clip(alive)), true)
  assert.equal(await isThere(stranger), true)
  await sweepOrphans(retention(), Date.now() + KEEP_MS + 2 * DAY)
  assert.equal(await isThere(stranger), false)
})
