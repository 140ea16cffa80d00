/** Sorting whole numbers by counting them. */

/** The indices of `keys` by key, and where each key's begin. */
export function sortedBy(keys: Int32Array, count: number): { readonly first: Int32Array; readonly sorted: Int32Array } {
  const first = new Int32Array(count + 1)
  for (const key of keys) first[key + 1] = (first[key + 1] ?? 0) + 1
  for (let key = 0; key < count; key += 1) first[key + 1] = (first[key + 1] ?? 0) + (first[key] ?? 0)
  const next = first.slice()
  const sorted = new Int32Array(keys.length)
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? 0
    sorted[next[key] ?? 0] = index
    next[key] = (next[key] ?? 0) + 1
  }
  return { first, sorted }
}
