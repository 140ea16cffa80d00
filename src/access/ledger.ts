/** The look-up ledger: who looked at what, for which purpose, from where; no trace, no answer. Pure: the rules of purposes and the fact. */
import type { IncidentId } from '../core/ids.ts'
import { id } from '../core/ids.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import { MINUTE } from '../core/time.ts'
import type { Principal, Role } from './roles.ts'

/** Why somebody looks: the shift's own work, one running incident, or an audit with its file number. */
export type Purpose =
  | { readonly for: 'duty' }
  | { readonly for: 'incident'; readonly incident: IncidentId }
  | { readonly for: 'audit'; readonly audit: string }

export const LOOK_KINDS = [
  'warning',
  'incident',
  'order',
  'caller',
  'camera',
  'still',
  'evidence',
  'note',
  'alert',
  'room',
  'plate',
  'board',
  'look-ups',
  'journal',
  'people',
] as const
export type LookKind = (typeof LOOK_KINDS)[number]
/** `id` is an identifier, never a name, a number plate or a telephone number. */
export type Looked = { readonly kind: LookKind; readonly id: string }

export type LookUpFact = {
  readonly type: 'looked-up'
  readonly v: 1
  readonly at: number
  readonly what: Looked
  /** `duty`, `incident/<id>` or `audit/<file number>`. */
  readonly purpose: string
  /** The address as the server saw it. */
  readonly from: string
  /** Above 0 one trace stands for every picture of a live view polled within this span. */
  readonly coversMs: number
}

/** A live view that is polled counts as one look a minute. */
export const PICTURE_COVERS_MS = MINUTE

/** Whether an incident stands as a reason to look: dispatch knows, composition passes it in. */
export type Standing = 'running' | 'closed' | 'unknown'

export type PurposeRefusal =
  | 'purpose-needed'
  | 'purpose-unknown'
  | 'purpose-not-yours'
  | 'purpose-of-another-incident'
  | 'purpose-closed'
  | 'not-an-identifier'

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

export function purposeOf(text: string): Result<Purpose, 'purpose-unknown'> {
  if (text === 'duty') return ok({ for: 'duty' })
  const slash = text.indexOf('/')
  const [kind, rest] = [text.slice(0, slash), text.slice(slash + 1)]
  if (slash < 0 || !IDENTIFIER.test(rest)) return refuse('purpose-unknown')
  if (kind === 'incident') return ok({ for: 'incident', incident: id<'incident'>(rest) })
  if (kind === 'audit') return ok({ for: 'audit', audit: rest })
  return refuse('purpose-unknown')
}

export function purposeText(purpose: Purpose): string {
  switch (purpose.for) {
    case 'duty':
      return 'duty'
    case 'incident':
      return `incident/${purpose.incident}`
    case 'audit':
      return `audit/${purpose.audit}`
  }
  return never(purpose)
}

const ON_DUTY: Record<Role, boolean> = {
  'duty-officer': true,
  supervisor: true,
  'agency-user': true,
  'station-officer': true,
  'field-officer': true,
  auditor: false,
  administrator: false,
  machine: false,
}

/** The purpose of a request: its `Purpose` header, else the shift's work for people on duty; everybody else has to say. */
export function purposeFor(
  principal: Principal,
  header: string | undefined,
): Result<Purpose, 'purpose-needed' | 'purpose-unknown'> {
  if (header !== undefined && header.trim() !== '') return purposeOf(header.trim())
  return ON_DUTY[principal.role] ? ok({ for: 'duty' }) : refuse('purpose-needed')
}

/** Particulars of a person are opened for a running incident only, and only those of that very incident. */
const PERSONAL: Record<LookKind, boolean> = {
  warning: false,
  incident: false,
  order: false,
  caller: true,
  camera: false,
  still: false,
  evidence: false,
  note: false,
  alert: false,
  room: false,
  plate: true,
  board: false,
  'look-ups': false,
  journal: false,
  people: false,
}

/** `standing` of the purpose's incident; it matters only where the purpose is an incident. */
export function judgePurpose(
  principal: Principal,
  what: Looked,
  purpose: Purpose,
  standing: Standing,
): Result<Purpose, PurposeRefusal> {
  if (!IDENTIFIER.test(what.id)) return refuse('not-an-identifier')
  switch (purpose.for) {
    case 'duty':
      if (!ON_DUTY[principal.role]) return refuse('purpose-not-yours')
      return PERSONAL[what.kind] ? refuse('purpose-needed') : ok(purpose)
    case 'audit':
      if (ON_DUTY[principal.role]) return refuse('purpose-not-yours')
      return PERSONAL[what.kind] ? refuse('purpose-needed') : ok(purpose)
    case 'incident':
      if (!ON_DUTY[principal.role]) return refuse('purpose-not-yours')
      if (standing === 'unknown') return refuse('purpose-unknown')
      if (!PERSONAL[what.kind]) return ok(purpose)
      if (purpose.incident !== what.id) return refuse('purpose-of-another-incident')
      return standing === 'closed' ? refuse('purpose-closed') : ok(purpose)
  }
  return never(purpose)
}
