/** One copy of a piece of evidence that leaves the house: asked for with a reason, approved by a second person where nothing is masked, made, fetched, gone. Pure. */
import type { Id, PersonId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'

export type ExportId = Id<'export'>

export const EXPORT_FORMS = ['masked', 'unmasked'] as const
export type ExportForm = (typeof EXPORT_FORMS)[number]

/** How long a copy can be fetched. */
const OPEN_MS: Record<ExportForm, number> = { masked: 7 * DAY, unmasked: DAY }

/** Why something is held or handed out; a person's name or number has no place in a fact, a file number has. */
export const WHY_KINDS = ['case', 'court', 'complaint', 'audit', 'training'] as const
export type Why = { readonly for: (typeof WHY_KINDS)[number]; readonly file: string }

/** How a masked copy was made, so that it can be judged later what it may have missed. */
export type Masking = {
  readonly method: string
  readonly model: string
  /** Least score of what was masked. */
  readonly threshold: number
  /** The detector looked at every n-th frame. */
  readonly everyFrames: number
  readonly frames: number
}

export type Copy = {
  readonly sha256: string
  readonly bytes: number
  /** null: an unmasked one. */
  readonly masking: Masking | null
}

/** `no-detector`: nothing could look for people and plates; `unreadable`: the clip could not be decoded; `encoder`: the copy could not be written. */
export const EXPORT_FAILURES = ['no-detector', 'unreadable', 'encoder'] as const
export type ExportFailure = (typeof EXPORT_FAILURES)[number]

export type Export = {
  readonly id: ExportId
  readonly form: ExportForm
  readonly why: Why
  readonly by: PersonId
  readonly at: number
  /** The second person; null where none is needed or none has said so yet. */
  readonly approvedBy: PersonId | null
} & (
  | { readonly state: 'waiting' }
  | { readonly state: 'making' }
  | { readonly state: 'refused' | 'stopped'; readonly endedBy: PersonId; readonly endedAt: number }
  | { readonly state: 'failed'; readonly cause: ExportFailure; readonly endedAt: number }
  | { readonly state: 'made'; readonly copy: Copy; readonly openUntil: number; readonly fetched: number }
  /** The file is deleted: its time was up, or the evidence itself was erased. */
  | { readonly state: 'gone'; readonly copy: Copy | null }
)

export type ExportFact = { readonly at: number; readonly v: 1; readonly export: ExportId } & (
  | { readonly type: 'export-asked'; readonly form: ExportForm; readonly by: PersonId; readonly why: Why }
  | { readonly type: 'export-approved' | 'export-refused' | 'export-stopped'; readonly by: PersonId }
  | { readonly type: 'export-made'; readonly copy: Copy; readonly openUntil: number }
  | { readonly type: 'export-failed'; readonly cause: ExportFailure }
  | { readonly type: 'export-fetched'; readonly by: PersonId }
  | { readonly type: 'export-expired' }
)

export type ExportWish = { readonly at: number; readonly export: ExportId } & (
  | { readonly type: 'ask-export'; readonly form: ExportForm; readonly by: PersonId; readonly why: Why }
  | { readonly type: 'approve-export' | 'refuse-export' | 'stop-export' | 'fetch-export'; readonly by: PersonId }
  | { readonly type: 'make-export'; readonly copy: Copy }
  | { readonly type: 'fail-export'; readonly cause: ExportFailure }
  | { readonly type: 'expire-export' }
)

export type ExportRefusal =
  | 'already-asked-export'
  | 'no-export'
  | 'needs-second-person'
  | 'not-waiting'
  | 'not-making'
  | 'export-over'
  | 'copy-gone'
  | 'not-your-export'
  | 'no-copy-yet'
  | 'not-due'

export function decide(now: Export | null, wish: ExportWish): Result<ExportFact, ExportRefusal> {
  const base = { at: wish.at, v: 1, export: wish.export } as const
  if (wish.type === 'ask-export') {
    if (now) return refuse('already-asked-export')
    return ok({ type: 'export-asked', ...base, form: wish.form, by: wish.by, why: wish.why })
  }
  if (!now) return refuse('no-export')
  switch (wish.type) {
    case 'approve-export':
      if (now.state !== 'waiting') return refuse('not-waiting')
      // Four eyes are two people, whatever else they may do.
      if (wish.by === now.by) return refuse('needs-second-person')
      return ok({ type: 'export-approved', ...base, by: wish.by })
    case 'refuse-export':
      return now.state === 'waiting' ? ok({ type: 'export-refused', ...base, by: wish.by }) : refuse('not-waiting')
    case 'stop-export':
      if (now.state !== 'waiting' && now.state !== 'making') return refuse('export-over')
      return ok({ type: 'export-stopped', ...base, by: wish.by })
    case 'make-export':
      if (now.state !== 'making') return refuse('not-making')
      return ok({ type: 'export-made', ...base, copy: wish.copy, openUntil: wish.at + OPEN_MS[now.form] })
    case 'fail-export':
      return now.state === 'making' ? ok({ type: 'export-failed', ...base, cause: wish.cause }) : refuse('not-making')
    case 'fetch-export':
      if (now.state === 'gone') return refuse('copy-gone')
      if (now.state !== 'made') return refuse('no-copy-yet')
      if (wish.at >= now.openUntil) return refuse('copy-gone')
      if (now.form === 'unmasked' && wish.by !== now.by) return refuse('not-your-export')
      return ok({ type: 'export-fetched', ...base, by: wish.by })
    case 'expire-export':
      if (now.state !== 'made') return refuse('no-copy-yet')
      return wish.at >= now.openUntil ? ok({ type: 'export-expired', ...base }) : refuse('not-due')
  }
  return never(wish)
}

/** Throws only on a log that `decide` did not write: that is a bug, not an input. */
export function evolve(now: Export | null, fact: ExportFact): Export {
  if (fact.type === 'export-asked') {
    const asked = { id: fact.export, form: fact.form, why: fact.why, by: fact.by, at: fact.at, approvedBy: null }
    return { ...asked, state: fact.form === 'masked' ? 'making' : 'waiting' }
  }
  if (!now) throw new Error(`export ${fact.export}: ${fact.type} before it was asked for`)
  const { id, form, why, by, at, approvedBy } = now
  const base = { id, form, why, by, at, approvedBy }
  switch (fact.type) {
    case 'export-approved':
      return { ...base, approvedBy: fact.by, state: 'making' }
    case 'export-refused':
      return { ...base, state: 'refused', endedBy: fact.by, endedAt: fact.at }
    case 'export-stopped':
      return { ...base, state: 'stopped', endedBy: fact.by, endedAt: fact.at }
    case 'export-made':
      return { ...base, state: 'made', copy: fact.copy, openUntil: fact.openUntil, fetched: 0 }
    case 'export-failed':
      return { ...base, state: 'failed', cause: fact.cause, endedAt: fact.at }
    case 'export-fetched':
      return now.state === 'made' ? { ...now, fetched: now.fetched + 1 } : now
    case 'export-expired':
      return ended(now)
  }
  return never(fact)
}

/** What becomes of a copy when its time, or that of the evidence, is up. */
export function ended(now: Export): Export {
  switch (now.state) {
    case 'waiting':
    case 'making':
    case 'made': {
      const { id, form, why, by, at, approvedBy } = now
      return { id, form, why, by, at, approvedBy, state: 'gone', copy: now.state === 'made' ? now.copy : null }
    }
    case 'refused':
    case 'stopped':
    case 'failed':
    case 'gone':
      return now
  }
  return never(now)
}
