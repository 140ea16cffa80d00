/** The door's schema: hostile reports are refused with the field named, honest ones pass. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SENSOR } from './generated.fixture.ts'
import { roadsideSchema } from './record.ts'
import { reportSchema } from './report.ts'

const track = { id: 7, position: [120.75, 30.71], speedMs: 20, class: 'car', lengthM: 4.6, widthM: 1.8 }
const good = { v: 1, frames: [{ at: 1_764_000_000_000, tracks: [track] }] }
const withTrack = (change: object) => ({
  ...good,
  frames: [{ at: 1_764_000_000_000, tracks: [{ ...track, ...change }] }],
})
const pathOf = (value: unknown): string => {
  const read = reportSchema.safeParse(value)
  return read.success ? 'taken' : (read.error.issues[0]?.path.join('.') ?? '')
}

test('an honest report passes, its track number becomes a name', () => {
  assert.equal(reportSchema.parse(good).frames[0]?.tracks[0]?.id, '7')
  assert.equal(pathOf(withTrack({ position: undefined, metres: [12.5, 200] })), 'frames.0.tracks.0.position')
  const { position: _position, ...bare } = track
  assert.equal(
    pathOf({ ...good, datum: 'gcj-02', frames: [{ at: 1, tracks: [{ ...bare, metres: [1, 2] }] }] }),
    'taken',
  )
})

for (const [name, value, path] of [
  ['a number that is none', withTrack({ speedMs: Number.NaN }), 'frames.0.tracks.0.speedMs'],
  [
    'a number without end',
    JSON.parse('{"v":1,"frames":[{"at":1,"tracks":[{"id":1,"metres":[1e999,0]}]}]}'),
    'frames.0.tracks.0.metres.0',
  ],
  ['a latitude beyond the pole', withTrack({ position: [120, 91] }), 'frames.0.tracks.0.position.1'],
  ['three coordinates', withTrack({ position: [120, 30, 5] }), 'frames.0.tracks.0.position'],
  ['both places at once', withTrack({ metres: [1, 2] }), 'frames.0.tracks.0.position'],
  ['a speed below nought', withTrack({ speedMs: -1 }), 'frames.0.tracks.0.speedMs'],
  ['an unknown class', withTrack({ class: 'face' }), 'frames.0.tracks.0.class'],
  ['a field that nobody knows, such as a plate', withTrack({ plate: 'x' }), 'frames.0.tracks.0'],
  ['a name without end', withTrack({ id: 'x'.repeat(65) }), 'frames.0.tracks.0.id'],
  ['half a millisecond', { ...good, frames: [{ at: 0.5, tracks: [] }] }, 'frames.0.at'],
  ['a time in words', { ...good, frames: [{ at: 'now', tracks: [] }] }, 'frames.0.at'],
  [
    'ten thousand tracks',
    { ...good, frames: [{ at: 1, tracks: Array.from({ length: 10_000 }, () => track) }] },
    'frames.0.tracks',
  ],
  [
    'many full frames',
    {
      ...good,
      frames: Array.from({ length: 50 }, (_, at) => ({ at, tracks: Array.from({ length: 100 }, () => track) })),
    },
    'frames',
  ],
  ['no frame', { ...good, frames: [] }, 'frames'],
  ['another version', { ...good, v: 2 }, 'v'],
  ['a list', [good], ''],
] as const)
  test(`refused with its field: ${name}`, () => {
    assert.equal(pathOf(value), path)
  })

test('whatever comes is refused or has only finite numbers within bounds', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const read = reportSchema.safeParse({ v: 1, frames: [{ at: 1, tracks: [value] }] })
      if (!read.success) return
      for (const { metres = [0, 0], position = [0, 0] } of read.data.frames[0]?.tracks ?? [])
        assert.ok([...metres, ...position].every(Number.isFinite))
    }),
  )
})

test('a sensor’s record names what is wrong with it', () => {
  const wrong = (change: object): string =>
    roadsideSchema
      .safeParse({ ...SENSOR, ...change })
      .error?.issues.map(({ path }) => path.join('.'))
      .join(' ') ?? 'taken'
  assert.equal(wrong({}), 'taken')
  assert.equal(wrong({ posts: SENSOR.posts.toReversed() }), 'posts.1.kilometre posts.2.kilometre')
  assert.equal(
    wrong({
      zonesIn: 'metres',
      zones: [
        {
          kind: 'lane',
          carriageway: 'up',
          polygon: [
            [0, 0],
            [9_999, 0],
            [0, 1],
          ],
        },
      ],
    }),
    'zones.0.polygon.1',
  )
  assert.equal(
    wrong({
      zones: [
        {
          kind: 'ignore',
          polygon: [
            [0, 0],
            [1, 0],
            [0, 1],
          ],
        },
      ],
    }),
    'zones',
  )
  assert.equal(wrong({ datum: 'beijing-54' }), 'datum')
  assert.equal(wrong({ position: [300, 0] }), 'position.0')
})
