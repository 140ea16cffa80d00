import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination } from '../../core/geo.ts'
import { id } from '../../core/ids.ts'
import { DAY } from '../../core/time.ts'
import { evolve, type Incident, type Opened } from '../incident.ts'
import { MORNING, opened, SHOULDER } from '../samples.ts'
import { eventsAt, LOOK_BACK_MS, MOST_SHOWN } from './recent.ts'

let made = 0
function incident(agoMs: number, change: Partial<Opened> = {}): Incident {
  const key = id<'incident'>(`0193f000-0000-7000-8000-${String(++made).padStart(12, '0')}`)
  return evolve(null, key, { type: 'opened', v: 1, at: MORNING - agoMs, ...opened(change) })
}
const HERE = incident(0)
const street = (metres: number) => ({ position: destination(SHOULDER.position, 90, metres), label: SHOULDER.label })

test('each kind is remembered as long as it says something about the place', () => {
  for (const kind of ['collision', 'congestion', 'obstacle'] as const) {
    const back = LOOK_BACK_MS[kind]
    assert.equal(eventsAt(HERE, [incident(back - 1, { kind })], MORNING).length, 1, kind)
    assert.equal(eventsAt(HERE, [incident(back, { kind })], MORNING).length, 0, kind)
  }
})

test('that somebody was ill here is forgotten after a day', () => {
  assert.equal(eventsAt(HERE, [incident(DAY - 1, { kind: 'medical-emergency' })], MORNING).length, 1)
  assert.equal(eventsAt(HERE, [incident(DAY, { kind: 'medical-emergency' })], MORNING).length, 0)
})

test('on the expressway a kilometre either way counts, and never the other carriageway', () => {
  const kind = 'collision'
  const at = (kilometre: number, carriageway: 'up' | 'down') =>
    eventsAt(HERE, [incident(DAY, { kind, place: { ...SHOULDER, kilometre, carriageway } })], MORNING).length
  assert.equal(at(46.3, 'up'), 1)
  assert.equal(at(46.4, 'up'), 0)
  assert.equal(at(45.3, 'down'), 0)
})

test('in the streets three hundred metres count', () => {
  const there = incident(0, { place: street(0) })
  const at = (metres: number) =>
    eventsAt(there, [incident(DAY, { kind: 'collision', place: street(metres) })], MORNING).length
  assert.equal(at(299), 1)
  assert.equal(at(302), 0)
})

test('an exercise is no part of what happened here', () => {
  assert.equal(eventsAt(HERE, [incident(DAY, { kind: 'collision', exercise: true })], MORNING).length, 0)
})

test('the newest come first, only so many, and the incident itself is none of them', () => {
  const kind = 'collision'
  const past = Array.from({ length: MOST_SHOWN + 3 }, (_, days) => incident((days + 1) * DAY, { kind }))
  const shown = eventsAt(HERE, [...past.toReversed(), HERE], MORNING)
  assert.deepEqual(
    shown.map((event) => event.id),
    past.slice(0, MOST_SHOWN).map((one) => one.id),
  )
})
