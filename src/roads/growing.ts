/** Typed arrays that grow while their length is not yet known. */

export class GrowingInts {
  #values = new Int32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Int32Array(2 * this.length)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.length] = value
    this.length += 1
  }

  at(index: number): number {
    return this.#values[index] ?? 0
  }

  set(index: number, value: number): void {
    this.#values[index] = value
  }

  done(): Int32Array {
    return this.#values.slice(0, this.length)
  }
}

/** Whole numbers beyond 32 bits, as OSM's ids are. */
export class GrowingNumbers {
  #values = new Float64Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(2 * this.length)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.length] = value
    this.length += 1
  }

  done(): Float64Array {
    return this.#values.slice(0, this.length)
  }
}
