/** Whom each order is addressed to, kept while facts pass, read from the order's own stream when it is older than what is kept. */
import type { Addressee } from '../../access/sight.ts'
import { type AgencyId, id, type UnitId } from '../../core/ids.ts'
import { type Fact, kindOf, type Numbered, type Recorded, type StreamName } from '../../journal/fact.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Entry } from './ring.ts'

/** Only `issued` names an agency; `issued` and `signed-for` may name a unit (dispatch/order.ts). */
function addressedBy(now: Addressee | null, fact: Fact & { agency?: unknown; unit?: unknown }): Addressee | null {
  const unit: UnitId | null = typeof fact.unit === 'string' ? id<'unit'>(fact.unit) : null
  if (fact.type === 'issued' && typeof fact.agency === 'string')
    return { agency: id<'agency'>(fact.agency) satisfies AgencyId, unit }
  return now && fact.type === 'signed-for' && unit ? { ...now, unit } : now
}

export type Addressees = {
  /** Entries of facts that follow each other as the log grows: remembers. */
  passing(facts: readonly Numbered[]): Promise<readonly Entry[]>
  /** Entries of old facts: as things stood then. */
  past(facts: readonly Numbered[]): Promise<readonly Entry[]>
}

export function openAddressees(journal: Pick<Journal, 'read'>, most = 20_000): Addressees {
  const known = new Map<StreamName, Addressee | null>()

  async function before(numbered: Numbered, stream: readonly Recorded[] | null): Promise<Addressee | null> {
    if (numbered.version === 1) return null
    return (stream ?? (await journal.read(numbered.stream)))
      .filter((recorded) => recorded.version < numbered.version)
      .reduce<Addressee | null>((now, recorded) => addressedBy(now, recorded.fact), null)
  }
  const entry = (numbered: Numbered, was: Addressee | null): Entry => ({
    numbered,
    json: JSON.stringify(numbered),
    before: was,
    after: addressedBy(was, numbered.fact),
  })

  return {
    async passing(facts) {
      const entries: Entry[] = []
      for (const numbered of facts) {
        if (kindOf(numbered.stream) !== 'order') {
          entries.push(entry(numbered, null))
          continue
        }
        const kept = known.get(numbered.stream)
        const made = entry(numbered, kept === undefined ? await before(numbered, null) : kept)
        // The order heard of longest ago goes first: it is read again if it should still speak.
        known.delete(numbered.stream)
        known.set(numbered.stream, made.after)
        if (known.size > most) known.delete(known.keys().next().value ?? numbered.stream)
        entries.push(made)
      }
      return entries
    },
    async past(facts) {
      const streams = new Map<StreamName, readonly Recorded[]>()
      const entries: Entry[] = []
      for (const numbered of facts) {
        const isOrder = kindOf(numbered.stream) === 'order'
        if (isOrder && numbered.version > 1 && !streams.has(numbered.stream))
          streams.set(numbered.stream, await journal.read(numbered.stream))
        entries.push(entry(numbered, isOrder ? await before(numbered, streams.get(numbered.stream) ?? null) : null))
      }
      return entries
    },
  }
}
