/** How sure a share of hits is. */

/** Wilson's score interval at 95 % (Wilson 1927): where the true share lies, given `hits` of `of`. */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 1]
  const z = 1.96
  const share = hits / of
  const middle = share + (z * z) / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)]
}

export function percent(part: number, of: number): number {
  return of === 0 ? Number.NaN : (100 * part) / of
}

/** Do two boxes lie on one another, or is the middle of one inside the other? */
export function isSamePlace(a: readonly number[], b: readonly number[]): boolean {
  const [ax = 0, ay = 0, aw = 0, ah = 0] = a
  const [bx = 0, by = 0, bw = 0, bh = 0] = b
  const across = Math.min(ax + aw, bx + bw) - Math.max(ax, bx)
  const down = Math.min(ay + ah, by + bh) - Math.max(ay, by)
  if (across <= 0 || down <= 0) return false
  const shared = across * down
  return shared / (aw * ah + bw * bh - shared) >= 0.3 || shared >= 0.6 * Math.min(aw * ah, bw * bh)
}
