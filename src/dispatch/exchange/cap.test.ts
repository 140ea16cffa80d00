/** CAP: the schema's own judgement on the official samples and on broken ones, the way there and back, and attacks that must do nothing. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  ATTACKS,
  BROKEN,
  capNames,
  INVALID,
  capSample as sample,
  withoutCap as without,
} from '../../../test/exchange/cap-samples.ts'
import { canonical } from '../../journal/canonical.ts'
import { type CapAlert, capAlert } from './cap.ts'
import { readCap, writeCap } from './cap-xml.ts'
import { DEEPEST, MOST_CHARACTERS, readXml } from './xml.ts'

test('every official sample is judged as the schema judges it', without, () => {
  const names = capNames()
  assert.equal(names.length, 7)
  for (const name of names) assert.equal(readCap(sample(name)).ok, !INVALID.has(name), name)
})

test('the refusal says what is wrong and where', without, () => {
  const scope = readCap(sample('invalid.cap'))
  assert.deepEqual(scope, { ok: false, refusal: 'cap-invalid', detail: '/: scope is missing' })
  const empty = readCap(sample('noaa_errors.cap'))
  assert.match(empty.ok ? '' : (empty.detail ?? ''), /^\/info\/0\/urgency/)
})

test('samples come back equal after they were written', without, () => {
  for (const name of capNames().filter((one) => !INVALID.has(one))) {
    const read = readCap(sample(name))
    assert.ok(read.ok, name)
    const again = readCap(writeCap(read.value))
    assert.ok(again.ok, name)
    assert.equal(canonical(again.value), canonical(read.value), name)
  }
})

test('a good alert with one thing broken is refused, whatever it is', without, () => {
  const good = sample('australia.cap')
  assert.ok(readCap(good).ok)
  for (const [what, breaking] of BROKEN) {
    const broken = breaking(good)
    assert.notEqual(broken, good, `${what}: the sample has nothing to break`)
    assert.equal(readCap(broken).ok, false, what)
  }
})

test(
  'what the schema lets pass, passes: a signature behind the last info, blanks around a date, an empty text',
  without,
  () => {
    const good = sample('australia.cap')
    const signed = good.replace(
      '</cap:alert>',
      '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></cap:alert>',
    )
    const blank = good.replace('2011-10-05T23:04:00+10:00</cap:sent>', '\n 2011-10-05T23:04:00+10:00 </cap:sent>')
    const empty = good.replace('<cap:event>Fire</cap:event>', '<cap:event/>')
    for (const xml of [signed, blank, empty]) assert.equal(readCap(xml).ok, true)
  },
)

test('entities that grow and entities from outside are refused before anything of them is read', () => {
  for (const attack of ATTACKS) assert.deepEqual(readCap(attack), { ok: false, refusal: 'xml-doctype' })
  const undeclared = readCap(
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&file;</identifier></alert>',
  )
  assert.equal(undeclared.ok ? '' : undeclared.refusal, 'xml-unreadable')
})

test('too large and too deep are refused, not borne', () => {
  assert.deepEqual(readXml(`<a>${' '.repeat(MOST_CHARACTERS)}</a>`), { ok: false, refusal: 'xml-too-large' })
  assert.deepEqual(readXml(`<a>${'<b/>'.repeat(9_000)}</a>`), { ok: false, refusal: 'xml-too-large' })
  const deep = DEEPEST + 1
  assert.deepEqual(readXml('<a>'.repeat(deep) + '</a>'.repeat(deep)), { ok: false, refusal: 'xml-too-deep' })
})

test('rubbish is refused with a sentence and never thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      assert.equal(readCap(text).ok, false)
    }),
  )
})

const text = fc.oneof(
  fc.string({ maxLength: 30, unit: fc.constantFrom(...'ab <>&"\'\r\n\t]雾é😀') }),
  fc.constantFrom('', ']]>', 'plain'),
)
const date = fc
  .record({ days: fc.integer({ min: 0, max: 30_000 }), zone: fc.constantFrom('+08:00', '-00:00', '+14:00', '-05:30') })
  .map(({ days, zone }) => `${new Date(days * 86_400_000 + 3_723_000).toISOString().slice(0, 19)}${zone}`)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const several = <T>(one: fc.Arbitrary<T>) => maybe(fc.array(one, { minLength: 1, maxLength: 3 }))
const pair = fc.record({ valueName: text, value: text })
const anyAlert: fc.Arbitrary<CapAlert> = fc.record({
  identifier: text,
  sender: text,
  sent: date,
  status: fc.constantFrom('Actual', 'Exercise', 'Test'),
  msgType: fc.constantFrom('Alert', 'Update', 'Cancel'),
  source: maybe(text),
  scope: fc.constantFrom('Public', 'Restricted', 'Private'),
  code: several(text),
  references: maybe(text),
  info: several(
    fc.record({
      language: maybe(fc.constantFrom('zh-CN', 'en')),
      category: fc.array(fc.constantFrom('Met', 'Transport'), { minLength: 1, maxLength: 2 }),
      event: text,
      responseType: several(fc.constantFrom('Avoid', 'Monitor')),
      urgency: fc.constantFrom('Immediate', 'Past'),
      severity: fc.constantFrom('Extreme', 'Minor'),
      certainty: fc.constantFrom('Observed', 'Likely'),
      eventCode: several(pair),
      effective: maybe(date),
      expires: maybe(date),
      headline: maybe(text),
      description: maybe(text),
      web: maybe(fc.constantFrom('http://x.example/a?b=1&c=2')),
      parameter: several(pair),
      resource: several(fc.record({ resourceDesc: text, mimeType: text, size: maybe(fc.constantFrom('0', '-12')) })),
      area: several(
        fc.record({
          areaDesc: text,
          polygon: several(text),
          circle: several(text),
          geocode: several(pair),
          altitude: maybe(fc.constantFrom('1.5', '.5')),
        }),
      ),
    }),
  ),
})

test('any alert that can be said is read back as it was written', () => {
  fc.assert(
    fc.property(anyAlert, (alert) => {
      assert.ok(capAlert.safeParse(alert).success)
      const xml = writeCap(alert)
      const read = readCap(xml)
      assert.ok(read.ok, xml)
      assert.equal(canonical(read.value), canonical(alert))
      assert.equal(writeCap(read.value), xml)
    }),
  )
})
