/** The form of every fact in the journal: past tense, versioned, never changed; what was written, by whom, by which clocks. */

/** What happened. `at` is the instant by the source's own clock (UTC ms); a fact never holds personal particulars. */
export type Fact = { readonly type: string; readonly v: number; readonly at: number }

/** Who caused a fact: a person signed in, a machine with a token of its own, or the platform's own jobs. */
export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly role: string }
  | { readonly kind: 'machine'; readonly id: string }
  | { readonly kind: 'system'; readonly id: string }

/** A stream's name is `<kind>/<id>`, for example `incident/0192…`. */
export type StreamName = `${StreamKind}/${string}`
export const STREAM_KINDS = [
  'warning',
  'incident',
  'order',
  'unit',
  'plan',
  'road',
  'note',
  'room',
  'alert',
  'look-up',
  'access',
  'camera',
  'evidence',
] as const
export type StreamKind = (typeof STREAM_KINDS)[number]

/** A fact as the journal keeps it. */
export type Recorded<F extends Fact = Fact> = {
  readonly stream: StreamName
  /** Position in the stream, from 1, without gaps. */
  readonly version: number
  /** By the server's clock, UTC ms. */
  readonly recordedAt: number
  readonly by: Actor
  /** One id from the observation to the last receipt. */
  readonly correlation: string
  readonly fact: F
}

/**
 * A recorded fact with its number in the whole log: from 1, gap-free, the same in every process and for ever,
 * because it is the rank by (tick, row) below the snapshot horizon (io/migrations/0001-facts.sql). A fact written in the
 * knowledge of another has the higher number. It is also its Merkle leaf index + 1.
 */
export type Numbered<F extends Fact = Fact> = Recorded<F> & { readonly seq: number }

export function kindOf(stream: StreamName): StreamKind {
  const kind = stream.slice(0, stream.indexOf('/'))
  const known = STREAM_KINDS.find((candidate) => candidate === kind)
  if (!known) throw new Error(`a stream of no known kind: ${stream}`)
  return known
}

export function idOf(stream: StreamName): string {
  return stream.slice(stream.indexOf('/') + 1)
}
