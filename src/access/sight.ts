/** Sight: which orders may stand on one person's board and live lane; the policies compiled into a predicate, equal to `order.read` for every order. */
import { type AgencyId, id, type UnitId } from '../core/ids.ts'
import { never } from '../core/result.ts'
import type { Principal } from './roles.ts'

export type Sight =
  /** Every warning, incident and order. */
  | { readonly scope: 'all' }
  /** The orders addressed to one agency and nothing else. */
  | { readonly scope: 'agency'; readonly agency: AgencyId }
  /** The orders of one crew, and those of its agency that name no unit yet. */
  | { readonly scope: 'unit'; readonly unit: UnitId | null; readonly agency: AgencyId | null }
  | { readonly scope: 'none' }

/** Whom an order is addressed to now: the unit is the one that goes, null until somebody names one. */
export type Addressee = { readonly agency: AgencyId; readonly unit: UnitId | null }

/** A person without the binding that the role needs sees nothing. */
export function sightOf(principal: Principal): Sight {
  switch (principal.role) {
    case 'duty-officer':
    case 'supervisor':
    // A station room sees its area only once incidents carry a station; until then it sees the whole board.
    case 'station-officer':
      return { scope: 'all' }
    case 'agency-user':
      return principal.agency === undefined ? { scope: 'none' } : { scope: 'agency', agency: principal.agency }
    case 'field-officer':
      return { scope: 'unit', unit: principal.unit ?? null, agency: principal.agency ?? null }
    case 'auditor':
    case 'administrator':
    case 'machine':
      return { scope: 'none' }
  }
  return never(principal.role)
}

export function seesOrder(sight: Sight, to: Addressee): boolean {
  switch (sight.scope) {
    case 'all':
      return true
    case 'agency':
      return to.agency === sight.agency
    case 'unit':
      return to.unit === null ? to.agency === sight.agency : to.unit === sight.unit
    case 'none':
      return false
  }
  return never(sight)
}

/** One name for one sight: whoever has the same sees the same. */
export function sightKey(sight: Sight): string {
  switch (sight.scope) {
    case 'all':
    case 'none':
      return sight.scope
    case 'agency':
      return `agency:${sight.agency}`
    case 'unit':
      return `unit:${sight.unit ?? ''}@${sight.agency ?? ''}`
  }
  return never(sight)
}

/** The sight of that name; null: no such one. */
export function sightNamed(key: string): Sight | null {
  if (key === 'all' || key === 'none') return { scope: key }
  const [, scope, first = '', second] = /^(agency|unit):([A-Za-z0-9._-]*)(?:@([A-Za-z0-9._-]*))?$/.exec(key) ?? []
  if (scope === 'agency' && first !== '' && second === undefined)
    return { scope: 'agency', agency: id<'agency'>(first) }
  if (scope !== 'unit' || second === undefined) return null
  return {
    scope: 'unit',
    unit: first === '' ? null : id<'unit'>(first),
    agency: second === '' ? null : id<'agency'>(second),
  }
}
