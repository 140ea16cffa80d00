/** EIDO: what we write and what we let in is judged as the official schema judges it; an incident comes back as it went. */
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import fc from 'fast-check'
import { type Judge, officialSample, openOracle, withoutEido } from '../../../test/exchange/eido-oracle.ts'
import { changed, mutantsAt, places, WRONG } from '../../../test/exchange/mutants.ts'
import { id } from '../../core/ids.ts'
import { canonical } from '../../journal/canonical.ts'
import { AGENCY_KINDS, UNIT_KINDS } from '../forces.ts'
import { INCIDENT_KINDS, PRIORITIES } from '../incident.ts'
import { ANSWERS, REJECTION_CAUSES } from '../order.ts'
import { eidoOf, type SharedIncident, type Speaker } from './eido.ts'
import { answersIn, handedOver, readEido, sharedFrom } from './eido-read.ts'
import { isDateTime } from './eido-schema.ts'
import { readPidf, writePidf } from './pidf.ts'

const HOST = 'centre.hecheng.example'
const text = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'aé禾<&>"\'/ ') })
const label = fc.record({ zh: text, en: text })
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const key = fc.uuid()
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const AGENCY_IDS = ['police', 'rescue', 'ambulance'] as const

const place = fc
  .record({
    position: fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
    label,
    road: maybe(fc.constantFrom('S12', 'G60 <&>')),
    kilometre: maybe(fc.double({ min: 0, max: 9_000, noNaN: true })),
    carriageway: maybe(fc.constantFrom('up' as const, 'down' as const)),
    zone: maybe(fc.constantFrom('shoulder', 'lane')),
    lane: maybe(fc.constant('lane 2')),
    unverified: maybe(fc.constant(true as const)),
  })
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)))

const order = fc
  .record({
    id: key.map((one) => id<'order'>(one)),
    number: fc.constantFrom('20261128-0001-1', '20261128-0001-2'),
    agency: fc.constantFrom(...AGENCY_IDS).map((one) => id<'agency'>(one)),
    unit: fc.option(fc.record({ id: key.map((one) => id<'unit'>(one)), kind: fc.constantFrom(...UNIT_KINDS), label })),
    state: fc.constantFrom(
      'issued',
      'delivered',
      'signed-for',
      'on-the-way',
      'arrived',
      'cleared',
      'rejected',
      'withdrawn',
    ),
    agencyNumber: fc.option(fc.constantFrom('R-17')),
    issuedAt: instant,
    at: instant,
  })
  .chain((one) => fc.constantFrom(one, { ...one, handOver: true as const }))

// The place is made of the parts of a Place, without the keys that are not there.
const incident = fc.record({
  id: key.map((one) => id<'incident'>(one)),
  number: fc.constant('20261128-0001'),
  kind: fc.constantFrom(...INCIDENT_KINDS),
  priority: fc.constantFrom(...PRIORITIES),
  place,
  state: fc.constantFrom('new', 'running', 'closed'),
  openedAt: instant,
  at: instant,
  calls: fc.array(instant, { maxLength: 3 }),
  orders: fc.uniqueArray(order, { maxLength: 4, selector: (one) => one.id }),
}) as unknown as fc.Arbitrary<SharedIncident>

const SPEAKER: Speaker = {
  host: HOST,
  name: { zh: '禾城', en: 'Hecheng' },
  agencies: AGENCY_IDS.map((one, n) => ({
    id: id<'agency'>(one),
    kind: AGENCY_KINDS[n] ?? 'ambulance',
    name: { zh: one, en: one },
  })),
}

/** As it goes over the wire. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

let official: Judge = () => false
before(() => {
  if (!withoutEido.skip) official = openOracle()
})

test('the official sample is an EIDO, to the schema and to us, and comes back equal', withoutEido, () => {
  const sample = officialSample()
  assert.equal(official(sample), true)
  const read = readEido(sample)
  assert.ok(read.ok)
  assert.equal(canonical(read.value), canonical(sample))
})

test('with anything taken out or of another type, the sample is judged as the schema judges it', withoutEido, () => {
  const sample = officialSample()
  const counts = { right: 0, wrong: 0 }
  for (const path of places(sample)) {
    const mutants = mutantsAt(sample, path)
    for (const mutant of mutants) {
      const should = official(mutant)
      counts[should ? 'right' : 'wrong'] += 1
      assert.equal(readEido(mutant).ok, should, `${path.join('/')} in ${JSON.stringify(mutant).slice(0, 300)}`)
    }
  }
  assert.ok(counts.right > 100 && counts.wrong > 500, JSON.stringify(counts))
})

test('what we write of any incident is an EIDO, also with something taken out or changed', withoutEido, () => {
  fc.assert(
    fc.property(incident, fc.nat(), fc.constantFrom(...WRONG), (one, at, value) => {
      const document = sent(eidoOf(one, SPEAKER))
      assert.equal(official(document), true)
      assert.equal(readEido(document).ok, true)
      const all = [...places(document)]
      const path = all[at % all.length] ?? []
      const mutant = changed(document, path, (holder: Record<string, unknown>, name: string) => {
        holder[name] = value
      })
      assert.equal(readEido(mutant).ok, official(mutant), `${path.join('/')} = ${JSON.stringify(value)}`)
    }),
    { numRuns: 200 },
  )
})

test('an incident comes back as it went', () => {
  fc.assert(
    fc.property(incident, (one) => {
      // One unit stands on one order: that is how a centre orders it.
      const read = readEido(sent(eidoOf(one, SPEAKER)))
      assert.ok(read.ok)
      assert.equal(canonical(sharedFrom(read.value, HOST)), canonical(one))
      assert.equal(sharedFrom(read.value, 'another.example'), null)
    }),
  )
})

test('nobody is named in what we write: no person, no call-back number, no agent but the desk', () => {
  fc.assert(
    fc.property(incident, (one) => {
      const document = eidoOf(one, SPEAKER)
      for (const part of ['personComponent', 'callbackComponent', 'additionalDataComponent', 'notesComponent'])
        assert.equal(part in document, false)
      assert.deepEqual(
        document.agentComponent?.map((agent) => agent.$id),
        [`dispatch@${HOST}`],
      )
    }),
  )
})

test('a handed-over incident is shown with its place and nothing of its persons', withoutEido, () => {
  const read = readEido(officialSample())
  assert.ok(read.ok)
  const handed = handedOver(read.value)
  assert.equal(handed.place, null, 'a street address is no point')
  assert.equal(handed.knownAt, Date.parse('2021-04-30T14:40:00.0-04:00'))
  assert.doesNotMatch(JSON.stringify(handed), /8195551212|Hannes|alice/)
})

test('an attack in the XML of a location is no place, and nothing else', () => {
  const laughs = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
  assert.equal(readPidf(laughs), null)
  assert.equal(readPidf('not xml'), null)
  const at = { position: [120.75, 30.71], road: 'S12', kilometre: 45.3 } as const
  assert.deepEqual(readPidf(writePidf(at)), { ...at, civic: 'S12, 45.3' })
})

test('a partner answers in our words, or by the status of the unit that it sent', () => {
  const [known, unknown] = ['0193f000-0000-7000-8000-000000000001', '0193f000-0000-7000-8000-000000000002']
  const base = { lastUpdateTimeStamp: '2026-11-28T08:00:00Z', updatedByAgencyReference: { $ref: 'rescue' } }
  const document = readEido({
    ...base,
    $id: 'urn:emergency:uid:incidentid:1:rescue',
    eidoVersion: '1.0',
    issuingElementIdentification: 'rescue',
    agencyComponent: [],
    dispatchComponent: [
      { ...base, $id: known, firstminute: { answer: 'rejected', cause: 'no-unit', at: 5 } },
      { ...base, $id: unknown, emergencyResourceReference: [{ $ref: 'tow-1' }] },
      { ...base, $id: 'nothing-said' },
    ],
    emergencyResourceComponent: [
      {
        ...base,
        $id: 'tow-1',
        emergencyResourceTypeCommonRegistryText: 'Tow Truck',
        resourceAttributeRegistryText: [],
        secondaryUnitStatusRegistryText: [],
        primaryUnitStatusRegistryText: 'En Route',
        agentReference: [],
      },
    ],
  })
  assert.ok(document.ok)
  const none = { cause: null, agencyNumber: null }
  assert.deepEqual(answersIn(document.value), [
    { order: known, answer: 'rejected', at: 5, cause: 'no-unit', agencyNumber: null, unit: null },
    { order: unknown, answer: 'on-the-way', at: Date.parse('2026-11-28T08:00:00Z'), ...none, unit: 'tow-1' },
  ])
  assert.ok(ANSWERS.length > 0 && REJECTION_CAUSES.length > 0)
})

test('times are judged by RFC 3339', () => {
  for (const right of [
    '2026-11-28T08:00:00Z',
    '2026-11-28t08:00:00.5+08:00',
    '2024-02-29T23:59:59-11:30',
    '2016-12-31T23:59:60Z',
  ])
    assert.equal(isDateTime(right), true, right)
  for (const wrong of [
    '2026-11-28',
    '2026-11-28T08:00:00',
    '2026-02-29T08:00:00Z',
    '2026-11-28T24:00:00Z',
    'now',
    '2026-11-28T08:00:60Z',
  ])
    assert.equal(isDateTime(wrong), false, wrong)
})
