import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok } from '../../core/result.ts'
import { openDatabase } from './database.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { processStart } from './folder-lock.ts'
import { openJournal } from './log.ts'
import { migrate } from './migrate.ts'
import { allMigrations } from './migrations.ts'

const folder = mkdtempSync(join(tmpdir(), 'firstminute-embedded-'))
chmodSync(folder, 0o711)
const said: string[] = []
const start = (): Promise<Embedded> => startEmbedded({ folder, say: (line) => said.push(line) })
let running: Embedded | null = null
after(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Another process that starts the database on the same folder, tells its address or its refusal, and stays. */
async function elsewhere(): Promise<{ child: ChildProcess; told: string }> {
  const module = new URL('./embedded.ts', import.meta.url).href
  const script = `
    import { startEmbedded } from ${JSON.stringify(module)}
    try { const e = await startEmbedded({ folder: ${JSON.stringify(folder)}, say: () => {} }); console.log(e.url, e.pid) }
    catch (error) { console.log(error.message) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const told = await new Promise<string>((settle) =>
    child.stdout.once('data', (chunk: Buffer) => settle(chunk.toString())),
  )
  return { child, told: told.trim() }
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((settle) => child.once('exit', settle))
  child.kill('SIGKILL')
  await gone
}

test('the database outlives a kill of its Firstminute, the next one uses it on, and its password stays with the owner', async () => {
  const first = await elsewhere()
  const [url, pid] = first.told.split(' ')
  assert.match(url ?? '', /^postgres:\/\/firstminute:[0-9a-f]{48}@127\.0\.0\.1:\d+\/firstminute$/)
  await killed(first.child)
  assert.notEqual(processStart(Number(pid)), null)
  running = await start()
  assert.deepEqual([running.url, running.pid], [url, Number(pid)])
  assert.match(said.join(), /was still running \(process \d+\) and is used on/)
  assert.equal(statSync(join(folder, 'database.json')).mode & 0o777, 0o600)
})

test('a second Firstminute on the same folder is refused in one sentence', async () => {
  running ??= await start()
  const second = await elsewhere()
  await killed(second.child)
  assert.match(
    second.told,
    new RegExp(`^Firstminute already runs on .* \\(process ${process.pid}\\): stop that one first`),
  )
  await assert.rejects(start(), /already runs on/)
})

test('a kill of the database loses no fact that was acknowledged, and the open pool goes on by itself', async () => {
  running ??= await start()
  const database = openDatabase(running.url)
  await migrate(database.sql, await allMigrations())
  assert.equal((await database.sql<{ fsync: string }[]>`show fsync`)[0]?.fsync, 'on')
  const journal = openJournal(
    database,
    () => 0,
    () => {},
  )
  const followed: string[] = []
  const follower = journal.follow(0, (facts) => void followed.push(...facts.map((f) => f.stream)))
  const acknowledged: string[] = []
  let over = false
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; !over; n++) {
      const stream = `order/${writer}-${n}` as const
      const origin = { by: { kind: 'system', id: 'test' }, correlation: '', recordedAt: 0 } as const
      const facts = [{ type: 'said', v: 1, at: 0 }]
      try {
        const result = await journal.transact((tx) => journal.append(tx, [{ stream, expected: 0, facts }], origin))
        if (result.ok) acknowledged.push(stream)
      } catch {
        await sleep(20)
      }
    }
  })
  while (acknowledged.length < 40) await sleep(5)
  const before = running.pid
  process.kill(before, 'SIGKILL')
  const lastBefore = acknowledged.length
  while (acknowledged.length < lastBefore + 40) await sleep(5)
  over = true
  await Promise.all(writers)
  assert.notEqual(running.pid, before)
  const stored = new Set((await database.sql<{ stream: string }[]>`select stream from facts`).map((row) => row.stream))
  assert.deepEqual(
    acknowledged.filter((stream) => !stored.has(stream)),
    [],
  )
  while (followed.length < stored.size) await sleep(5)
  assert.deepEqual([new Set(followed).size, followed.length], [stored.size, stored.size])
  assert.deepEqual(await journal.transact(async () => ok('still here')), ok('still here'))
  await follower.stop()
  await database.close()
})

test('a clean stop leaves no process behind, and the next start finds everything', async () => {
  running ??= await start()
  const { pid, url } = running
  await running.stop()
  running = null
  assert.equal(processStart(pid), null)
  running = await start()
  assert.equal(running.url, url)
  const database = openDatabase(running.url)
  assert.equal((await database.sql`select 1 from facts limit 1`).length, 1)
  await database.close()
})
