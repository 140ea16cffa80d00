import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Centre, freePort, openCentre } from './centre.ts'

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['bin/firstminute.mjs', ...args], { encoding: 'utf8', timeout: 60_000 })
/** A zombie that nobody has collected yet is dead. */
const alive = (pid: number | null): boolean =>
  pid !== null && /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim())

describe('a centre run for real', () => {
  let centre: Centre
  before(async () => {
    centre = await openCentre({ agencies: [], people: [{ name: 'wang.min', role: 'duty-officer' }] })
    await centre.start()
  })
  after(() => centre.close())

  test('has no demo door and no demo person', async () => {
    for (const path of ['/api/demo/people', '/api/demo/sign-in'])
      assert.equal((await fetch(`${centre.url}${path}`)).status, 404)
  })

  test('a second one on the same data folder is refused and says who holds it', () => {
    const second = run('serve', '--config', centre.configFile)
    assert.equal(second.status, 1)
    assert.match(second.stderr, /already runs on .* \(process \d+\)/)
    assert.doesNotMatch(second.stderr, /\n\s+at /)
  })

  test('an account made beside it signs in', async () => {
    const made = spawnSync(
      process.execPath,
      [
        'bin/firstminute.mjs',
        'user',
        'add',
        '--config',
        centre.configFile,
        '--name',
        'zhou.lei',
        '--role',
        'supervisor',
        '--password-stdin',
      ],
      { input: 'a quiet river at night', encoding: 'utf8' },
    )
    assert.equal(made.status, 0, made.stderr)
    const signIn = await fetch(`${centre.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: centre.url },
      body: JSON.stringify({ name: 'zhou.lei', password: 'a quiet river at night' }),
    })
    assert.equal(signIn.status, 200)
  })

  test('killed at a bad moment it comes back with its orphaned database and everything acknowledged', async () => {
    const cookie = await centre.signIn('wang.min')
    const place = { position: [120.75, 30.71], label: { zh: 'K45+300', en: 'K45+300' } }
    const opened = await centre.post('/api/incidents', { kind: 'collision', priority: 2, place }, { cookie })
    assert.equal(opened.status, 201)
    const database = centre.databasePid()
    const pid = centre.pid()
    if (pid !== null) process.kill(pid, 'SIGKILL')
    await sleep(100)
    assert.ok(alive(database), 'the database outlives its server')
    await centre.start()
    const { incidents } = (await (await fetch(`${centre.url}/api/board`, { headers: { cookie } })).json()) as {
      incidents: unknown[]
    }
    assert.equal(incidents.length, 1)
  })

  test('told to stop it leaves no process behind', async () => {
    const database = centre.databasePid()
    assert.ok(alive(database))
    await centre.stop()
    assert.equal(alive(database), false)
  })
})

test('a taken port is named', async () => {
  const taken = createServer()
  const port = await freePort()
  await new Promise<void>((listening) => taken.listen(port, '127.0.0.1', listening))
  const centre = await openCentre({ agencies: [], people: [], port })
  try {
    const refused = run('serve', '--config', centre.configFile)
    assert.equal(refused.status, 1)
    assert.match(refused.stderr, new RegExp(`Port ${port} is taken`))
  } finally {
    taken.close()
    await centre.close()
  }
})

test('every wrong key of a configuration is named with its path, and nothing starts', async () => {
  const centre = await openCentre({ agencies: [], people: [] })
  const file = join(centre.folder, 'wrong.json')
  writeFileSync(
    file,
    JSON.stringify({
      centre: { name: { zh: '禾城' } },
      listen: { port: 99_999 },
      colour: 'blue',
      agencies: [{ id: 'tp', kind: 'traffic-police', name: { zh: '交警', en: 'Police' }, channel: 'webhook' }],
      units: [{ id: 'u1', agency: 'nobody', kind: 'patrol-car', label: { zh: '车', en: 'car' } }],
    }),
  )
  try {
    const refused = run('serve', '--config', file)
    assert.equal(refused.status, 2)
    for (const path of ['centre.name.en', 'listen.port', 'colour: no such key', 'agencies[0].webhook'])
      assert.ok(refused.stderr.includes(path), `${path} in:\n${refused.stderr}`)
    assert.equal(run('serve', '--config', join(centre.folder, 'none.json')).status, 2)
    writeFileSync(file, '{"centre":')
    assert.match(run('serve', '--config', file).stderr, /is not JSON/)
  } finally {
    await centre.close()
  }
})

test('demo people are refused where it is meant', async () => {
  const centre = await openCentre({ agencies: [], people: [] })
  const file = join(centre.folder, 'people.json')
  writeFileSync(
    file,
    JSON.stringify({
      centre: { name: { zh: '禾城', en: 'Hecheng' } },
      people: [{ id: 'x', name: { zh: 'x', en: 'x' }, role: 'auditor' }],
    }),
  )
  try {
    const refused = run('serve', '--config', file)
    assert.equal(refused.status, 2)
    assert.match(refused.stderr, /only the demo/)
  } finally {
    await centre.close()
  }
})

test('an unknown command and a wrong argument say what there is', () => {
  const unknown = run('srve')
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /no command "srve"/)
  const wrong = run('serve', '--port', '1')
  assert.equal(wrong.status, 2)
  assert.match(wrong.stderr, /usage: firstminute serve/)
})
