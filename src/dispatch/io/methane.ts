/** A METHANE report given: each agency and crew on the incident reads the same version live. */
import type { IncidentId, PersonId } from '../../core/ids.ts'
import type { Command } from '../../journal/command.ts'
import type { Methane } from '../methane.ts'
import type { Given } from './given.ts'
import { sayAndTell } from './telling.ts'

export function report(
  given: Given,
  command: Command,
  id: IncidentId,
  { on, ...methane }: Methane & { readonly on: number },
  by: PersonId,
) {
  return sayAndTell(given, command, id, { type: 'report', at: command.at, report: methane, on, by }, (incident) => {
    if (!incident.methane) throw new Error(`incident ${id} was reported on and holds no report`)
    return { type: 'inform', at: command.at, reported: incident.methane }
  })
}
