/** Lent units: recorded by name, and offered to recommendation and order like the centre's own until their time. */

import type postgres from 'postgres'
import type { PersonId, UnitId } from '../../../core/ids.ts'
import { id } from '../../../core/ids.ts'
import { type Result, refuse } from '../../../core/result.ts'
import type { Command } from '../../../journal/command.ts'
import type { Conflict } from '../../../journal/journal.ts'
import { type Given, newId } from '../../io/given.ts'
import type { UnitAt } from '../../recommend/readiness.ts'
import { decideLoan, type Lent, type LoanRefusal } from '../loan.ts'
import type { RoomThing } from '../room.ts'
import { begin } from './room.ts'
import { standing } from './store.ts'

type Reader = postgres.Sql | postgres.TransactionSql
type Refusal = LoanRefusal | 'unknown-agency'

export function lend(
  given: Given,
  command: Command,
  said: Omit<Lent, 'unit' | 'by'>,
  by: PersonId,
): Promise<Result<{ readonly thing: RoomThing }, Refusal | Conflict | 'key-reused'>> {
  return begin<Refusal>(given, command, async () => {
    const known = (agency: string): boolean => given.centre.agencies.some((one) => one.id === agency)
    if (!known(said.agency) || ('agency' in said.lender && !known(said.lender.agency))) return refuse('unknown-agency')
    const unit: UnitId = id<'unit'>(`lent-${newId<'unit'>(given)}`)
    return decideLoan(null, { type: 'lend', at: command.at, lent: { ...said, unit, by } })
  })
}

/** Lent units as units of ours, where they stand by; from their instant of going home on they are none. */
export async function lentUnits(sql: Reader, now: number): Promise<readonly UnitAt[]> {
  return (await standing(sql, 'loan', now)).map(({ unit, agency, kind, capabilities, label, standsAt }) => ({
    // It has no terminal of ours, so it moves on no lane: the place it was given stands until it is ordered away.
    unit: { id: unit, agency, kind, capabilities, label: { zh: `${label}（支援）`, en: `${label} (lent)` }, index: -1 },
    position: standsAt,
    fixAt: now,
    headingDegrees: null,
  }))
}
