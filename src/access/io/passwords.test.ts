/** A flood of passwords waits in a short line or is turned away, and nobody learns who exists by the clock. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { generatedPassword, openPasswords } from './passwords.ts'

const passwords = await openPasswords()

test('a password fits its own hash, however it was typed, and no other', async () => {
  const hashed = await passwords.hash('Ｆull width and Å')
  assert.ok(hashed.ok)
  assert.match(hashed.value, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.deepEqual(await passwords.matches('Full width and Å', hashed.value), { ok: true, value: true })
  assert.deepEqual(await passwords.matches('full width and Å', hashed.value), { ok: true, value: false })
  assert.deepEqual(await passwords.matches('nobody has this password', null), { ok: true, value: false })
})

test('a flood is answered busy beyond the line, and the line is served', async () => {
  const small = await openPasswords({ inFlight: 2, waiting: 4 })
  const answers = await Promise.all(Array.from({ length: 30 }, () => small.matches('a guess', null)))
  assert.equal(answers.filter((answer) => answer.ok).length, 6)
  assert.ok(answers.every((answer) => answer.ok || answer.refusal === 'busy-try-again'))
  assert.equal((await small.matches('afterwards', null)).ok, true)
})

test('timers go on while a flood is worked off', async () => {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  await Promise.all(Array.from({ length: 34 }, () => passwords.matches('a guess', null)))
  clearInterval(timer)
  assert.ok(longest < 250, `the event loop stood still for ${longest.toFixed()} ms`)
})

test('an unknown name costs what a known one costs: the same function over the same memory and passes', async () => {
  const checked: string[] = []
  const watched = await openPasswords(undefined, async (stored) => {
    checked.push(stored)
    return false
  })
  const hashed = await watched.hash('correct horse battery')
  assert.ok(hashed.ok)
  for (const stored of [hashed.value, null]) await watched.matches('a wrong guess', stored)
  // What argon2 does is told by the head of its string: kind, version, memory, passes, lanes.
  const heads = checked.map((stored) => stored.split('$').slice(1, 4).join('$'))
  assert.equal(heads.length, 2)
  assert.match(heads[0] ?? '', /^argon2id\$v=19\$m=19456,t=2,p=1$/)
  assert.equal(heads[0], heads[1])
})

test('a generated password can be read out over the radio', () => {
  const made = Array.from({ length: 50 }, generatedPassword)
  for (const password of made) assert.match(password, /^([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}$/)
  assert.equal(new Set(made).size, 50)
})
