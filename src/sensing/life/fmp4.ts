/** Fragmented MP4 (ISO/IEC 14496-12) as it streams out of a muxer, cut into its init segment and fragments; says which begin with a key frame. Pure. */

export type Mp4Part =
  | {
      readonly kind: 'init'
      readonly bytes: Uint8Array /** RFC 6381; null: not H.264. */
      readonly codec: string | null
    }
  | { readonly kind: 'fragment'; readonly bytes: Uint8Array; readonly isKey: boolean }

/** A fragment of 200 ms of the fattest camera is far below this. */
const LARGEST_BOX = 16 * 1024 * 1024
const NON_SYNC = 0x0001_0000

/** Fed with chunks of any size; holds at most one box. After `broken` nothing comes any more. */
export class Mp4Splitter {
  broken = false
  #held: Uint8Array = new Uint8Array(1 << 16)
  #filled = 0
  #head: Uint8Array | null = null
  #ftyp: Uint8Array | null = null

  feed(chunk: Uint8Array): Mp4Part[] {
    if (this.broken) return []
    this.#keep(chunk)
    const parts: Mp4Part[] = []
    let at = 0
    while (this.#filled - at >= 8) {
      const size = uint32(this.#held, at)
      // Size 1 (64 bits) and 0 (to the end) are allowed by the standard and never written by a live muxer.
      if (size < 8 || size > LARGEST_BOX) {
        this.broken = true
        return parts
      }
      if (this.#filled - at < size) break
      const part = this.#box(this.#held.slice(at, at + size))
      if (part) parts.push(part)
      at += size
    }
    this.#held.copyWithin(0, at, this.#filled)
    this.#filled -= at
    return parts
  }

  #keep(chunk: Uint8Array): void {
    const needed = this.#filled + chunk.length
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#held.length))
      larger.set(this.#held.subarray(0, this.#filled))
      this.#held = larger
    }
    this.#held.set(chunk, this.#filled)
    this.#filled = needed
  }

  #box(box: Uint8Array): Mp4Part | null {
    switch (typeOf(box, 0)) {
      case 'ftyp':
        this.#ftyp = box
        return null
      case 'moov':
        return { kind: 'init', bytes: joined(this.#ftyp, box), codec: codecOf(box) }
      case 'moof':
        this.#head = box
        return null
      case 'mdat': {
        const head = this.#head
        this.#head = null
        return head ? { kind: 'fragment', bytes: joined(head, box), isKey: beginsWithKey(head) } : null
      }
    }
    return null
  }
}

/** `avc1.PPCCLL` out of avcC (ISO/IEC 14496-15 §5.3.3.1). */
function codecOf(moov: Uint8Array): string | null {
  for (let at = 4; at + 8 < moov.length; at += 1) {
    if (typeAt(moov, at) !== 'avcC') continue
    return `avc1.${[5, 6, 7].map((offset) => (moov[at + offset] ?? 0).toString(16).padStart(2, '0')).join('')}`
  }
  return null
}

/** The first sample of the first run: its own flags, else the first-sample flags, else the fragment's default. */
function beginsWithKey(moof: Uint8Array): boolean {
  const traf = find(moof, 8, moof.length, 'traf')
  if (!traf) return false
  const tfhd = find(moof, traf[0] + 8, traf[1], 'tfhd')
  const trun = find(moof, traf[0] + 8, traf[1], 'trun')
  if (!tfhd || !trun) return false
  const runFlags = uint32(moof, trun[0] + 8) & 0xff_ffff
  let at = trun[0] + 16 + (runFlags & 0x1 ? 4 : 0)
  if (runFlags & 0x4) return (uint32(moof, at) & NON_SYNC) === 0
  if (runFlags & 0x400) {
    at += (runFlags & 0x100 ? 4 : 0) + (runFlags & 0x200 ? 4 : 0)
    return (uint32(moof, at) & NON_SYNC) === 0
  }
  const headFlags = uint32(moof, tfhd[0] + 8) & 0xff_ffff
  if ((headFlags & 0x20) === 0) return false
  const before = [0x1, 0x2, 0x8, 0x10].reduce((sum, flag) => sum + (headFlags & flag ? (flag === 0x1 ? 8 : 4) : 0), 0)
  return (uint32(moof, tfhd[0] + 16 + before) & NON_SYNC) === 0
}

function find(bytes: Uint8Array, from: number, to: number, type: string): readonly [number, number] | null {
  let at = from
  while (at + 8 <= to) {
    const size = uint32(bytes, at)
    if (size < 8 || at + size > to) return null
    if (typeOf(bytes, at) === type) return [at, at + size]
    at += size
  }
  return null
}

function typeOf(bytes: Uint8Array, at: number): string {
  return typeAt(bytes, at + 4)
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
}

function uint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) * 0x100_0000 +
      ((bytes[at + 1] ?? 0) << 16) +
      ((bytes[at + 2] ?? 0) << 8) +
      (bytes[at + 3] ?? 0)) >>>
    0
  )
}

function joined(first: Uint8Array | null, second: Uint8Array): Uint8Array {
  if (first === null) return second
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
