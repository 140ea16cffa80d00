/** Hot path: a binary heap of vertices by whole-number keys, with decrease-key; no allocation after it is made. */

export class Heap {
  readonly #items: Int32Array
  readonly #place: Int32Array
  /** Key of each vertex that is or was in the heap. */
  readonly key: Int32Array
  #size = 0

  constructor(vertices: number) {
    this.#items = new Int32Array(vertices)
    this.#place = new Int32Array(vertices).fill(-1)
    this.key = new Int32Array(vertices)
  }

  get size(): number {
    return this.#size
  }

  /** Key of the top; Infinity when empty. */
  get least(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.key[this.#items[0] ?? 0] ?? 0)
  }

  /** Puts it in, or sets its key to any other. */
  set(vertex: number, key: number): void {
    const place = this.#place[vertex] ?? -1
    if (place < 0) {
      this.key[vertex] = key
      this.#size += 1
      this.#up(this.#size - 1, vertex)
      return
    }
    const before = this.key[vertex] ?? 0
    this.key[vertex] = key
    if (key < before) this.#up(place, vertex)
    else this.#down(place, vertex)
  }

  has(vertex: number): boolean {
    return (this.#place[vertex] ?? -1) >= 0
  }

  /** The vertex with the least key; the heap must not be empty. */
  pop(): number {
    const items = this.#items
    const top = items[0] ?? 0
    this.#place[top] = -1
    this.#size -= 1
    if (this.#size > 0) this.#down(0, items[this.#size] ?? 0)
    return top
  }

  clear(): void {
    for (let index = 0; index < this.#size; index += 1) this.#place[this.#items[index] ?? 0] = -1
    this.#size = 0
  }

  #up(from: number, vertex: number): void {
    const items = this.#items
    const key = this.key[vertex] ?? 0
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent] ?? 0
      if ((this.key[above] ?? 0) <= key) break
      items[at] = above
      this.#place[above] = at
      at = parent
    }
    items[at] = vertex
    this.#place[vertex] = at
  }

  #down(from: number, vertex: number): void {
    const items = this.#items
    const size = this.#size
    const key = this.key[vertex] ?? 0
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      const other = child + 1
      if (other < size && (this.key[items[other] ?? 0] ?? 0) < (this.key[items[child] ?? 0] ?? 0)) child = other
      const below = items[child] ?? 0
      if ((this.key[below] ?? 0) >= key) break
      items[at] = below
      this.#place[below] = at
      at = child
    }
    items[at] = vertex
    this.#place[vertex] = at
  }
}
