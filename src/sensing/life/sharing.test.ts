import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HostRoom, matches, type Shares, share } from './sharing.ts'

const cameraIds = fc.uniqueArray(fc.constantFrom('S12-1', 'S12-2', 'S12-3', 'G60-1', 'G60-2', 'G60-3', 'x'), {
  maxLength: 7,
})
const hosts: fc.Arbitrary<HostRoom[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    capacity: fc.nat(4),
    cameras: fc.subarray(['S12-*', 'G60-1', '*-2', 'x']),
  }),
  { selector: (host) => host.id, maxLength: 4 },
)

/** The most cameras that can be placed at all, found by trying everything. */
function mostPlaced(cameras: readonly string[], rooms: readonly HostRoom[]): number {
  const [first, ...rest] = cameras
  if (first === undefined) return 0
  let best = mostPlaced(rest, rooms)
  for (const host of rooms) {
    if (host.capacity === 0) continue
    if (host.cameras.length > 0 && !host.cameras.some((pattern) => matches(pattern, first))) continue
    const left = rooms.map((one) => (one === host ? { ...one, capacity: one.capacity - 1 } : one))
    best = Math.max(best, 1 + mostPlaced(rest, left))
    if (best === cameras.length) return best
  }
  return best
}

test('every camera is at one living host that takes it, as many as have room, and no host has more than it takes', () => {
  fc.assert(
    fc.property(
      cameraIds,
      hosts,
      fc.dictionary(fc.constantFrom('S12-1', 'G60-1', 'x'), fc.constantFrom('a', 'b', 'dead')),
      (cameras, rooms, before) => {
        const shares = share(cameras, rooms, new Map(Object.entries(before)))
        const load = new Map<string, number>()
        for (const [camera, id] of shares) {
          const host = rooms.find((room) => room.id === id)
          assert.ok(host, 'it lives')
          assert.ok(cameras.some((one) => one === camera))
          assert.ok(host.cameras.length === 0 || host.cameras.some((pattern) => matches(pattern, camera)))
          load.set(id, (load.get(id) ?? 0) + 1)
        }
        for (const room of rooms) assert.ok((load.get(room.id) ?? 0) <= room.capacity)
        assert.equal(shares.size, mostPlaced(cameras, rooms), 'none waits while room could be made')
      },
    ),
    { numRuns: 300 },
  )
})

test('nothing moves without need: sharing again, or with a host more, changes nothing that stood', () => {
  fc.assert(
    fc.property(cameraIds, hosts, (cameras, rooms) => {
      const shares = share(cameras, rooms, new Map())
      assert.deepEqual(share(cameras, rooms, shares), shares)
      const more = share(cameras, [...rooms, { id: 'new', capacity: 9, cameras: [] }], shares)
      for (const [camera, host] of shares) assert.equal(more.get(camera), host)
      assert.equal(more.size, cameras.length, 'and those that waited have a host now')
    }),
  )
})

test('the cameras of a lost host go where they are meant to go, the others stay', () => {
  const rooms: HostRoom[] = [
    { id: 'here', capacity: 16, cameras: [] },
    { id: 'north', capacity: 4, cameras: ['S12-*'] },
    { id: 'south', capacity: 4, cameras: ['S12-*'] },
  ]
  const cameras = ['S12-1', 'S12-2', 'G60-1']
  const shares: Shares = new Map([
    ['S12-1', 'north'],
    ['S12-2', 'south'],
    ['G60-1', 'here'],
  ])
  const after = share(
    cameras,
    rooms.filter((room) => room.id !== 'north'),
    shares,
  )
  assert.deepEqual([...after].sort(), [
    ['G60-1', 'here'],
    ['S12-1', 'south'],
    ['S12-2', 'south'],
  ])
})
