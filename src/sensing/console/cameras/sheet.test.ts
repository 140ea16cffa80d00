import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Act, act, alongside, begun, drawingFrom, type Lines, linesOf, type Sheet, TOOLS } from './sheet.ts'

const EMPTY: Lines = { zones: [], ground: [], outline: null }
const LANE: Lines = {
  zones: [
    {
      kind: 'lane',
      polygon: [
        [0, 0],
        [10, 0],
        [10, 90],
        [0, 90],
      ],
      towards: null,
    },
  ],
  ground: [],
  outline: null,
}
const all = (sheet: Sheet, acts: readonly Act[]): Sheet => acts.reduce(act, sheet)

const spot = fc.tuple(fc.integer({ min: 0, max: 640 }), fc.integer({ min: 0, max: 360 }))
const small = fc.nat({ max: 4 })
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('tool' as const), tool: fc.constantFrom(...TOOLS) }),
  fc.record({ do: fc.constant('place' as const), at: spot }),
  fc.record({ do: fc.constant('move' as const), to: spot, stroke: small }),
  fc.record({ do: fc.constant('insert' as const), zone: small, after: small, at: spot }),
  fc.record({ do: fc.constant('kind' as const), zone: small, kind: fc.constantFrom('shoulder', 'lane', 'ignore') }),
  fc.record({ do: fc.constant('metres' as const), point: small, metres: fc.option(spot) }),
  fc.record({ do: fc.constant('towards' as const), zone: small, towards: fc.option(spot), stroke: fc.option(small) }),
  fc.record({
    do: fc.constant('pick' as const),
    picked: fc.oneof(
      fc.constant(null),
      fc.record({ what: fc.constant('point' as const), point: small }),
      fc.record({ what: fc.constant('zone' as const), zone: small, corner: fc.option(small) }),
    ),
  }),
  fc.constantFrom<Act>({ do: 'finish' }, { do: 'delete' }, { do: 'undo' }, { do: 'redo' }, { do: 'back' }),
)

test('whatever was done, going back step by step leads to where it began, and forth again to where it was', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 60 }), (acts) => {
      const done = all(begun(LANE), acts)
      let back = done
      while (back.past.length > 0) back = act(back, { do: 'undo' })
      assert.deepEqual(back.lines, LANE)
      while (back.future.length > done.future.length) back = act(back, { do: 'redo' })
      assert.deepEqual(back.lines, done.lines)
    }),
  )
})

test('Esc loses nothing: the outline begun stays, and its tool goes on with it', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
      const sheet = all(begun(LANE), acts)
      assert.equal(act(sheet, { do: 'back' }).lines, sheet.lines)
    }),
  )
  const left = all(begun(EMPTY), [
    { do: 'tool', tool: 'shoulder' },
    { do: 'place', at: [1, 1] },
    { do: 'back' },
    { do: 'tool', tool: 'lane' },
    { do: 'place', at: [9, 1] },
    { do: 'place', at: [9, 9] },
    { do: 'finish' },
  ])
  assert.deepEqual(left.lines.zones, [
    {
      kind: 'shoulder',
      polygon: [
        [1, 1],
        [9, 1],
        [9, 9],
      ],
      towards: null,
    },
  ])
})

test('an outline with two corners, or one that encloses nothing, is not closed', () => {
  const two = all(begun(EMPTY), [
    { do: 'tool', tool: 'lane' },
    { do: 'place', at: [1, 1] },
    { do: 'place', at: [9, 1] },
    { do: 'finish' },
  ])
  assert.equal(two.lines.zones.length, 0)
  const flat = act(act(two, { do: 'place', at: [5, 1] }), { do: 'finish' })
  assert.equal(flat.lines.zones.length, 0)
})

test('one drag is one step back', () => {
  const dragged = all(begun(LANE), [
    { do: 'pick', picked: { what: 'zone', zone: 0, corner: 1 } },
    { do: 'move', to: [11, 1], stroke: 1 },
    { do: 'move', to: [12, 2], stroke: 1 },
    { do: 'move', to: [13, 3], stroke: 1 },
  ])
  assert.deepEqual(dragged.lines.zones[0]?.polygon[1], [13, 3])
  assert.deepEqual(act(dragged, { do: 'undo' }).lines, LANE)
})

test('a lane is pointed along its long side, then the other way', () => {
  const [zone] = LANE.zones
  assert.ok(zone)
  const first = alongside(zone)
  assert.ok(Math.abs(first[1]) > Math.abs(first[0]) * 5)
  const second = alongside({ ...zone, towards: first })
  assert.ok(Math.hypot(first[0] + second[0], first[1] + second[1]) < 1e-9)
})

test('what is saved reads back as the same lines, without points that have no metres', () => {
  const view = { width: 640, height: 360 }
  const lines: Lines = {
    ...LANE,
    ground: [
      { pixel: [1, 2], metres: [3, 4] },
      { pixel: [5, 6], metres: null },
    ],
    outline: { kind: 'ignore', corners: [[1, 1]] },
  }
  const read = linesOf(drawingFrom(lines, view))
  assert.deepEqual(read, { ...lines, ground: lines.ground.slice(0, 1), outline: null })
})
