/** A METHANE report (JESIP joint doctrine: Major incident, Exact location, Type, Hazards, Access, Number of casualties, Emergency services): versioned, each version with what it changed. Pure. */

import type { PersonId } from '../core/ids.ts'
import { looksPersonal } from '../core/particulars.ts'

export const MAJOR = ['not-declared', 'stood-by', 'declared'] as const
export type Major = (typeof MAJOR)[number]

/** Triage words of JESIP: P1 immediate, P2 urgent, P3 minor. */
export const CASUALTIES = ['immediate', 'urgent', 'minor', 'dead'] as const
export type Casualty = (typeof CASUALTIES)[number]

export type Methane = {
  readonly majorIncident: Major
  readonly exactLocation: string
  readonly type: string
  readonly hazards: string
  readonly access: string
  /** null: not known yet, which is not none. */
  readonly casualties: Readonly<Record<Casualty, number | null>>
  /** Who is there, and who is still needed. */
  readonly emergencyServices: string
}

/** In the order of the word. */
export const METHANE_FIELDS = [
  'majorIncident',
  'exactLocation',
  'type',
  'hazards',
  'access',
  'casualties',
  'emergencyServices',
] as const
export type MethaneField = (typeof METHANE_FIELDS)[number]

/** A version as it stands on an incident and on each of its orders. */
export type Reported = {
  /** From 1. */
  readonly version: number
  readonly at: number
  readonly by: PersonId
  readonly report: Methane
  /** The version before; null for the first. */
  readonly before: Methane | null
}

const same = (a: Methane, b: Methane, field: MethaneField): boolean =>
  field === 'casualties'
    ? CASUALTIES.every((casualty) => a.casualties[casualty] === b.casualties[casualty])
    : a[field] === b[field]

/** What a version says anew; of the first everything that it says. */
export const changedFields = (before: Methane | null, report: Methane): readonly MethaneField[] =>
  METHANE_FIELDS.filter((field) => before === null || !same(before, report, field))

/** A report holds counts and never a name. */
export const namesSomebody = ({ exactLocation, type, hazards, access, emergencyServices }: Methane): boolean =>
  [exactLocation, type, hazards, access, emergencyServices].some(looksPersonal)
