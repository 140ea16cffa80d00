import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { destination } from '../../core/geo.ts'
import type { Place } from '../../core/place.ts'
import { SHOULDER } from '../samples.ts'
import { meets, type NotePlace } from './meeting.ts'

const stretch = (change: Partial<Extract<NotePlace, { by: 'section' }>> = {}): NotePlace => ({
  by: 'section',
  road: 'S12',
  fromKm: 44,
  toKm: 46,
  carriageway: 'up',
  ...change,
})
const labelled = (zh: string, en: string): Place => ({ position: SHOULDER.position, label: { zh, en } })

test('a circle meets what lies in it and nothing outside', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 5_000 }),
      fc.integer({ min: 0, max: 359 }),
      fc.integer({ min: 0, max: 200 }),
      (radiusM, bearing, percent) => {
        fc.pre(percent !== 100)
        const place = { ...SHOULDER, position: destination(SHOULDER.position, bearing, (radiusM * percent) / 100) }
        assert.equal(meets({ by: 'point', position: SHOULDER.position, radiusM }, place), percent < 100)
      },
    ),
  )
})

test('a stretch meets its own carriageway, between its kilometres, on its road', () => {
  assert.equal(meets(stretch(), SHOULDER), true)
  assert.equal(meets(stretch({ carriageway: 'down' }), SHOULDER), false)
  assert.equal(meets(stretch({ carriageway: null }), SHOULDER), true)
  assert.equal(meets(stretch({ toKm: 45.2 }), SHOULDER), false)
  assert.equal(meets(stretch({ road: 's 12' }), SHOULDER), true)
  assert.equal(meets(stretch({ road: 'S1' }), SHOULDER), false)
})

test('who does not know the carriageway is warned of both', () => {
  const { carriageway: _unknown, ...place } = SHOULDER
  assert.equal(meets(stretch({ carriageway: 'down' }), place), true)
})

test('an address is met however it is spaced, and a house number is not part of a longer one', () => {
  const at = (address: string): NotePlace => ({ by: 'address', address })
  assert.equal(meets(at('湖滨路 10号'), labelled('南城湖滨路10号3单元', '')), true)
  assert.equal(meets(at('10 lakeside road'), labelled('', '10, Lakeside Road')), true)
  assert.equal(meets(at('10 Lakeside Road'), labelled('', '110 Lakeside Road')), false)
  assert.equal(meets(at('湖滨路1'), labelled('湖滨路10号', '')), false)
  assert.equal(meets(at('湖滨路1'), labelled('湖滨路10号与湖滨路1号之间', '')), true)
  assert.equal(meets(at(' . '), SHOULDER), false)
})
