import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/database.ts'
import { migrate } from './migrate.ts'
import { allMigrations } from './migrations.ts'

test('a second start applies nothing, an edited step is refused by name, a newer database too', async () => {
  const { database, drop } = await freshDatabase()
  const steps = await allMigrations()
  assert.deepEqual(await migrate(database.sql, steps), [])
  const edited = steps.map((step, index) => (index === 0 ? { ...step, text: `${step.text}-- changed` } : step))
  await assert.rejects(migrate(database.sql, edited), /journal\/0001-facts was edited/)
  await assert.rejects(migrate(database.sql, steps.slice(1)), /journal\/0001-facts, which this version does not know/)
  await drop()
})

test('a step that fails leaves nothing behind, and four starts at once apply each step once', async () => {
  const { database, drop } = await freshDatabase()
  const steps = await allMigrations()
  const broken = [
    ...steps,
    { name: 'x/0001-one', text: 'create table one (id int)' },
    { name: 'x/0002-two', text: 'creat' },
  ]
  await assert.rejects(migrate(database.sql, broken))
  assert.equal((await database.sql`select 1 from pg_tables where tablename = 'one'`).length, 0)
  const good = broken.slice(0, -1)
  const done = await Promise.all([1, 2, 3, 4].map(() => migrate(database.sql, good)))
  assert.deepEqual(done.flat(), ['x/0001-one'])
  await drop()
})

test('the past cannot be edited by a plain statement', async () => {
  const { database, drop } = await freshDatabase()
  const { sql } = database
  await sql`insert into facts (stream, version, recorded_at, actor, correlation, body) values ('order/1', 1, 0, '{}', '', '{}')`
  for (const statement of ['update facts set version = 2', 'delete from facts', 'truncate facts'])
    await assert.rejects(sql.unsafe(statement), /the journal is never changed/)
  await drop()
})
