import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assign } from './assignment.ts'

const NO = Number.POSITIVE_INFINITY

/** Fewest open, then least cost, by trying everything. */
function byHand(
  costs: readonly (readonly number[])[],
  used: ReadonlySet<number> = new Set(),
  want = 0,
): readonly [number, number] {
  const row = costs[want]
  if (!row) return [0, 0]
  const [open, cost] = byHand(costs, used, want + 1)
  let best: readonly [number, number] = [open + 1, cost]
  for (const [one, own] of row.entries()) {
    if (own === NO || used.has(one)) continue
    const [left, rest] = byHand(costs, new Set([...used, one]), want + 1)
    if (left < best[0] || (left === best[0] && rest + own < best[1])) best = [left, rest + own]
  }
  return best
}

function weighed(costs: readonly (readonly number[])[], chosen: readonly (number | null)[]): readonly [number, number] {
  let [open, cost] = [0, 0]
  for (const [want, one] of chosen.entries()) {
    if (one === null) open += 1
    else cost += costs[want]?.[one] ?? NO
  }
  return [open, cost]
}

test('the one who alone can do the hard thing is not spent on the easy one, though he is nearest', () => {
  assert.deepEqual(
    assign([
      [10, 200],
      [20, NO],
    ]),
    [1, 0],
  )
})

test('what nobody can do stays open, and takes nobody from the others', () => {
  assert.deepEqual(
    assign([
      [NO, NO],
      [5, 3],
    ]),
    [null, 1],
  )
  assert.deepEqual(assign([[], []]), [null, null])
  assert.deepEqual(assign([]), [])
})

test('on any small case as few stay open, at as little cost, as by trying everything', () => {
  const cost = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 30 }) },
    { weight: 1, arbitrary: fc.constant(NO) },
  )
  const any = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 6 }))
    .chain(([wants, ones]) =>
      fc.array(fc.array(cost, { minLength: ones, maxLength: ones }), { minLength: wants, maxLength: wants }),
    )
  fc.assert(
    fc.property(any, (costs) => {
      const chosen = assign(costs)
      const taken = chosen.filter((one) => one !== null)
      assert.equal(new Set(taken).size, taken.length)
      assert.deepEqual(weighed(costs, chosen), byHand(costs))
    }),
    { numRuns: 1_000 },
  )
})
