/** Where along a line a kilometre is known, and every kilometre and millimetre between: the two ways are each other's inverse. Pure. */

/** So many millimetres along a line are so many centimetres of kilometrage. */
export type Knot = { readonly mm: number; readonly cm: number }

/** Between two posts the road is as long as they say, or nearly: what is not is a mistake. */
const SHORTEST = 0.4
const LONGEST = 2.5

/** The most knots that all rise (`sign` 1), or all fall, at about a kilometre a kilometre. `knots` by millimetres. */
export function longestRun(knots: readonly Knot[], sign: 1 | -1): readonly Knot[] {
  const longest: number[] = []
  const from: number[] = []
  for (const [at, knot] of knots.entries()) {
    let [best, by] = [0, -1]
    for (let before = 0; before < at; before += 1) {
      const earlier = knots[before]
      if (!earlier || (longest[before] ?? 0) <= best) continue
      const alongM = (knot.mm - earlier.mm) / 1_000
      const saidM = (sign * (knot.cm - earlier.cm)) / 100
      if (alongM <= 1 || saidM < SHORTEST * alongM || saidM > LONGEST * alongM) continue
      best = longest[before] ?? 0
      by = before
    }
    longest.push(best + 1)
    from.push(by)
  }
  let end = longest.indexOf(Math.max(0, ...longest))
  const run: Knot[] = []
  for (; end >= 0; end = from[end] ?? -1) {
    const knot = knots[end]
    if (knot) run.push({ mm: knot.mm, cm: knot.cm })
  }
  return run.reverse()
}

/** Beyond its first and last post a road is counted on as far as this. */
const BEYOND_MM = 3_000_000

/** Centimetres of kilometrage at so many millimetres along; null: too far from every post. */
export function kilometreCm(knots: readonly Knot[], mm: number): number | null {
  const [first, last] = [knots[0], knots.at(-1)]
  if (!first || !last) return null
  const sign = last.cm >= first.cm ? 1 : -1
  if (mm < first.mm) return first.mm - mm > BEYOND_MM ? null : Math.round(first.cm - (sign * (first.mm - mm)) / 10)
  if (mm > last.mm) return mm - last.mm > BEYOND_MM ? null : Math.round(last.cm + (sign * (mm - last.mm)) / 10)
  let at = 1
  while (at < knots.length - 1 && (knots[at]?.mm ?? 0) < mm) at += 1
  const [a, b] = [knots[at - 1] ?? first, knots[at] ?? last]
  return Math.round(a.cm + ((b.cm - a.cm) * (mm - a.mm)) / Math.max(1, b.mm - a.mm))
}

/** The inverse of `kilometreCm`: millimetres along; null: too far from every post. */
export function alongMm(knots: readonly Knot[], cm: number): number | null {
  const [first, last] = [knots[0], knots.at(-1)]
  if (!first || !last) return null
  const sign = last.cm >= first.cm ? 1 : -1
  const before = sign * (first.cm - cm) * 10
  const after = sign * (cm - last.cm) * 10
  if (before > 0) return before > BEYOND_MM ? null : first.mm - before
  if (after > 0) return after > BEYOND_MM ? null : last.mm + after
  let at = 1
  while (at < knots.length - 1 && sign * ((knots[at]?.cm ?? 0) - cm) < 0) at += 1
  const [a, b] = [knots[at - 1] ?? first, knots[at] ?? last]
  return Math.round(a.mm + ((b.mm - a.mm) * (cm - a.cm)) / (b.cm - a.cm || 1))
}
