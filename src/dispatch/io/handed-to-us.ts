/** An incident that another centre hands to us: it becomes a warning, and nothing more until an officer has judged it. */
import { createHash } from 'node:crypto'
import { type AgencyId, id, type WarningId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import type { Result } from '../../core/result.ts'
import type { Conflict } from '../../journal/journal.ts'
import { handedOver } from '../exchange/eido-read.ts'
import type { EidoDocument } from '../exchange/eido-schema.ts'
import type { Raised, WarningRefusal } from '../warning.ts'
import type { Given } from './given.ts'
import { readIncident, readWarning } from './store.ts'
import { type RaisedOnce, raise } from './warnings.ts'

/** One warning for one incident of theirs, however often they send it: RFC 9562 §5.8, from what they call it. */
function warningIdOf(agency: AgencyId, document: EidoDocument): WarningId {
  const hash = createHash('sha256').update(`${agency} ${document.$id}`).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return id<'warning'>(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`,
  )
}

export function handToUs(
  given: Given,
  agency: AgencyId,
  document: EidoDocument,
  { at, correlation }: { readonly at: number; readonly correlation: string },
): Promise<Result<RaisedOnce, WarningRefusal | Conflict>> {
  const { number, kind, priority, place, knownAt } = handedOver(document)
  const name = given.centre.agencies.find((known) => known.id === agency)?.name ?? { zh: agency, en: agency }
  const onsetAt = Math.min(knownAt, at)
  const raised: Raised = {
    kind: 'handed-over',
    source: { kind: 'partner', id: agency, label: name },
    place: place ?? somewhere(given, name),
    grade: 'A',
    reason: { zh: `${name.zh}移交警情 ${number}`, en: `${name.en} hands over incident ${number}` },
    hazardLights: null,
    // Our minute begins when we hear of it; what went before was theirs, and stands in the reason's number.
    onsetAt: at,
    observedAt: at,
    handed: { number, kind, priority, knownAt: onsetAt },
  }
  return raise(given, {
    id: warningIdOf(agency, document),
    raised,
    by: { kind: 'machine', id: agency },
    at,
    correlation,
  })
}

export type HandedStands = {
  readonly warning: WarningId
  /** awaiting: nobody has judged it; accepted: it is worked on under our `number`; completed: that is over; rejected: it is not ours. */
  readonly state: 'awaiting' | 'accepted' | 'completed' | 'rejected'
  readonly number?: string
}

/** What became of it with us: the centre that hands over asks by sending its document again. */
export async function howItStands(given: Given, key: WarningId): Promise<HandedStands> {
  const { sql } = given.database
  const warning = await readWarning(sql, key)
  if (warning?.state !== 'judged') return { warning: key, state: 'awaiting' }
  const incident = warning.incident === null ? null : await readIncident(sql, warning.incident)
  if (!incident) return { warning: key, state: 'rejected' }
  return { warning: key, state: incident.state === 'closed' ? 'completed' : 'accepted', number: incident.opened.number }
}

const somewhere = ({ centre }: Given, name: Place['label']): Place => ({
  position: centre.position,
  label: { zh: `${name.zh}（位置不明）`, en: `${name.en} (position unknown)` },
  unverified: true,
})
