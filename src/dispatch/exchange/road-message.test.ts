/** Road messages: words of kind and place alone, valid CAP, and a life that follows the incident. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { id } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import { HOUR } from '../../core/time.ts'
import { evolve as evolveIncident, INCIDENT_KINDS, type Incident, type IncidentFact } from '../incident.ts'
import { MORNING, OFFICER, opened } from '../samples.ts'
import { evolve } from './alert.ts'
import { capAlert } from './cap.ts'
import { readCap, writeCap } from './cap-xml.ts'
import { atomOf, capOf, messageOf, type RoadMessage } from './public-alert.ts'
import { due, roadMessage } from './road-message.ts'
import { readXml } from './xml.ts'

const KEY = id<'alert'>('0193f000-0000-7000-8000-00000000000a')
const PUBLISHER = { host: 'centre.example', url: 'https://centre.example', name: { zh: '禾城', en: 'Hecheng & Co' } }

function incident(...facts: readonly IncidentFact[]): Incident {
  const key = id<'incident'>('0193f000-0000-7000-8000-000000000001')
  const first: IncidentFact = { type: 'opened', v: 1, at: MORNING, ...opened({ kind: 'collision' }) }
  return [first, ...facts].reduce<Incident | null>((now, fact) => evolveIncident(now, key, fact), null) ?? assert.fail()
}
const amended = (change: object): IncidentFact => ({ type: 'amended', v: 1, at: MORNING, by: OFFICER, ...change })

function published(of: Incident, at = MORNING): RoadMessage {
  const notice = roadMessage(of, at)
  assert.ok(notice.ok)
  const alert = evolve(null, KEY, {
    type: 'published',
    v: 1,
    at,
    incident: of.id,
    verdictAt: of.openedAt,
    message: messageOf(KEY, PUBLISHER.host, 0, at),
    notice: notice.value,
    by: OFFICER,
  })
  assert.equal(alert.way, 'out')
  return alert.way === 'out' ? alert : assert.fail()
}

test('it says the kind, the road, the way, the post and the lane, in both languages', () => {
  const said = roadMessage(incident(), MORNING)
  assert.ok(said.ok)
  assert.deepEqual(said.value.headline, { zh: 'S12 上行 K45+300：交通事故', en: 'S12 up K45+300: collision' })
  assert.match(said.value.description.en, /hard shoulder is occupied/)
  for (const lane of ['lane 2', '第2车道', '2', ' 2车道'.trim()]) {
    const inLane = roadMessage(incident(amended({ place: { ...incident().opened.place, lane } })), MORNING)
    assert.match(inLane.ok ? inLane.value.description.zh : '', /第2车道受阻/, lane)
  }
})

test('illness is nobody’s business, a call for help inside the house is not told, and neither is what lies off the roads', () => {
  const ill = roadMessage(incident(amended({ kind: 'medical-emergency' })), MORNING)
  assert.doesNotMatch(JSON.stringify(ill), /medical|医|病/i)
  const refusals = [
    [amended({ kind: 'officer-help' }), 'not-for-the-public'],
    [amended({ place: { position: [120, 30], label: { zh: '某户', en: 'home of somebody' } } }), 'no-road-place'],
    [{ type: 'closed', v: 1, at: MORNING, outcome: 'resolved', by: OFFICER }, 'closed'],
  ] as const
  for (const [fact, refusal] of refusals) {
    const told = roadMessage(incident(fact), MORNING)
    assert.equal(told.ok ? '' : told.refusal, refusal)
  }
  const practised = roadMessage({ ...incident(), opened: opened({ exercise: true }) }, MORNING)
  assert.equal(practised.ok ? '' : practised.refusal, 'exercise')
})

test('no word that somebody typed reaches the public, and every message is a CAP alert', () => {
  const SECRET = 'Zhang-San-13800138000'
  const typed = fc.constantFrom(`${SECRET}`, `lane 2 ${SECRET}`, `${SECRET} 3`)
  fc.assert(
    fc.property(
      fc.constantFrom(...INCIDENT_KINDS),
      typed,
      fc.constantFrom('shoulder', 'lane', SECRET),
      (kind, words, zone) => {
        const place: Place = { ...incident().opened.place, label: { zh: words, en: words }, lane: words, zone }
        const of = incident(amended({ kind, place }))
        if (!roadMessage(of, MORNING).ok) return
        const cap = capOf(published(of), PUBLISHER)
        const xml = writeCap(cap)
        assert.ok(capAlert.safeParse(cap).success)
        assert.ok(readCap(xml).ok)
        assert.doesNotMatch(xml + atomOf([published(of)], PUBLISHER, MORNING), /Zhang|138/)
      },
    ),
  )
})

test('it is put right when the incident is, made longer while it runs, and over when the incident is', () => {
  const alert = published(incident())
  assert.deepEqual(due(alert, incident(), false, MORNING + 1), { do: 'nothing' })
  const corrected = due(alert, incident(amended({ kind: 'obstacle' })), false, MORNING + 1)
  assert.match(corrected.do === 'revise' ? corrected.notice.headline.en : '', /obstacle/)
  const longer = due(alert, incident(), false, MORNING + 1.75 * HOUR)
  assert.equal(longer.do === 'revise' ? longer.notice.until : 0, MORNING + 3.75 * HOUR)
  const closed: IncidentFact = { type: 'closed', v: 1, at: MORNING, outcome: 'resolved', by: OFFICER }
  assert.deepEqual(due(alert, incident(closed), false, MORNING + 1), { do: 'end', because: 'closed' })
  const merged = { ...incident(), id: id<'incident'>('0193f000-0000-7000-8000-000000000002') }
  assert.deepEqual(
    due(alert, merged, false, MORNING + 1),
    { do: 'nothing' },
    'it goes on with the one that it was merged into',
  )
  assert.deepEqual(due(alert, merged, true, MORNING + 1), { do: 'end', because: 'moved' })
})

test('later messages refer to all before them, and the last one cancels', () => {
  const first = published(incident())
  const next = (n: number) => messageOf(KEY, PUBLISHER.host, n, MORNING + n * 1000)
  const revised = evolve(first, KEY, {
    type: 'revised',
    v: 1,
    at: MORNING + 1000,
    message: next(1),
    notice: first.notice,
  })
  const over = evolve(revised, KEY, {
    type: 'ended',
    v: 1,
    at: MORNING + 2000,
    message: next(2),
    because: 'closed',
    by: null,
  })
  assert.ok(revised.way === 'out' && over.way === 'out')
  assert.equal(capOf(first, PUBLISHER).msgType, 'Alert')
  assert.equal(capOf(revised, PUBLISHER).references, `centre.example,${KEY}.1,2026-11-22T23:30:00-00:00`)
  const last = capOf(over, PUBLISHER)
  assert.deepEqual([last.msgType, last.references?.split(' ').length, last.info?.[0]?.urgency], ['Cancel', 2, 'Past'])
})

test('the feed is well-formed Atom with one entry for each message', () => {
  const feed = readXml(atomOf([published(incident())], PUBLISHER, MORNING))
  assert.ok(feed.ok)
  assert.equal(feed.value.namespace, 'http://www.w3.org/2005/Atom')
  assert.equal(feed.value.children.filter(({ name }) => name === 'entry').length, 1)
  for (const needed of ['id', 'title', 'updated'])
    assert.ok(
      feed.value.children.some(({ name }) => name === needed),
      needed,
    )
})
