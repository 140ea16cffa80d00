/** Bytes of chance from the system's own source, drawn by the page: an id for every request costs no system call of its own. */
import { randomFillSync } from 'node:crypto'
import type { Chance } from '../core/time.ts'

export function openChance(pageBytes = 8192): Chance {
  const page = new Uint8Array(pageBytes)
  let used = pageBytes
  return (bytes) => {
    if (bytes > pageBytes) return randomFillSync(new Uint8Array(bytes))
    if (used + bytes > pageBytes) {
      randomFillSync(page)
      used = 0
    }
    const drawn = page.slice(used, used + bytes)
    // What was given out is not kept.
    page.fill(0, used, used + bytes)
    used += bytes
    return drawn
  }
}
