/**
 * Who does what, over all wants at once: the assignment with the fewest wants left open and, of those, the least sum of costs.
 * Shortest augmenting paths (Jonker & Volgenant 1987, in the rectangular form of Crouse 2016); exact. Pure.
 */

/** Costs the same as being left open would, and more than all real costs together. */
const OPEN = 1e12

/**
 * `costs[want][one]`: what it costs that this one serves the want, ≥ 0 and below 1e9; Infinity where it cannot.
 * Answers the one of each want; null where it stays open. Each serves one want at most.
 */
export const assign = (costs: readonly (readonly number[])[]): readonly (number | null)[] => assigned(costs).chosen

/**
 * The same with its proof: `floor` is the value of the prices, which no assignment can go under, each want left open counted
 * as `openCost`. Assignment is the rare whole-number problem whose linear relaxation has a whole optimum (Birkhoff, von
 * Neumann): the floor of an exact answer is its own cost.
 */
export function assigned(costs: readonly (readonly number[])[]): {
  readonly chosen: readonly (number | null)[]
  readonly floor: number
  readonly openCost: number
} {
  const wants = costs.length
  const real = costs[0]?.length ?? 0
  // A column of each want's own stands for leaving it open.
  const columns = real + wants
  const costOf = (want: number, column: number): number => {
    if (column >= real) return column - real === want ? OPEN : Number.POSITIVE_INFINITY
    return costs[want]?.[column] ?? Number.POSITIVE_INFINITY
  }
  const wantPrice = new Float64Array(wants)
  const columnPrice = new Float64Array(columns)
  const wantOf = new Int32Array(columns).fill(-1)
  const columnOf = new Int32Array(wants).fill(-1)
  const nearest = new Float64Array(columns)
  const cameBy = new Int32Array(columns)
  const isDone = new Uint8Array(columns)
  for (let start = 0; start < wants; start += 1) {
    nearest.fill(Number.POSITIVE_INFINITY)
    isDone.fill(0)
    const visited: number[] = []
    let want = start
    let least = 0
    let end = -1
    while (end < 0) {
      visited.push(want)
      let next = -1
      let nextAt = Number.POSITIVE_INFINITY
      for (let column = 0; column < columns; column += 1) {
        if (isDone[column] === 1) continue
        const through = least + costOf(want, column) - (wantPrice[want] ?? 0) - (columnPrice[column] ?? 0)
        if (through < (nearest[column] ?? 0)) {
          nearest[column] = through
          cameBy[column] = want
        }
        const at = nearest[column] ?? Number.POSITIVE_INFINITY
        // Of equals a free one ends the search.
        if (at < nextAt || (at === nextAt && wantOf[column] === -1)) {
          nextAt = at
          next = column
        }
      }
      least = nextAt
      isDone[next] = 1
      if (wantOf[next] === -1) end = next
      else want = wantOf[next] ?? 0
    }
    wantPrice[start] = (wantPrice[start] ?? 0) + least
    for (const other of visited) {
      if (other === start) continue
      const column = columnOf[other] ?? 0
      wantPrice[other] = (wantPrice[other] ?? 0) + least - (nearest[column] ?? 0)
    }
    for (let column = 0; column < columns; column += 1)
      if (isDone[column] === 1) columnPrice[column] = (columnPrice[column] ?? 0) - least + (nearest[column] ?? 0)
    for (let column = end; ; ) {
      const by = cameBy[column] ?? 0
      wantOf[column] = by
      const before = columnOf[by] ?? -1
      columnOf[by] = column
      if (by === start) break
      column = before
    }
  }
  // Wants may all be served at their price, columns cost their (never positive) price at most once.
  let floor = 0
  for (const price of wantPrice) floor += price
  for (const price of columnPrice) floor += Math.min(0, price)
  return { chosen: Array.from(columnOf, (column) => (column < real ? column : null)), floor, openCost: OPEN }
}
