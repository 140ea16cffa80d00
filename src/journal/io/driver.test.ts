import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshDatabase } from '../../../test/database.ts'

test('a connection that ends in the middle of a transaction fails it whole: nothing of the rest is written, and the process lives', async () => {
  const { database, drop } = await freshDatabase()
  const { sql } = database
  await sql`create table written (n int)`
  for (let round = 0; round < 20; round++) {
    const rest: Promise<unknown>[] = []
    const lost = sql.begin(async (tx) => {
      await tx`insert into written values (1)`
      const [mine] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await sql`select pg_terminate_backend(${mine?.pid ?? 0})`
      await sleep(round % 4)
      for (let n = 0; n < 3; n++) {
        rest.push(tx`insert into written values (2)`.catch(() => 'failed'))
        await sleep(round % 3)
      }
      await Promise.all(rest)
    })
    await assert.rejects(lost)
    // The work goes on behind the rejection until it notices.
    await sleep(10)
  }
  await sleep(50)
  const answers = await Promise.all(Array.from({ length: 30 }, () => sql`select 1 as one`))
  assert.ok(answers.every(([row]) => row?.one === 1))
  assert.equal((await sql`select 1 from written`).length, 0)
  await drop()
})

test('what is left of a lost transaction does not run on the connection that comes after it', async () => {
  const { database, drop } = await freshDatabase()
  const { sql } = database
  await sql`create table written (n int)`
  const crowd = () => Promise.all(Array.from({ length: 40 }, () => sql`select pg_sleep(0.005)`))
  await crowd()
  let rest: Promise<unknown> = Promise.resolve()
  const lost = sql.begin(async (tx) => {
    const [mine] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await sql`select pg_terminate_backend(${mine?.pid ?? 0})`
    // Meanwhile every connection of the pool is open again, the lost one too.
    await sleep(50)
    await crowd()
    await crowd()
    rest = tx`insert into written values (2)`
    await rest.catch(() => {})
  })
  await assert.rejects(lost)
  await sleep(300)
  await assert.rejects(rest)
  assert.equal((await sql`select 1 from written`).length, 0)
  await drop()
})
