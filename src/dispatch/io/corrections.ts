/** What an officer puts right or adds on a running incident: kind, priority, place, a note, a further caller; and a closure taken back. */
import { CALLER_KEPT_MS } from '../../access/retention.ts'
import type { IncidentId, PersonId, SubjectId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import {
  type Amendment,
  decide,
  type Incident,
  type IncidentRefusal,
  type IncidentWish,
  type Report,
  type ReportId,
} from '../incident.ts'
import { decide as decideWarning, type WarningRefusal } from '../warning.ts'
import { type Given, newId } from './given.ts'
import { incidentChange, lockIncident, lockWarning, record, type WarningChange, warningChange } from './store.ts'
import { sayAndTell } from './telling.ts'

export type Corrected = Result<{ readonly incident: Incident }, IncidentRefusal | Conflict | 'key-reused'>

/** One wish, one fact: whoever was faster is seen under the lock. */
function wished(
  given: Given,
  command: Command,
  id: IncidentId,
  wishOf: (tx: Transaction) => Promise<IncidentWish>,
): Promise<Corrected> {
  return once<{ readonly incident: Incident }, IncidentRefusal>(given, command, async (tx) => {
    const held = await lockIncident(tx, id)
    const decided = decide(held?.state ?? null, await wishOf(tx))
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const change = incidentChange(id, held, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: change.state }) : recorded
  })
}

export type Amending = { readonly amendment: Amendment; readonly was: Amendment }

/** Whoever was ordered is told in the same transaction: a crew must not drive to where it is not. */
export function amend(given: Given, command: Command, id: IncidentId, { amendment, was }: Amending, by: PersonId) {
  const { at } = command
  return sayAndTell(given, command, id, { type: 'amend', at, amendment, was, by }, () => ({
    type: 'correct',
    ...{ at, amendment, by },
  }))
}

export function note(given: Given, command: Command, id: IncidentId, text: string, by: PersonId) {
  return wished(given, command, id, async () => ({ type: 'note', at: command.at, text, by }))
}

export function reopen(given: Given, command: Command, id: IncidentId, by: PersonId) {
  return wished(given, command, id, async () => ({ type: 'reopen', at: command.at, by }))
}

/** A further caller about the same event; the particulars go to the vault in the same transaction. */
export function joinCall(
  given: Given,
  command: Command,
  id: IncidentId,
  caller: Readonly<Record<string, string>> | null,
  by: PersonId,
) {
  return wished(given, command, id, async (tx) => {
    const subject: SubjectId | null = caller ? newId<'subject'>(given) : null
    if (caller && subject)
      await given.access.vault.put(tx, subject, caller, { at: command.at, eraseAfter: command.at + CALLER_KEPT_MS })
    const report: Report = { id: newId<'report'>(given), from: 'call', caller: subject }
    return { type: 'join', at: command.at, report, by }
  })
}

/** Takes a report out again; a warning that had joined awaits its verdict anew. */
export async function part(
  given: Given,
  command: Command,
  id: IncidentId,
  report: ReportId,
  by: PersonId,
): Promise<Result<{ readonly incident: Incident }, IncidentRefusal | WarningRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly incident: Incident }, IncidentRefusal | WarningRefusal>(given, command, async (tx) => {
    // Warnings are locked before incidents: read without a lock which one it is, decide under both.
    const seen = await lockedWarningOf(given, tx, id, report)
    const held = await lockIncident(tx, id)
    const decided = decide(held?.state ?? null, { type: 'part', at: command.at, report, by })
    if (!decided.ok || !held) return decided.ok ? refuse('not-open') : decided
    const changes = [incidentChange(id, held, decided.value)] as const
    const judged: WarningChange[] = []
    if (seen) {
      const back = decideWarning(seen.state, { type: 'withdraw-verdict', at: command.at, by, parted: id })
      if (!back.ok) return back
      judged.push(warningChange(seen.state.id, seen, back.value))
    }
    const recorded = await record(given.journal, tx, [...judged, ...changes], originOf(command, held.correlation))
    return recorded.ok ? ok({ incident: changes[0].state }) : recorded
  })
}

async function lockedWarningOf(given: Given, tx: Transaction, id: IncidentId, report: ReportId) {
  const facts = await given.journal.read(`incident/${id}`, tx)
  for (const { fact } of facts) {
    // The stream of an incident holds facts of incidents only: they were checked when they were appended.
    const joined = fact as unknown as { readonly type: string; readonly report: Report }
    if (joined.type === 'joined' && joined.report.id === report && joined.report.from === 'warning')
      return lockWarning(tx, joined.report.warning)
  }
  return null
}
