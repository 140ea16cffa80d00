/** What an incident still lacks of its plan: raising the alarm adds, it never asks again for what is there. Pure. */
import type { AgencyId } from '../../core/ids.ts'
import type { Unit } from '../forces.ts'
import { type Line, serves } from '../plan.ts'
import { assign } from './assignment.ts'

/** An order that stands on the incident: issued and not over. `unit` null: the agency sends its own. */
export type OnIt = { readonly agency: AgencyId; readonly unit: Unit | null }

const NO = Number.POSITIVE_INFINITY

/**
 * Each order on the incident serves one line at most, the lowest level first, as many as can be. Left are the lines above
 * `above` that nobody serves: when the alarm is raised, what was left out below on purpose is not asked for again.
 */
export function lacking(
  lines: readonly Line[],
  on: readonly OnIt[],
  above: number,
): { readonly lines: readonly Line[]; readonly met: number } {
  const served = assign(
    on.map(({ agency, unit }) =>
      lines.map(({ send }) => ((unit ? serves(unit, send) : agency === send.agency) ? send.level : NO)),
    ),
  )
  const taken = new Set(served.filter((line) => line !== null))
  return { lines: lines.filter(({ send }, at) => !taken.has(at) && send.level > above), met: taken.size }
}
