/** A camera's recording as a ring of short files: which are there, what times they cover, which hold a wish, and which may go. Pure. */

/** One file as the disk shows it. Names are `<run>-<number>.<kind>`: a run is one life of the decoder, named by its UTC ms. */
export type Entry = { readonly name: string; readonly bytes: number; readonly writtenAt: number }

export type Segment = {
  readonly name: string
  readonly bytes: number
  /** UTC ms of arrival. */
  readonly from: number
  readonly to: number
  /** The newest of its run: it may still grow. */
  readonly isOpen: boolean
  readonly run: number
}

export const KEEP_MS = 11 * 60_000
/** At 8 Mbit/s eleven minutes fit; what sends more keeps less time, never more bytes. */
export const KEEP_BYTES = 700 * 1024 * 1024

const NAME = /^(\d{13})-(\d{5})\.(?:ts|mkv)$/

/** Oldest first. A file begins when the one before it ended; the first of a run begins with the run. */
export function segmentsOf(entries: readonly Entry[]): readonly Segment[] {
  const named = entries.flatMap((entry) => {
    const match = NAME.exec(entry.name)
    return match ? [{ ...entry, run: Number(match[1]), number: Number(match[2]) }] : []
  })
  named.sort((a, b) => a.run - b.run || a.number - b.number)
  return named.map((entry, index): Segment => {
    const before = named[index - 1]
    const from = before?.run === entry.run ? before.writtenAt : entry.run
    const isOpen = named[index + 1]?.run !== entry.run
    const to = Math.max(from, entry.writtenAt)
    return { name: entry.name, bytes: entry.bytes, from: Math.min(from, to), to, isOpen, run: entry.run }
  })
}

/** Names of what is too old, and of the oldest where all are too many bytes. What is being written stays. */
export function surplus(segments: readonly Segment[], at: number, keepMs = KEEP_MS, keepBytes = KEEP_BYTES): string[] {
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0)
  const gone: string[] = []
  for (const segment of segments) {
    const isWritten = segment.isOpen && at - segment.to < 10_000
    if (isWritten || (at - segment.to <= keepMs && bytes <= keepBytes)) continue
    gone.push(segment.name)
    bytes -= segment.bytes
  }
  return gone
}

/** The files that together cover [from, to] as far as there is anything; where two runs overlap, the later file only adds what is new. */
export function covering(segments: readonly Segment[], from: number, to: number): readonly Segment[] {
  const chosen: Segment[] = []
  const inTime = segments
    .filter((segment) => segment.bytes > 0 && segment.to > from && segment.from < to)
    .sort((a, b) => a.from - b.from)
  for (const segment of inTime) {
    const covered = chosen.at(-1)?.to ?? Number.NEGATIVE_INFINITY
    // A file that ends before what is held already adds nothing.
    if (segment.to > covered) chosen.push(segment)
  }
  return chosen
}

/** Is the end of a wish on disk: has a file been finished that reaches it? */
export function reaches(segments: readonly Segment[], to: number): boolean {
  return segments.some((segment) => !segment.isOpen && segment.to >= to)
}
