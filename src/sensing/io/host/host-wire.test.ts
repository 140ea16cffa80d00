import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HostSaid, type Order, orderOf, saidOf } from './host-wire.ts'

const id = fc.constantFrom('c1', 'S12-K45-up')
const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })
const orders: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ do: fc.constant('unwatch' as const), camera: id }),
  fc.record({ do: fc.constant('only' as const), cameras: fc.array(id) }),
  fc.record({ do: fc.constantFrom('live' as const, 'video' as const), camera: id, on: fc.boolean() }),
  fc.record({ do: fc.constant('clip' as const), ask: fc.constant('1'), camera: id, from: at, to: at }),
  fc.record({ do: fc.constant('received' as const), key: fc.string() }),
  fc.record({ do: fc.constant('beat' as const), n: fc.nat() }),
)
const said: fc.Arbitrary<HostSaid> = fc.oneof(
  fc.record({
    kind: fc.constant('beat' as const),
    n: fc.nat(),
    looks: fc.option(fc.nat()),
    model: fc.constantFrom({ state: 'none' as const }, { state: 'ready' as const, model: 'yolox 12345678' }),
  }),
  fc.record({ kind: fc.constant('picture' as const), camera: id, at, jpegBase64: fc.base64String() }),
  fc.record({
    kind: fc.constant('video' as const),
    camera: id,
    part: fc.constantFrom('init' as const, 'fragment' as const, 'end' as const),
    codec: fc.constantFrom('', 'avc1.64001f'),
    isKey: fc.boolean(),
    base64: fc.base64String(),
  }),
  fc.record({ kind: fc.constant('refused' as const), ask: fc.constant('7'), refusal: fc.string() }),
)

test('what is ordered and what is said survive the line they are sent in', () => {
  fc.assert(fc.property(orders, (order) => assert.deepEqual(orderOf(JSON.stringify(order)), { ...order })))
  fc.assert(fc.property(said, (one) => assert.deepEqual(saidOf(JSON.stringify(one)), { ...one })))
})

test('whatever else a process may write is nothing, and throws nothing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => assert.equal(saidOf(line) ?? orderOf(line), null)))
  assert.equal(saidOf(`{"kind":"beat","n":1,"looks":null,"x":"${'y'.repeat(8_000_001)}"}`), null)
  assert.equal(saidOf('{"kind":"hello","wire":1,"capacity":0,"cameras":[],"hasFfmpeg":true}'), null)
})
