/** Radar and video claim one event: one warning on record, A+, whichever comes first, also from two processes in the same instant. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { freshDatabase } from '../../test/database.ts'
import { OFFICER, openStage } from '../dispatch/io/stage.ts'
import { judge } from '../dispatch/io/warnings.ts'
import { gradeOf, lampsOf, stillOf, type Warning } from '../dispatch/warning.ts'
import { openJournal } from '../journal/io/log.ts'
import { claimed } from './claiming.fixture.ts'
import { openClaiming } from './claiming.ts'

const RACER = fileURLToPath(new URL('../../test/claiming-racer.ts', import.meta.url))

async function room() {
  const fresh = await freshDatabase()
  const { sql } = fresh.database
  const claim = openClaiming({ journal: openJournal(fresh.database, Date.now) }, Date.now, pino({ level: 'silent' }))
  return {
    ...fresh,
    claim: async (kind: 'camera' | 'radar', change: Parameters<typeof claimed>[2] = {}) => {
      const { source, raised, still } = claimed(kind, Date.now(), change)
      await claim(source, raised, still)
    },
    warnings: async () =>
      (await sql<{ state: Warning }[]>`select state from warning_view order by id`).map(({ state }) => state),
    stills: () => sql<{ warning: string }[]>`select warning from stills`,
  }
}

for (const [first, second] of [
  ['camera', 'radar'],
  ['radar', 'camera'],
] as const)
  test(`${first} first, then ${second}: one warning, A+, with the camera's picture and lamps`, async () => {
    const { claim, warnings, stills, drop } = await room()
    await claim(first)
    await claim(second)
    const [warning, ...others] = await warnings()
    assert.ok(warning)
    assert.deepEqual(others, [])
    assert.equal(warning.raised.source.kind, first)
    assert.deepEqual(
      warning.supports?.map(({ source, grade }) => [source.kind, grade]),
      [[second, 'A+']],
    )
    assert.equal(gradeOf(warning), 'A+')
    assert.equal(lampsOf(warning), true)
    assert.deepEqual([...(await stills())], [{ warning: warning.id }])
    assert.match(stillOf(warning) ?? '', /^[0-9a-f]{64}$/)
    await drop()
  })

test('the same sensor again, as after a restart of everything, adds nothing', async () => {
  const { claim, warnings, drop } = await room()
  await claim('camera')
  await claim('radar')
  await claim('radar')
  await claim('camera')
  const [warning, ...others] = await warnings()
  assert.equal(warning?.supports?.length, 1)
  assert.deepEqual(others, [])
  await drop()
})

test('a warning judged true takes the second sensor in, and its incident shows the picture that came with it', async () => {
  const { claim, warnings, database, drop } = await room()
  const stage = openStage(database)
  await claim('radar')
  const [waiting] = await warnings()
  assert.ok(waiting)
  const judgement = { verdict: 'true', incident: { kind: 'stopped-vehicle', priority: 2 } } as const
  const judged = await judge(stage.given, { ...stage.command(), at: Date.now() }, waiting.id, judgement, OFFICER.id)
  assert.ok(judged.ok)
  await claim('camera')
  const all = await warnings()
  assert.equal(all.length, 1)
  assert.ok(all[0] && gradeOf(all[0]) === 'A+' && all[0].state === 'judged')
  await drop()
})

test('after a false verdict on one sensor’s sign the other one is heard', async () => {
  const { claim, warnings, database, drop } = await room()
  const stage = openStage(database)
  await claim('camera')
  const [waiting] = await warnings()
  assert.ok(waiting)
  await judge(stage.given, { ...stage.command(), at: Date.now() }, waiting.id, { verdict: 'false' }, OFFICER.id)
  await claim('radar')
  assert.equal((await warnings()).length, 2)
  await drop()
})

function racer(url: string, kind: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [RACER, url, kind], { stdio: ['pipe', 'pipe', 'inherit'] })
  return new Promise((ready, failed) => {
    child.stdout?.once('data', () => ready(child))
    child.once('exit', (code) => failed(new Error(`the racer ended with ${code}`)))
  })
}

test('two processes claim in the same instant: one warning, A+', { timeout: 60_000 }, async () => {
  const { url, warnings, stills, drop } = await room()
  const racers = await Promise.all([
    racer(url, 'camera'),
    racer(url, 'radar'),
    racer(url, 'camera'),
    racer(url, 'radar'),
  ])
  const over = racers.map((child) => new Promise((done) => child.once('close', done)))
  for (const child of racers) child.stdin?.write('go\n')
  await Promise.all(over)
  const [warning, ...others] = await warnings()
  assert.deepEqual(others, [])
  assert.ok(warning && gradeOf(warning) === 'A+')
  assert.equal(warning.supports?.length, 1)
  assert.equal((await stills()).length, 1)
  await drop()
})
