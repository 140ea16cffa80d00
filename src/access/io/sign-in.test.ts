/** Who may come in, how guessing is slowed, and what the journal says about it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type AccessBench, openAccessBench } from '../../../test/access.ts'
import { id } from '../../core/ids.ts'
import { refuse } from '../../core/result.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import { FORGET_AFTER_MS } from '../throttle.ts'

let bench: AccessBench
before(async () => {
  bench = await openAccessBench()
  const added = await add('Sun.Li')
  assert.ok(added.ok)
  sunLi = added.value.id
})
after(() => bench.close())

const ADMIN = { kind: 'person', id: 'administrator', role: 'administrator' } as const
const PASSWORD = 'correct horse battery'
let sunLi = id<'person'>('')
const add = (signInName: string, password = PASSWORD) =>
  bench.access.people.add({ signInName, name: { zh: '孙丽', en: 'Sun Li' }, role: 'duty-officer' }, password, {
    by: ADMIN,
    at: bench.clock,
    correlation: 'c-add',
  })
const enter = (name: string, password: string, from = '10.0.0.5') =>
  bench.access.signIn.withPassword(name, password, { from, at: bench.clock, correlation: 'c-in' })
const forgotten = (): void => {
  bench.clock += FORGET_AFTER_MS + SECOND
}

test('the right password opens a session, and the journal names the person, the session and the place', async () => {
  const inside = await enter(' sun.LI', PASSWORD)
  assert.ok(inside.ok)
  const last = (await bench.journal.read(`access/${sunLi}`)).at(-1)
  assert.deepEqual(last?.fact, {
    type: 'signed-in',
    v: 1,
    at: bench.clock,
    session: inside.value.session,
    from: '10.0.0.5',
    demo: false,
  })
  assert.deepEqual(last?.by, { kind: 'person', id: sunLi, role: 'duty-officer' })
})

test('adding somebody is a fact without the name, and a name is taken once', async () => {
  const [first] = await bench.journal.read(`access/${sunLi}`)
  assert.equal(first?.fact.type, 'person-added')
  assert.deepEqual(first?.by, ADMIN)
  assert.equal(/Sun|孙/.test(JSON.stringify(first)), false)
  assert.deepEqual(await add('SUN.LI'), refuse('name-taken'))
})

test('a person is added with the bindings of the role and a password worth the name', async () => {
  const person = { signInName: 'x-1', name: { zh: '某', en: 'Somebody' } }
  const doing = { by: ADMIN, at: bench.clock, correlation: 'c' }
  const { people } = bench.access
  assert.deepEqual(await people.add({ ...person, role: 'agency-user' }, PASSWORD, doing), refuse('agency-needed'))
  assert.deepEqual(await people.add({ ...person, role: 'field-officer' }, PASSWORD, doing), refuse('unit-needed'))
  const bound = { ...person, role: 'auditor', agency: id<'agency'>('road-rescue') } as const
  assert.deepEqual(await people.add(bound, PASSWORD, doing), refuse('binding-not-for-role'))
  assert.deepEqual(await add('x-2', 'eleven-long'), refuse('password-too-short', '12'))
  assert.deepEqual(await add('longest-name', 'LONGEST-NAME!!'), refuse('password-is-the-name'))
})

test('a wrong password and an unknown name get the same answer; the journal keeps no unknown name', async () => {
  forgotten()
  assert.deepEqual(await enter('sun.li', 'a wrong password'), refuse('wrong-name-or-password'))
  assert.deepEqual(await enter('13800000000', 'a wrong password'), refuse('wrong-name-or-password'))
  const known = (await bench.journal.read(`access/${sunLi}`)).at(-1)
  const unknown = (await bench.journal.read('access/unknown')).at(-1)
  assert.equal(known?.fact.type, 'sign-in-failed')
  assert.equal(unknown?.fact.type, 'sign-in-failed')
  for (const fact of [known, unknown]) assert.equal(/138|sun\.li|10\.0\.0/.test(JSON.stringify(fact)), false)
  await enter('138 0000 0000', 'x')
  await enter('13800000000', 'x')
  const marks = (await bench.journal.read('access/unknown')).map(({ fact }) => 'name' in fact && fact.name)
  assert.equal(marks.at(-1), marks.at(-3), 'the same name leaves the same mark')
  assert.notEqual(marks.at(-1), marks.at(-2))
})

test('guessing one name from one place is slowed, even with the right password; another place is not', async () => {
  forgotten()
  for (let guess = 0; guess < 3; guess++) assert.equal((await enter('sun.li', `guess ${guess}`)).ok, false)
  assert.deepEqual(await enter('sun.li', PASSWORD), refuse('too-many-attempts', '1'))
  assert.equal((await enter('sun.li', PASSWORD, '10.0.0.9')).ok, true)
  bench.clock += SECOND
  assert.equal((await enter('sun.li', PASSWORD)).ok, true, 'after the wait')
  assert.equal((await enter('sun.li', 'one more')).ok, false)
  assert.equal((await enter('sun.li', PASSWORD)).ok, true, 'the right password forgives')
})

test('guesses sent at once do not share the free tries', async () => {
  forgotten()
  const answers = await Promise.all(Array.from({ length: 12 }, (_, guess) => enter('sun.li', `guess ${guess}`)))
  assert.equal(answers.filter((answer) => !answer.ok && answer.refusal === 'wrong-name-or-password').length, 3)
})

test('one place guessing many names is slowed too', async () => {
  forgotten()
  const from = '10.9.9.9'
  for (let guess = 0; guess < 30; guess++) await enter(`name-${guess}`, 'x', from)
  assert.deepEqual(await enter('name-31', 'x', from), refuse('too-many-attempts', '1'))
  assert.equal((await enter('sun.li', PASSWORD, '10.0.0.5')).ok, true)
})

test('a flood beyond the line is told to come back and counts as no attempt', async () => {
  forgotten()
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, guess) => enter(`flood-${guess}`, 'x', `10.1.0.${guess}`)),
  )
  const busy = answers.filter((answer) => !answer.ok && answer.refusal === 'busy-try-again')
  assert.ok(busy.length > 0, 'nobody was turned away')
  assert.ok(answers.every((answer) => !answer.ok))
})

test('signing out ends the session and is a fact', async () => {
  bench.clock += MINUTE
  const inside = await enter('sun.li', PASSWORD)
  assert.ok(inside.ok)
  await bench.access.signIn.out(inside.value.principal, { from: '10.0.0.5', at: bench.clock, correlation: 'c' })
  assert.equal(await bench.access.sessions.find(inside.value.token, bench.clock), null)
  assert.equal((await bench.journal.read(`access/${sunLi}`)).at(-1)?.fact.type, 'signed-out')
})

test('a person of the demo has no password to guess, and is no longer there when the list has changed', async () => {
  assert.deepEqual(await enter('demo:wang-min', ''), refuse('wrong-name-or-password'))
  const attempt = { from: '10.0.0.5', at: bench.clock, correlation: 'c' }
  assert.equal((await bench.access.signIn.asDemo(sunLi, attempt)).ok, false, 'a real person is no person of the demo')
  await bench.access.people.setDemo([], bench.clock)
  assert.deepEqual(await bench.access.people.demo(), [])
  assert.deepEqual(await bench.access.signIn.asDemo(id<'person'>('wang-min'), attempt), refuse('not-a-demo-person'))
})
