/** One piece of evidence: what a camera recorded of one warning, from the wish to keep it until it is erased, with every copy that leaves the house. Pure. */
import type { CameraId, Id, PersonId, WarningId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY, MINUTE, SECOND } from '../../core/time.ts'
import type { ClipRefusal } from '../eyes.ts'
import type { Box } from '../facts.ts'
import {
  decide as decideExport,
  type Export,
  type ExportFact,
  type ExportRefusal,
  type ExportWish,
  ended,
  evolve as evolveExport,
  type Why,
} from './export.ts'

/** One warning has one piece of evidence, and that has the warning's own id: asked for twice, it is one. */
export type EvidenceId = Id<'evidence'>

/** What is recorded around a warning; a slow onset does not stretch it without end. */
const BEFORE_MS = 30 * SECOND
const AFTER_MS = 60 * SECOND
const LONGEST_ONSET_MS = 3 * MINUTE
/** A hold let go by mistake can be put back within this, although the clock has long run out. */
const RELEASED_STAYS_MS = DAY
/** More copies of one clip than this are a leak, not a need. */
const MOST_EXPORTS = 40
const MOST_STILLS = 24
export type EvidenceStill = {
  readonly sha256: string
  /** UTC ms. */
  readonly at: number
  /** Pixels of the still; null: the whole picture. */
  readonly box: Box | null
}

export type Subject = {
  readonly warning: WarningId
  readonly camera: CameraId
  readonly onsetAt: number
  readonly observedAt: number
  /** Rules, thresholds and model that decided, as the warning says them. */
  readonly version: string | null
}

/** The clip as it lies in the evidence folder under the evidence's id. */
export type KeptClip = {
  /** Of the file, hex. */
  readonly sha256: string
  readonly bytes: number
  /** UTC ms of the first and the last picture: what there is, which may be less than what was asked. */
  readonly from: number
  readonly to: number
  readonly clock: { readonly source: 'arrival'; readonly cameraOffsetMs: number | null }
  /** False where raw video had to be encoded to be kept. */
  readonly streamCopied: boolean
  /** As ffprobe names it: `h264`, `hevc`, `mpeg4`. */
  readonly codec: string
  readonly width: number
  readonly height: number
}
export type Recording =
  | ({ readonly kind: 'clip' } & KeptClip)
  /** There is none, and why; the stills are all that is left. */
  | { readonly kind: 'none'; readonly because: ClipRefusal }

export type Hold = { readonly by: PersonId; readonly at: number; readonly why: Why }

type OwnFact = { readonly at: number; readonly v: 1 } & (
  | { readonly type: 'asked'; readonly subject: Subject; readonly stills: readonly EvidenceStill[] }
  | { readonly type: 'pictured'; readonly still: EvidenceStill }
  | { readonly type: 'kept'; readonly recording: Recording; readonly eraseAfter: number }
  | { readonly type: 'held'; readonly by: PersonId; readonly why: Why }
  | { readonly type: 'released'; readonly by: PersonId; readonly why: Why; readonly eraseAfter: number }
  | { readonly type: 'fell-due' }
  | { readonly type: 'erased' }
)
export type EvidenceFact = OwnFact | ExportFact

export type Evidence = {
  readonly id: EvidenceId
  readonly subject: Subject
  readonly askedAt: number
  readonly stills: readonly EvidenceStill[]
  readonly exports: readonly Export[]
} & (
  | { readonly state: 'asked' }
  | { readonly state: 'kept'; readonly keptAt: number; readonly recording: Recording; readonly eraseAfter: number }
  | {
      readonly state: 'held'
      readonly keptAt: number
      readonly recording: Recording
      readonly eraseAfter: number
      readonly hold: Hold
    }
  /** Nobody may see or hold it any more; its files are being deleted. */
  | { readonly state: 'due'; readonly keptAt: number; readonly recording: Recording }
  | { readonly state: 'erased'; readonly keptAt: number; readonly recording: Recording; readonly erasedAt: number }
)

type OwnWish = { readonly at: number } & (
  | { readonly type: 'ask'; readonly subject: Subject; readonly stills: readonly EvidenceStill[] }
  | { readonly type: 'picture'; readonly still: EvidenceStill }
  /** `keepMs`: the retention in force, counted from the observation. */
  | { readonly type: 'keep'; readonly recording: Recording; readonly keepMs: number }
  | { readonly type: 'hold' | 'release'; readonly by: PersonId; readonly why: Why }
  | { readonly type: 'fall-due' }
  | { readonly type: 'erase' }
)
export type EvidenceWish = OwnWish | ExportWish

export type EvidenceRefusal =
  | ExportRefusal
  | 'no-evidence'
  | 'already-asked'
  | 'already-kept'
  | 'still-recording'
  | 'evidence-erased'
  | 'already-held'
  | 'not-held'
  | 'evidence-held'
  | 'no-clip'
  | 'pictured-enough'
  | 'exported-enough'

/** The recording that is wanted, UTC ms. */
export function spanOf({ onsetAt, observedAt }: Subject): { readonly from: number; readonly to: number } {
  const from = Math.max(Math.min(onsetAt, observedAt), observedAt - LONGEST_ONSET_MS) - BEFORE_MS
  return { from, to: observedAt + AFTER_MS }
}

/** Whether there is something to see and to hand out. */
export function isOpen(now: Evidence): now is Extract<Evidence, { readonly state: 'kept' | 'held' }> {
  return now.state === 'kept' || now.state === 'held'
}

type Decided = Result<EvidenceFact, EvidenceRefusal>

export function decide(now: Evidence | null, wish: EvidenceWish): Decided {
  const base = { at: wish.at, v: 1 } as const
  if (wish.type === 'ask') {
    if (now) return refuse('already-asked')
    return ok({ type: 'asked', ...base, subject: wish.subject, stills: wish.stills })
  }
  if (!now) return refuse('no-evidence')
  switch (wish.type) {
    case 'keep':
      if (now.state !== 'asked') return refuse('already-kept')
      return ok({ type: 'kept', ...base, recording: wish.recording, eraseAfter: now.subject.observedAt + wish.keepMs })
    case 'erase':
      // The files are gone before this is said; whoever is killed in between says it again.
      if (now.state === 'erased') return refuse('evidence-erased')
      return now.state === 'due' ? ok({ type: 'erased', ...base }) : refuse('not-due')
    case 'picture':
      if (now.state === 'due' || now.state === 'erased') return refuse('evidence-erased')
      if (now.stills.length >= MOST_STILLS) return refuse('pictured-enough')
      return ok({ type: 'pictured', ...base, still: wish.still })
    case 'hold':
    case 'release':
    case 'fall-due':
    case 'ask-export':
    case 'approve-export':
    case 'refuse-export':
    case 'stop-export':
    case 'fetch-export':
    case 'make-export':
    case 'fail-export':
    case 'expire-export':
      if (now.state === 'asked') return refuse('still-recording')
      if (!isOpen(now)) return refuse('evidence-erased')
      return decideOpen(now, wish)
  }
  return never(wish)
}

type OpenWish = Exclude<EvidenceWish, { readonly type: 'ask' | 'keep' | 'erase' | 'picture' }>

function decideOpen(now: Extract<Evidence, { readonly state: 'kept' | 'held' }>, wish: OpenWish): Decided {
  const base = { at: wish.at, v: 1 } as const
  switch (wish.type) {
    case 'hold':
      if (now.state === 'held') return refuse('already-held', now.hold.by)
      return ok({ type: 'held', ...base, by: wish.by, why: wish.why })
    case 'release': {
      if (now.state !== 'held') return refuse('not-held')
      const eraseAfter = Math.max(now.eraseAfter, wish.at + RELEASED_STAYS_MS)
      return ok({ type: 'released', ...base, by: wish.by, why: wish.why, eraseAfter })
    }
    case 'fall-due':
      if (now.state === 'held') return refuse('evidence-held', now.hold.by)
      return wish.at >= now.eraseAfter ? ok({ type: 'fell-due', ...base }) : refuse('not-due')
    case 'ask-export':
      if (now.recording.kind === 'none') return refuse('no-clip', now.recording.because)
      if (now.exports.length >= MOST_EXPORTS) return refuse('exported-enough')
      return decideExport(now.exports.find((known) => known.id === wish.export) ?? null, wish)
    case 'approve-export':
    case 'refuse-export':
    case 'stop-export':
    case 'fetch-export':
    case 'make-export':
    case 'fail-export':
    case 'expire-export':
      return decideExport(now.exports.find((known) => known.id === wish.export) ?? null, wish)
  }
  return never(wish)
}

/** Throws only on a log that `decide` did not write: that is a bug, not an input. */
export function evolve(now: Evidence | null, id: EvidenceId, fact: EvidenceFact): Evidence {
  if (fact.type === 'asked')
    return { id, subject: fact.subject, askedAt: fact.at, stills: fact.stills, exports: [], state: 'asked' }
  const lost = (): Error => new Error(`evidence ${id}: ${fact.type} while ${now?.state ?? 'unknown'}`)
  if (!now) throw lost()
  const { subject, askedAt, stills, exports } = now
  const base = { id, subject, askedAt, stills, exports }
  switch (fact.type) {
    case 'pictured':
      return { ...now, stills: [...stills, fact.still] }
    case 'kept':
      return { ...base, state: 'kept', keptAt: fact.at, recording: fact.recording, eraseAfter: fact.eraseAfter }
    case 'held': {
      if (!isOpen(now)) throw lost()
      const { keptAt, recording, eraseAfter } = now
      return {
        ...base,
        state: 'held',
        keptAt,
        recording,
        eraseAfter,
        hold: { by: fact.by, at: fact.at, why: fact.why },
      }
    }
    case 'released': {
      if (!isOpen(now)) throw lost()
      const { keptAt, recording } = now
      return { ...base, state: 'kept', keptAt, recording, eraseAfter: fact.eraseAfter }
    }
    case 'fell-due': {
      if (!isOpen(now)) throw lost()
      return { ...base, exports: exports.map(ended), state: 'due', keptAt: now.keptAt, recording: now.recording }
    }
    case 'erased': {
      if (now.state !== 'due') throw lost()
      return { ...base, state: 'erased', keptAt: now.keptAt, recording: now.recording, erasedAt: fact.at }
    }
    case 'export-asked':
      return { ...now, exports: [...exports, evolveExport(null, fact)] }
    case 'export-approved':
    case 'export-refused':
    case 'export-stopped':
    case 'export-made':
    case 'export-failed':
    case 'export-fetched':
    case 'export-expired':
      return { ...now, exports: exports.map((one) => (one.id === fact.export ? evolveExport(one, fact) : one)) }
  }
  return never(fact)
}

/** When the next thing falls due by itself: the evidence, or the first of its copies; null: nothing does. */
export function nextDueAt(now: Evidence): number | null {
  // Its files are still there: at once, and again after a crash.
  if (now.state === 'due') return 0
  const copies = now.exports.flatMap((one) => (one.state === 'made' ? [one.openUntil] : []))
  const all = now.state === 'kept' ? [now.eraseAfter, ...copies] : copies
  return all.length === 0 ? null : Math.min(...all)
}
