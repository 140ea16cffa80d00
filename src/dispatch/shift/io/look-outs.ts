/** Look-outs: given because of one running incident; the plate goes to the vault in the same transaction and comes out for that incident's purpose alone. */
import type { IncidentId, PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Command } from '../../../journal/command.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../../journal/journal.ts'
import { type Incident, isOver } from '../../incident.ts'
import { type Given, newId } from '../../io/given.ts'
import type { Heard } from '../heard.ts'
import { decideLookOut, type LookOutRefusal } from '../look-out.ts'
import type { RoomThing } from '../room.ts'
import { begin } from './room.ts'

export type Giving = {
  readonly text: string
  readonly to: Heard
  readonly incident: IncidentId
  readonly plate: string | null
  readonly expiresAt: number
}
type Refusal = LookOutRefusal | 'not-open' | 'closed'

/** Locked, so that nobody closes it, or does the same to it, in the same instant. */
export async function readOpen(tx: Transaction, key: IncidentId): Promise<Result<Incident, 'not-open' | 'closed'>> {
  const [row] = await sqlOf(tx)<{ state: Incident }[]>`select state from incident_view where id = ${key} for update`
  if (!row) return refuse('not-open')
  return isOver(row.state) ? refuse('closed') : ok(row.state)
}

export function giveLookOut(
  given: Given,
  command: Command,
  { plate, ...said }: Giving,
  by: PersonId,
): Promise<Result<{ readonly thing: RoomThing }, Refusal | Conflict | 'key-reused'>> {
  return begin<Refusal>(given, command, async (tx) => {
    const incident = await readOpen(tx, said.incident)
    if (!incident.ok) return incident
    const subject = plate === null ? null : newId<'subject'>(given)
    const sought = { ...said, number: incident.value.opened.number, plate: subject, by }
    const decided = decideLookOut(null, { type: 'give', at: command.at, sought })
    if (decided.ok && subject && plate !== null)
      await given.access.vault.put(tx, subject, { plate }, { at: command.at, eraseAfter: said.expiresAt })
    return decided
  })
}
