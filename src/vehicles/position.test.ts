/** Position reports: the three forms say the same thing, and what cannot be true is refused with its field. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE, SECOND } from '../core/time.ts'
import { believable, noteArrival, osmAndQuery, reportBody, SKEW_WINDOW_MS, type Skew, skewMs } from './position.ts'

const traccar = {
  location: {
    timestamp: '2026-11-23T08:30:00.500Z',
    coords: { latitude: 30.71, longitude: 120.75, accuracy: 4, speed: 20, heading: 90, altitude: 5 },
    is_moving: true,
    odometer: 12,
    battery: { level: 0.8, is_charging: false },
  },
  device_id: 'tp-07',
}
const at = Date.parse('2026-11-23T08:30:00.500Z')

test('the Traccar Client form is read, metres per second become km/h', () => {
  assert.deepEqual(reportBody.parse(traccar), {
    form: 'traccar',
    device: 'tp-07',
    fix: { at, position: [120.75, 30.71], speedKmh: 72, headingDegrees: 90, accuracyM: 4, altitudeM: 5 },
  })
})

test('the OwnTracks form is read, with its km/h and seconds, and says nothing where the phone says nothing', () => {
  const said = {
    _type: 'location',
    lat: 30.71,
    lon: 120.75,
    tst: 1763886600,
    acc: 12,
    vel: 54,
    cog: 271,
    tid: 'JJ',
    batt: 41,
  }
  assert.deepEqual(reportBody.parse(said), {
    form: 'owntracks',
    device: null,
    fix: {
      at: 1763886600_000,
      position: [120.75, 30.71],
      speedKmh: 54,
      headingDegrees: 271,
      accuracyM: 12,
      altitudeM: null,
    },
  })
  assert.equal(reportBody.parse({ _type: 'location', lat: 1, lon: 2, tst: 1763886600 }).fix?.speedKmh, null)
})

test('an OwnTracks last will or way point is taken and forgotten', () => {
  assert.deepEqual(reportBody.parse({ _type: 'lwt', tst: 1 }), { form: 'owntracks', device: null, fix: null })
})

test('the OsmAnd query is read, knots become km/h, and time may be seconds, milliseconds or ISO', () => {
  const query = { id: 'tp-07', lat: '30.71', lon: '120.75', speed: '10', bearing: '359.9', hdop: '1' }
  for (const timestamp of ['1763886600', '1763886600000', '2025-11-23T08:30:00Z']) {
    const read = osmAndQuery.parse({ ...query, timestamp })
    assert.equal(read.fix?.at, 1763886600_000)
    assert.equal(read.fix?.speedKmh, 18.52)
    assert.equal(read.device, 'tp-07')
  }
})

test('a receiver that says −1 for speed and heading does not know them', () => {
  const coords = { ...traccar.location.coords, speed: -1, heading: -1, accuracy: -1 }
  const { fix } = reportBody.parse({ ...traccar, location: { ...traccar.location, coords } })
  assert.deepEqual([fix?.speedKmh, fix?.headingDegrees, fix?.accuracyM], [null, null, null])
})

test('each impossible value is refused at its own field', () => {
  const coords = traccar.location.coords
  const withCoords = (changed: object) => ({
    ...traccar,
    location: { ...traccar.location, coords: { ...coords, ...changed } },
  })
  const cases: [unknown, string][] = [
    [withCoords({ latitude: 91 }), 'location.coords.latitude'],
    [withCoords({ longitude: -181 }), 'location.coords.longitude'],
    [withCoords({ latitude: '30.7' }), 'location.coords.latitude'],
    [withCoords({ latitude: null }), 'location.coords.latitude'],
    [withCoords({ latitude: 0, longitude: 0 }), 'location.coords'],
    [withCoords({ speed: 1e9 }), 'location.coords.speed'],
    [withCoords({ heading: 361 }), 'location.coords.heading'],
    [{ ...traccar, location: { ...traccar.location, timestamp: 'yesterday' } }, 'location.timestamp'],
    [{ ...traccar, device_id: 'x'.repeat(65) }, 'device_id'],
    [{ _type: 'location', lat: 1, lon: 2 }, 'tst'],
    [{ _type: 'location', lat: 1, lon: 2, tst: -5 }, 'tst'],
    [{ _type: 'cmd' }, '_type'],
    [[], ''],
    [null, ''],
    ['x', ''],
  ]
  for (const [said, path] of cases) {
    const read = reportBody.safeParse(said)
    assert.equal(read.success, false, JSON.stringify(said))
    assert.ok(
      read.error?.issues.some((issue) => issue.path.join('.') === path),
      `${JSON.stringify(said)}: ${read.error}`,
    )
  }
  for (const said of [{ lat: 'NaN' }, { lat: '1e3' }, { lat: '0x10' }, { lat: '' }, { timestamp: '12' }])
    assert.equal(osmAndQuery.safeParse({ lat: '1', lon: '2', timestamp: '1763886600', ...said }).success, false)
})

test('whatever comes, the reader answers with a report of finite numbers or a refusal, and never throws', () => {
  const some = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.integer())
  const coords = fc.record({ latitude: some, longitude: some, speed: some, heading: some }, { requiredKeys: [] })
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ location: fc.record({ timestamp: some, coords }) })), (said) => {
      const read = reportBody.safeParse(said)
      if (read.success && read.data.fix)
        assert.ok([read.data.fix.at, ...read.data.fix.position].every((value) => Number.isFinite(value)))
    }),
  )
})

test('a fix from ten minutes ahead or thirty days ago is not believed', () => {
  const now = 100 * DAY
  assert.equal(believable(now, now), 'yes')
  assert.equal(believable(now + 9 * MINUTE, now), 'yes')
  assert.equal(believable(now + 11 * MINUTE, now), 'in-the-future')
  assert.equal(believable(now - 2 * HOUR, now), 'yes')
  assert.equal(believable(now - 31 * DAY, now), 'too-old')
})

test('a clock that is 40 s behind shows through a way that takes between 0.1 and 5 s, and through fixes that waited', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 100, max: 5000 }), { minLength: 50, maxLength: 200 }), (ways) => {
      let skew: Skew | null = null
      ways.forEach((way, index) => {
        const made = index * 5 * SECOND
        skew = noteArrival(skew, made - 40 * SECOND, made + way + (index % 7 === 3 ? HOUR : 0))
      })
      assert.ok(skew)
      assert.ok(skewMs(skew) >= 40 * SECOND && skewMs(skew) <= 45 * SECOND + 1)
    }),
  )
})

test('a clock that was set right is believed after two windows', () => {
  let skew = noteArrival(null, 100_000, 0)
  for (let now = 0; now <= 2 * SKEW_WINDOW_MS + SECOND; now += SECOND) skew = noteArrival(skew, now - 200, now)
  assert.equal(skewMs(skew), 200)
})
