import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Place } from '../../../../core/place.ts'
import { holdsOf, isMeasured, lacking, stretchBetween } from './between.ts'

const at = (lon: number, part: Partial<Place> = {}): Place => ({
  position: [lon, 30.7],
  label: { zh: '某处', en: 'somewhere' },
  ...part,
})
const s12 = (kilometre: number, carriageway: 'up' | 'down' = 'up'): Place =>
  at(120 + kilometre / 100, { road: 'S12', kilometre, carriageway })

test('two places on one carriageway mean its kilometres between them', () => {
  assert.deepEqual(stretchBetween(s12(45), s12(46.5), false), {
    by: 'kilometres',
    road: 'S12',
    carriageway: 'up',
    fromKm: 45,
    toKm: 46.5,
  })
  assert.equal(isMeasured(s12(45), s12(46)), true)
})

test('across carriageways, on one spot or on no measured road, the way between the two is meant', () => {
  for (const [from, to] of [
    [s12(45), s12(46, 'down')],
    [s12(45), s12(45)],
    [s12(45), at(120.7)],
    [at(120.6), at(120.7)],
  ] as const) {
    assert.deepEqual(stretchBetween(from, to, true), {
      by: 'places',
      from: from.position,
      to: to.position,
      bothWays: true,
    })
    assert.equal(isMeasured(from, to), false)
  }
})

test('one place alone means the road there, from junction to junction', () => {
  assert.deepEqual(stretchBetween(s12(45), null, true), { by: 'place', at: s12(45).position, bothWays: true })
})

test('closed lets help through, blocked lets nobody', () => {
  assert.deepEqual(holdsOf('closed', 2, 40), { state: 'closed', passable: true })
  assert.deepEqual(holdsOf('blocked', 2, 40), { state: 'closed' })
  assert.deepEqual(holdsOf('slow', 3, 40), { state: 'slow', times: 3 })
  assert.deepEqual(holdsOf('opened', 2, 60), { state: 'opened', kmh: 60 })
})

test('the form says what it lacks, in the order in which it is filled in', () => {
  const whole = { from: s12(45), to: null, toTyped: '', reason: 'fog' }
  assert.equal(lacking(whole, 2, 1), null)
  assert.equal(lacking({ ...whole, from: null }, 2, 1), 'road-place-needed')
  assert.equal(lacking({ ...whole, toTyped: 's12 4' }, 2, 1), 'road-end-unclear')
  assert.equal(lacking({ ...whole, reason: ' x ' }, 2, 1), 'reason-needed')
  assert.equal(lacking(whole, 1, 1), 'expiry-past')
  assert.equal(lacking(whole, Number.NaN, 1), 'expiry-past')
})
