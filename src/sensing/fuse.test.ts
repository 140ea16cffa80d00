/** Fusing: one event is one warning whichever sensor comes first, and two events are never one because a second sensor looked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Claim, type Joined, join, type StandingClaim } from './fuse.ts'

const NOON = Date.UTC(2026, 10, 23, 12)

const claim = (kind: string, id: string, change: Partial<Claim> & { readonly km?: number } = {}): Claim => {
  const { km = 45.3, ...rest } = change
  return {
    type: 'stopped-vehicle',
    source: { kind, id },
    place: {
      position: [120.75, 30.71],
      label: { zh: '甲', en: 'A' },
      road: 'S12',
      kilometre: km,
      carriageway: 'up',
    },
    onsetAt: NOON,
    observedAt: NOON + 8_000,
    ...rest,
  }
}

/** Takes claims one after the other, as the centre does. */
function take(claims: readonly Claim[], verdict: StandingClaim<number>['verdict'] = null) {
  const standing: StandingClaim<number>[] = []
  const joins: Joined<number>[] = []
  for (const each of claims) {
    const joined = join(standing, each)
    joins.push(joined)
    if (joined.as === 'new') standing.push({ id: standing.length, first: each, later: [], verdict })
    else if (joined.as === 'support') {
      const to = standing[joined.id]
      const sign = { source: each.source, place: each.place, observedAt: each.observedAt }
      if (to) standing[joined.id] = { ...to, later: [...to.later, sign] }
    }
  }
  return { standing, joins }
}
const asOf = (claims: readonly Claim[], verdict?: StandingClaim<number>['verdict']) =>
  take(claims, verdict).joins.map((joined) => (joined.as === 'support' ? joined.grade : joined.as))

const camera = claim('camera', 'S12-K45-up')
const radar = claim('radar', 'radar-k45', { km: 45.35, observedAt: NOON + 6_000 })
const lidar = claim('partner', 'lidar-co', { km: 45.34, observedAt: NOON + 12_000 })

test('radar and video agree on a place: one warning, A+, whichever comes first', () => {
  assert.deepEqual(asOf([camera, radar]), ['new', 'A+'])
  assert.deepEqual(asOf([radar, camera]), ['new', 'A+'])
})

test('three sensors in any order are one warning', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([camera, radar, lidar], { minLength: 2 }), (claims) => {
      const { standing, joins } = take(claims)
      assert.equal(standing.length, 1)
      assert.ok(joins.slice(1).every((joined) => joined.as === 'support' && joined.grade === 'A+'))
    }),
  )
})

test('a second camera of the same place is a second sign, not a second kind of sensor', () => {
  assert.deepEqual(asOf([camera, claim('camera', 'other')]), ['new', 'A'])
})

test('a zoomed look at what the radar claims does not stand in for the camera’s own claim', () => {
  const looked = { source: { kind: 'ptz', id: 'S12-K45-up' }, observedAt: NOON + 9_000 }
  const standing = [{ id: 0, first: radar, later: [looked], verdict: null }]
  assert.deepEqual(join(standing, camera), { as: 'support', id: 0, grade: 'A+' })
})

test('the same sensor again, after its restart, is nothing new', () => {
  assert.deepEqual(asOf([radar, { ...radar, onsetAt: NOON + 90_000, observedAt: NOON + 110_000 }]), ['new', 'known'])
  assert.deepEqual(asOf([camera, radar, { ...radar, observedAt: NOON + 60_000 }]), ['new', 'A+', 'known'])
})

test('another vehicle that the radar tells apart is another warning, though the camera could mean either', () => {
  const second = { ...radar, place: { ...radar.place, kilometre: 45.42 }, onsetAt: NOON + 20_000 }
  assert.deepEqual(asOf([radar, second]), ['new', 'new'])
  assert.deepEqual(asOf([camera, radar, second]), ['new', 'A+', 'new'])
  const { joins } = take([radar, second, { ...camera, onsetAt: NOON + 21_000, observedAt: NOON + 29_000 }])
  assert.deepEqual(joins[2], { as: 'support', id: 1, grade: 'A+' })
})

test('two things in one camera’s picture are two warnings, one that swings is one', () => {
  const boxed = (x: number): Claim => ({ ...camera, box: [x, 100, 60, 40] })
  assert.deepEqual(asOf([boxed(100), boxed(300)]), ['new', 'new'])
  assert.deepEqual(asOf([boxed(100), boxed(112)]), ['new', 'known'])
})

test('the other carriageway, another road, a kilometre on, an hour later or another kind is another warning', () => {
  const other = (change: Partial<Claim>, place: Partial<Claim['place']> = {}): Claim => ({
    ...radar,
    ...change,
    place: { ...radar.place, ...place },
  })
  for (const each of [
    other({}, { carriageway: 'down' }),
    other({}, { road: 'G60' }),
    other({}, { kilometre: 46.3 }),
    other({ onsetAt: NOON + 3_600_000, observedAt: NOON + 3_606_000 }),
    other({ type: 'pedestrian' }),
    other({ type: 'congestion' }),
  ])
    assert.deepEqual(asOf([camera, each]), ['new', 'new'])
})

test('a vehicle for one sensor and a thing for the other are one matter', () => {
  assert.deepEqual(asOf([{ ...camera, type: 'stopped-object' }, radar]), ['new', 'A+'])
})

test('one who drives the wrong way is the same some hundred metres on', () => {
  const wrong = { ...camera, type: 'wrong-way' }
  const further = { ...radar, type: 'wrong-way', onsetAt: NOON + 20_000, observedAt: NOON + 22_000 }
  assert.deepEqual(asOf([wrong, { ...further, place: { ...radar.place, kilometre: 44.8 } }]), ['new', 'A+'])
})

test('a true verdict takes the second sensor in; a false one does not silence it', () => {
  assert.deepEqual(asOf([camera, radar], 'true'), ['new', 'A+'])
  assert.deepEqual(asOf([camera, radar], 'false'), ['new', 'new'])
  assert.deepEqual(asOf([camera, radar], 'cannot-tell'), ['new', 'new'])
})

test('the same sensor does not come back at once with what was just judged false', () => {
  assert.deepEqual(asOf([radar, { ...radar, observedAt: NOON + 40_000 }], 'false'), ['new', 'known'])
  const later = { ...radar, onsetAt: NOON + 200_000, observedAt: NOON + 206_000 }
  assert.deepEqual(asOf([radar, later], 'false'), ['new', 'new'])
})

test('a picture that froze is only ever itself', () => {
  assert.deepEqual(
    asOf([
      { ...camera, type: 'camera-unfit' },
      { ...radar, type: 'camera-unfit' },
    ]),
    ['new', 'new'],
  )
})

test('events a kilometre apart stay apart whatever sensors see them and in whatever order', () => {
  const events = fc.array(
    fc.record({
      event: fc.integer({ min: 0, max: 4 }),
      by: fc.constantFrom('camera', 'radar', 'partner'),
      off: fc.integer({ min: -9, max: 9 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(events, (claims) => {
      const { standing, joins } = take(
        claims.map(({ event, by, off }) => claim(by, `${by}-${event}`, { km: 40 + event + off / 1000 })),
      )
      assert.equal(standing.length, new Set(claims.map(({ event }) => event)).size)
      assert.equal(joins.filter(({ as }) => as === 'new').length, standing.length)
    }),
  )
})
