/** People who may sign in: what a new one must have, and how sign-in names and passwords are compared. Pure. */
import type { AgencyId, UnitId } from '../core/ids.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import type { Text } from '../core/text.ts'
import type { Role } from './roles.ts'

export type HumanRole = Exclude<Role, 'machine'>

export type NewPerson = {
  readonly signInName: string
  readonly name: Text
  readonly role: HumanRole
  readonly agency?: AgencyId
  readonly unit?: UnitId
  readonly station?: string
}

export type PersonRefusal =
  | 'agency-needed'
  | 'unit-needed'
  | 'station-needed'
  | 'binding-not-for-role'
  | 'password-too-short'
  | 'password-too-long'
  | 'password-is-the-name'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 256

/** Whatever the keyboard, one name is one name. */
export const foldedName = (signInName: string): string => signInName.normalize('NFKC').trim().toLowerCase()

/** A role sees through its binding, so the binding has to be there, and a role that sees everything carries none. */
export function checkBinding(
  person: Pick<NewPerson, 'role' | 'agency' | 'unit' | 'station'>,
): Result<null, PersonRefusal> {
  const { role, agency, unit, station } = person
  const only = (...allowed: readonly (string | undefined)[]): Result<null, PersonRefusal> =>
    [agency, unit, station].every((binding) => binding === undefined || allowed.includes(binding))
      ? ok(null)
      : refuse('binding-not-for-role')
  switch (role) {
    case 'agency-user':
      return agency === undefined ? refuse('agency-needed') : only(agency)
    case 'field-officer':
      if (unit === undefined) return refuse('unit-needed')
      return agency === undefined ? refuse('agency-needed') : only(agency, unit)
    case 'station-officer':
      return station === undefined ? refuse('station-needed') : only(station)
    case 'duty-officer':
    case 'supervisor':
    case 'auditor':
    case 'administrator':
      return only()
  }
  return never(role)
}

/** Length is what counts (NIST SP 800-63B §3.1.1.2); no rules about kinds of characters, no changing by the calendar. */
export function checkPassword(password: string, signInName: string): Result<null, PersonRefusal> {
  const folded = password.normalize('NFKC')
  if ([...folded].length < SHORTEST_PASSWORD) return refuse('password-too-short', String(SHORTEST_PASSWORD))
  if (folded.length > LONGEST_PASSWORD) return refuse('password-too-long', String(LONGEST_PASSWORD))
  return folded.toLowerCase().includes(foldedName(signInName)) ? refuse('password-is-the-name') : ok(null)
}
