/** A push says kind, place and number, to whom the order is and to nobody else; it says nothing of persons, and what is no longer so is not said. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sight } from '../../access/sight.ts'
import { id } from '../../core/ids.ts'
import { SECOND } from '../../core/time.ts'
import type { Issued } from '../brief.ts'
import { INCIDENT_KINDS } from '../incident.ts'
import { decide, evolve, type Order, type OrderWish, WITHDRAWN_BECAUSE } from '../order.ts'
import { AMBULANCE, issued, MORNING, OFFICER, POLICE, RESCUE, RESCUE_DESK, SHOULDER } from '../samples.ts'
import { decideBroadcast, evolveBroadcast } from '../shift/broadcast.ts'
import { sent } from '../shift/samples.ts'
import { hearsNote, messageOf, noteOf, type PushNote, quiets, ringsFor } from './note.ts'
import { decideSubscription, MOST_SUBSCRIPTIONS, type Subscription } from './subscription.ts'

const KEY = id<'order'>('0193f000-0000-7000-8000-0000000000aa')
const order = (change: Partial<Issued> = {}, ...wishes: readonly OrderWish[]): Order => {
  let now: Order | null = null
  for (const wish of [
    { type: 'issue', at: MORNING, issued: issued({ channel: 'console', ...change }) } as const,
    ...wishes,
  ]) {
    const decided = decide(now, wish)
    assert.ok(decided.ok, wish.type)
    now = evolve(now, KEY, decided.value)
  }
  assert.ok(now)
  return now
}
const note = (of: Order, type = 'issued'): PushNote => {
  const found = noteOf(type, of)
  assert.ok(found)
  return found
}
const withdraw = { type: 'withdraw', at: MORNING, by: OFFICER, because: 'closed' } as const
const sign = {
  type: 'answer',
  at: MORNING,
  answer: 'signed-for',
  by: RESCUE_DESK,
  cause: null,
  agencyNumber: null,
  unit: null,
} as const
const room: Sight = { scope: 'agency', agency: RESCUE }
const crew = (unit: string, agency = RESCUE): Sight => ({ scope: 'unit', unit: id<'unit'>(unit), agency })
const FACT = { seq: 7, at: MORNING }
const broadcast = (to: ReturnType<typeof sent>['to'], about: string | null = null) => {
  const of = about === null ? null : { id: id<'incident'>('0193f000-0000-7000-8000-000000000001'), number: about }
  const decided = decideBroadcast(null, { type: 'send', at: MORNING, sent: sent({ to, about: of }) })
  assert.ok(decided.ok)
  return { says: 'broadcast', broadcast: evolveBroadcast(null, id<'room'>('b-1'), decided.value) } as const
}

test('a new order is its kind, its place as people say it, and its number, in the reader’s language', () => {
  const said = (language: 'zh' | 'en') => messageOf(note(order()), { sight: room, language }, FACT)
  const { title, body, page, order: key, lang, tag } = said('en')
  assert.deepEqual([title, body], ['New order · Medical emergency', 'S12 K45+300 up carriageway · 20261123-0031-2'])
  assert.deepEqual([page, key, lang, tag], ['/agency', KEY, 'en', `order/${KEY}`])
  const chinese = said('zh')
  assert.deepEqual(
    [chinese.title, chinese.body, chinese.lang],
    ['新指令 · 突发疾病', 'S12 K45+300 上行 · 20261123-0031-2', 'zh-CN'],
  )
  assert.equal(messageOf(note(order()), { sight: crew('rr-02'), language: 'en' }, FACT).page, '/field')
})

test('ringing again, withdrawn and standing again are said under the same tag; signed for is no longer news', () => {
  const rung = order({}, { type: 'ring', at: MORNING + 31 * SECOND })
  assert.equal(note(rung, 'rang').says, 'again')
  const gone = order({}, withdraw)
  assert.equal(note(gone, 'withdrawn').says, 'withdrawn')
  const back = order({}, withdraw, { type: 'reinstate', at: MORNING, by: OFFICER })
  assert.equal(note(back, 'reinstated').says, 'order')
  const tags = [order(), rung, gone, back].map((one) => messageOf(note(one), { sight: room, language: 'en' }, FACT).tag)
  assert.equal(new Set(tags).size, 1)
  for (const type of ['issued', 'rang', 'reinstated']) assert.equal(noteOf(type, order({}, sign)), null)
  // The fact is of before; the order has been taken back meanwhile.
  assert.equal(noteOf('issued', gone)?.says, 'withdrawn')
})

test('what was put right is said also to whoever has signed, with what holds, and not when it is over', () => {
  const elsewhere = { ...SHOULDER, kilometre: 47.1 }
  const correct = { type: 'correct', at: MORNING, amendment: { place: elsewhere }, by: OFFICER } as const
  const right = note(order({}, sign, correct), 'corrected')
  const { title, body } = messageOf(right, { sight: room, language: 'en' }, FACT)
  assert.deepEqual(
    [title, body],
    ['Order corrected · Medical emergency', 'S12 K47+100 up carriageway · 20261123-0031-2'],
  )
  assert.equal(noteOf('corrected', order({}, sign, correct, { ...sign, answer: 'cleared' })), null)
  assert.equal(noteOf('corrected', order({}, correct, withdraw))?.says, 'withdrawn')
})

test('what was ordered by telephone and written up afterwards rings nowhere', () => {
  assert.equal(noteOf('issued', order({ brief: { ...issued().brief, later: true } })), null)
})

test('an exercise says first that it is one, in both languages, also in a broadcast about it', () => {
  const practised = note(order({ brief: { ...issued().brief, exercise: true } }))
  for (const [language, word] of [
    ['en', 'Exercise · '],
    ['zh', '演练 · '],
  ] as const) {
    for (const one of [practised, broadcast('everybody', 'E20261123-0002')])
      assert.ok(messageOf(one, { sight: room, language }, FACT).title.startsWith(word))
    for (const one of [note(order()), broadcast('everybody', '20261123-0002')])
      assert.ok(!messageOf(one, { sight: room, language }, FACT).title.includes(word.trim()))
  }
})

test('an order reaches its agency and its unit, and one without a unit every crew of the agency', () => {
  const any = note(order())
  const named = note(order({ unit: id<'unit'>('rr-02') }))
  for (const [sight, hearsAny, hearsNamed] of [
    [room, true, true],
    [{ scope: 'agency', agency: POLICE }, false, false],
    [crew('rr-02'), true, true],
    [crew('rr-03'), true, false],
    [crew('am-03', AMBULANCE), false, false],
    [{ scope: 'unit', unit: null, agency: null }, false, false],
    [{ scope: 'all' }, false, false],
    [{ scope: 'none' }, false, false],
  ] as const)
    assert.deepEqual([hearsNote(sight, any), hearsNote(sight, named)], [hearsAny, hearsNamed], JSON.stringify(sight))
})

test('a broadcast reaches whom it is for, and its sentence stays on the page', () => {
  assert.deepEqual(
    [broadcast('everybody'), broadcast([RESCUE]), broadcast([POLICE]), broadcast('room')].map((one) =>
      hearsNote(room, one),
    ),
    [true, true, false, false],
  )
  const said = messageOf(broadcast([RESCUE], '20261123-0031'), { sight: room, language: 'en' }, FACT)
  assert.deepEqual([said.body, said.order], ['20261123-0031', null])
  assert.doesNotMatch(JSON.stringify(said), /Fog/)
})

test('a particular that somebody typed as the name of a place is left out', () => {
  const label = { zh: '王先生 13800138000 家', en: 'home of 13800138000' }
  const said = note(order({ brief: { ...issued().brief, place: { position: SHOULDER.position, label } } }))
  for (const language of ['zh', 'en'] as const)
    assert.equal(messageOf(said, { sight: room, language }, FACT).body, '20261123-0031-2')
})

test('whatever the order: no person, no reason and no picture is in what is sent, and it fits one message', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 200 })
  fc.assert(
    fc.property(
      fc.constantFrom(...INCIDENT_KINDS),
      fc.constantFrom(...WITHDRAWN_BECAUSE, null),
      anyText,
      fc.constantFrom('zh' as const, 'en' as const),
      fc.boolean(),
      (kind, because, label, language, exercise) => {
        const brief = {
          ...issued().brief,
          ...{ kind, still: 'f'.repeat(64), reason: { zh: '机密', en: 'SECRET' } },
          place: { position: SHOULDER.position, label: { zh: label, en: label } },
          ...(exercise ? { exercise: true as const } : {}),
        }
        const one = order({ brief }, ...(because ? [{ ...withdraw, because }] : []))
        const said = JSON.stringify(messageOf(note(one), { sight: room, language }, FACT))
        assert.doesNotMatch(said, /wang-min|SECRET|机密|ffffffff/)
        assert.ok(Buffer.byteLength(said) < 3_900)
        assert.equal(/Exercise · |演练 · /.test(said), exercise || /Exercise · |演练 · /.test(label))
      },
    ),
    { numRuns: 300 },
  )
})

test('facts that end the ringing and facts that ring are not the same', () => {
  for (const type of ['issued', 'rang', 'corrected', 'withdrawn', 'reinstated'])
    assert.ok(ringsFor(type) && !quiets(type))
  for (const type of ['signed-for', 'rejected', 'set-out', 'arrived', 'cleared'])
    assert.ok(!ringsFor(type) && quiets(type))
  for (const type of ['delivered', 'escalated', 'informed', 'broadcast']) assert.ok(!ringsFor(type) && !quiets(type))
})

const mine: Subscription = {
  endpoint: 'https://fcm.googleapis.com/x',
  person: id<'person'>('chen-hao'),
  session: id<'session'>('s-1'),
  language: 'zh',
  p256dh: 'p',
  auth: 'a',
}

test('a browser that says the same again changes nothing; a new session or language does', () => {
  const said = (change: Partial<Subscription>, others = 0) => decideSubscription(mine, { ...mine, ...change }, others)
  assert.deepEqual(said({}), { ok: true, value: 'same' })
  assert.deepEqual(said({ session: id<'session'>('s-2') }), { ok: true, value: 'changed' })
  assert.deepEqual(said({ language: 'en' }), { ok: true, value: 'changed' })
  assert.deepEqual(decideSubscription(null, mine, MOST_SUBSCRIPTIONS - 1), { ok: true, value: 'new' })
  assert.deepEqual(decideSubscription(null, mine, MOST_SUBSCRIPTIONS), { ok: false, refusal: 'too-many-subscriptions' })
})

test('whoever sits at the same browser next takes it over; who only knows its address does not', () => {
  const next = { ...mine, person: id<'person'>('liu'), session: id<'session'>('s-3') }
  assert.deepEqual(decideSubscription(mine, next, 0), { ok: true, value: 'changed' })
  for (const guessed of [{ p256dh: 'q' }, { auth: 'b' }, { p256dh: 'q', auth: 'b' }])
    assert.deepEqual(decideSubscription(mine, { ...next, ...guessed }, 0), {
      ok: false,
      refusal: 'push-endpoint-taken',
    })
})
