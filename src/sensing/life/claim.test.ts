import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Claims, claimOf } from './claim.ts'

const VIEW = { width: 640, height: 360 }
const car = { type: 'stopped-vehicle', box: [300, 150, 40, 30], onsetAt: 1_760_000_000_000 } as const

test('a claim has one key whoever tells it, and another place, kind, camera or time has another', () => {
  const key = claimOf('c1', VIEW, car)
  assert.equal(claimOf('c1', VIEW, { ...car, box: [302, 151, 38, 30], onsetAt: car.onsetAt + 2_000 }), key)
  for (const other of [
    claimOf('c2', VIEW, car),
    claimOf('c1', VIEW, { ...car, type: 'stopped-object' }),
    claimOf('c1', VIEW, { ...car, box: [100, 150, 40, 30] }),
    claimOf('c1', VIEW, { ...car, onsetAt: car.onsetAt + 60_000 }),
  ])
    assert.notEqual(other, key)
  assert.ok(claimOf('c'.repeat(64), VIEW, { ...car, box: [9_999, -50, 9, 9] }).length <= 200)
})

test('however often and in whatever order claims are told again, each is admitted once', () => {
  const claims = fc.uniqueArray(fc.record({ camera: fc.constantFrom('c1', 'c2'), minute: fc.nat(20) }), {
    selector: ({ camera, minute }) => `${camera} ${minute}`,
    maxLength: 12,
  })
  fc.assert(
    fc.property(claims, fc.array(fc.nat(), { maxLength: 40 }), (told, again) => {
      const memory = new Claims()
      const tell = ({ camera, minute }: (typeof told)[number]): boolean => {
        const claim = { ...car, onsetAt: car.onsetAt + minute * 60_000 }
        return memory.admit(claimOf(camera, VIEW, claim), { ...claim, camera })
      }
      for (const one of told) assert.equal(tell(one), true)
      for (const index of again) {
        const one = told[index % Math.max(1, told.length)]
        if (one) assert.equal(tell(one), false)
      }
    }),
  )
})

test('two hosts that watched one camera for a while tell one beginning a little apart: it is one warning', () => {
  const memory = new Claims()
  const late = { ...car, box: [306, 152, 40, 30] as const, onsetAt: car.onsetAt + 9_000 }
  assert.equal(memory.admit(claimOf('c1', VIEW, car), { ...car, camera: 'c1' }), true)
  assert.equal(memory.admit(claimOf('c1', VIEW, late), { ...late, camera: 'c1' }), false)
  const far = { ...car, box: [60, 300, 40, 30] as const }
  assert.equal(memory.admit(claimOf('c1', VIEW, far), { ...far, camera: 'c1' }), true)
})
