/** The newest facts of the log, encoded once each, for all who follow and for those who come back after a short cut. Pure. */
import type { Addressee, Sight } from '../../access/sight.ts'
import { visible } from '../../dispatch/board.ts'
import { kindOf, type Numbered } from '../../journal/fact.ts'
import { factsFrame } from '../../journal/lane.ts'

/** A fact ready to be sent, with whom its order was addressed to before and after it. */
export type Entry = {
  readonly numbered: Numbered
  readonly json: string
  readonly before: Addressee | null
  readonly after: Addressee | null
}

export type Ring = {
  /** Everything after this number is held. */
  floor(): number
  /** The number of the newest fact seen. */
  head(): number
  push(entries: readonly Entry[]): void
  /** What is held after `seq`; only complete where `seq >= floor()`. */
  after(seq: number): readonly Entry[]
}

export function openRing(head: number, most = 4096): Ring {
  let entries: Entry[] = []
  let floor = head
  let newest = head
  return {
    floor: () => floor,
    head: () => newest,
    push(more) {
      for (const entry of more) {
        // The follower promises this; a gap here would be passed on to every screen.
        if (entry.numbered.seq !== newest + 1) throw new Error(`fact ${entry.numbered.seq} came after ${newest}`)
        newest = entry.numbered.seq
        entries.push(entry)
      }
      // Cut by halves, so that a push costs no copying on most days.
      if (entries.length > 2 * most) {
        entries = entries.slice(-most)
        floor = newest - most
      }
    },
    after: (seq) => (seq >= newest ? [] : entries.slice(Math.max(0, seq - floor))),
  }
}

/**
 * `newly`: an order that was none of theirs has become theirs by this fact; what went before was never sent to them,
 * so they have to load their board again. Whoever loses an order is still told of the fact that takes it away.
 */
export function seen(sight: Sight, { numbered, before, after }: Entry): 'yes' | 'no' | 'newly' {
  const seesNow = visible(sight, numbered, after)
  // Only orders change hands; everything else is for the same eyes from its first fact to its last.
  if (sight.scope === 'all' || numbered.version === 1 || kindOf(numbered.stream) !== 'order')
    return seesNow ? 'yes' : 'no'
  const sawBefore = before !== null && visible(sight, numbered, before)
  if (seesNow && !sawBefore) return 'newly'
  return sawBefore ? 'yes' : 'no'
}

/** What one side is sent of some entries: a frame and where it ends, nothing (null), or a reset. */
export type Share = { readonly frame: Buffer; readonly end: number } | 'reset' | null

/** Frames of one batch, each encoded once: everybody with the same sight who stands at the same number shares the bytes. */
export function shareOut(entries: readonly Entry[]): (sight: Sight, key: string, cursor: number) => Share {
  const made = new Map<string, Share>()
  return (sight, key, cursor) => {
    const name = `${cursor} ${key}`
    const before = made.get(name)
    if (before !== undefined) return before
    const share = shareOf(entries, sight, cursor)
    made.set(name, share)
    return share
  }
}

function shareOf(entries: readonly Entry[], sight: Sight, cursor: number): Share {
  const texts: string[] = []
  let end = cursor
  for (const entry of entries) {
    if (entry.numbered.seq <= cursor) continue
    const sees = seen(sight, entry)
    if (sees === 'newly') return 'reset'
    if (sees === 'no') continue
    texts.push(entry.json)
    end = entry.numbered.seq
  }
  return texts.length === 0 ? null : { frame: Buffer.from(factsFrame(cursor, texts)), end }
}
