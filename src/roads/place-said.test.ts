/** Places as they are said: read in both languages, and never guessed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gcj02FromWgs84 } from '../core/datum.ts'
import { distanceM } from '../core/geo.ts'
import { kilometrePost } from '../core/place.ts'
import { kilometreLabel, laneText, readCoordinates, readCrossing, readKilometreSaid } from './place-said.ts'

const isRoad = (road: string): boolean => ['S12', 'G60', 'MD2'].includes(road)
const read = (text: string) => readKilometreSaid(text, isRoad)

test('kilometre, direction and lane are read as people type them', () => {
  const full = { road: 'S12', kilometre: 45.3, carriageway: 'down', lane: 'shoulder' }
  for (const text of [
    'S12 K45+300 下 应急车道',
    'S12K45+300下行应急车道',
    's12 45.3 d sh',
    'S12 K45.3 down shoulder',
    'Ｓ12 K45+300 下行，应急车道',
  ])
    assert.deepEqual(read(text), full, text)
  assert.deepEqual(read('md 2 k7'), { road: 'MD2', kilometre: 7, carriageway: null, lane: null })
  assert.deepEqual(read('G60 101,05 up lane 2'), { road: 'G60', kilometre: 101.05, carriageway: 'up', lane: 'lane-2' })
  assert.equal(read('G60 101 u 第二车道')?.lane, 'lane-2')
  for (const no of ['S99 K45', '中山路 120', 'S12', '45.3', 'S12 K45 up nowhere', 'S12 K45+3000', '12 Main Street'])
    assert.equal(read(no), null, no)
})

test('what is shown is read again as the same place', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999_999 }),
      fc.constantFrom('up' as const, 'down' as const),
      fc.constantFrom(null, 'shoulder', 'median', 'ramp', 'lane-1', 'lane-6'),
      (metres, carriageway, lane) => {
        const kilometre = metres / 1_000
        const label = kilometreLabel('S12', kilometre, carriageway, lane)
        for (const text of [label.zh, label.en, `s12 ${kilometrePost(kilometre)} ${carriageway}`.toLowerCase()]) {
          const again = read(text)
          assert.ok(again && Math.abs(again.kilometre - kilometre) < 1e-9, text)
          assert.equal(again.carriageway, carriageway, text)
          if (text !== text.toLowerCase()) assert.equal(again.lane, lane, text)
        }
      },
    ),
  )
  assert.equal(laneText('nowhere'), null)
})

test('coordinates say their datum and their order; where two orders are possible both are answered', () => {
  const at = (text: string) => readCoordinates(text)[0]?.position
  assert.deepEqual(at('120.7305, 30.7197'), [120.7305, 30.7197])
  assert.deepEqual(at('30.7197N 120.7305E'), [120.7305, 30.7197])
  assert.deepEqual(at('S 33.5 W 70.25'), [-70.25, -33.5])
  assert.equal(readCoordinates('41.15 -8.61').length, 2)
  assert.equal(readCoordinates('120.7305 30.7197').length, 1)
  const [lon, lat] = gcj02FromWgs84([120.75, 30.71])
  for (const name of ['gcj', 'GCJ-02', '高德']) {
    const there = at(`${name} ${lon.toFixed(6)},${lat.toFixed(6)}`)
    assert.ok(there && distanceM(there, [120.75, 30.71]) < 1, name)
  }
  for (const no of ['45.3', '120 30', '1.5.2 3', '200.1, 95.2', 'a 1.0 2.0'])
    assert.deepEqual(readCoordinates(no), [], no)
})

test('a crossing is two names with a sign or a word between them', () => {
  for (const text of ['中山路与禾兴路', '中山路 x 禾兴路', '中山路/禾兴路路口', '中山路 & 禾兴路'])
    assert.deepEqual(readCrossing(text), ['中山路', '禾兴路'], text)
  assert.deepEqual(readCrossing('Light St and Pratt St'), ['Light St', 'Pratt St'])
  assert.equal(readCrossing('Maxwell Street'), null)
  assert.equal(readCrossing('and'), null)
})

test('whatever is typed is read or left, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
      read(text)
      readCoordinates(text)
      readCrossing(text)
    }),
  )
})
