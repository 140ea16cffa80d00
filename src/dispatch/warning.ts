/** A warning: a sensor's or partner's claim that something needs a person's judgement, in the one common form; only a named person ends it. */
import type { IncidentId, PersonId, WarningId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import type { Text } from '../core/text.ts'
import type { IncidentKind, Priority } from './incident.ts'

export const WARNING_KINDS = [
  'stopped-vehicle',
  'stopped-object',
  'pedestrian',
  'wrong-way',
  'congestion',
  'camera-unfit',
  'officer-help',
  'handed-over',
] as const
export type WarningKind = (typeof WARNING_KINDS)[number]

export const VERDICTS = ['true', 'false', 'cannot-tell'] as const
export type Verdict = (typeof VERDICTS)[number]

export const SOURCE_KINDS = ['camera', 'ptz', 'radar', 'unit', 'partner'] as const
export type WarningSource = {
  readonly kind: (typeof SOURCE_KINDS)[number]
  readonly id: string
  readonly label: Text
}

/** A+: two kinds of sensor agree on the place. A: one sensor, a second sign. B: one sign only. */
export type Grade = 'A+' | 'A' | 'B'

/** A later sign for the same claim: another sensor, the zoomed camera, the object detector. It adds to a warning and never makes a second one. */
export type Support = {
  readonly source: WarningSource
  /** The grade that the warning has with it; a lower one than before changes nothing. */
  readonly grade: Grade
  /** null: this sign says nothing of lamps. */
  readonly hazardLights: boolean | null
  readonly reason: Text
  /** UTC ms. */
  readonly observedAt: number
  /** Where this sensor puts it, when it is one with a place of its own. */
  readonly place?: Place
  /** SHA-256 of a picture kept outside the journal, hex. */
  readonly still?: string
}

export type Raised = {
  readonly kind: WarningKind
  readonly source: WarningSource
  readonly place: Place
  readonly grade: Grade
  readonly reason: Text
  /** null: could not be told. */
  readonly hazardLights: boolean | null
  /** First observation: where the first-minute clock starts. UTC ms. */
  readonly onsetAt: number
  /** The frame on which the sensor decided. UTC ms. */
  readonly observedAt: number
  /** Pixels in the still: [x, y, width, height]. */
  readonly box?: readonly [number, number, number, number]
  /** SHA-256 of the still that the judge sees, hex; the picture is kept outside the journal. */
  readonly still?: string
  /** What another centre says of the incident that it hands over: its number, and its own view of kind and priority. */
  readonly handed?: {
    readonly number: string
    readonly kind: IncidentKind | null
    readonly priority: Priority | null
    /** When it was known there. */
    readonly knownAt: number
  }
  /** Rules, thresholds and model that decided, so that the decision can be explained later. */
  readonly version?: string
}

export type WarningFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'raised' } & Raised)
  | { readonly type: 'judged'; readonly verdict: Verdict; readonly by: PersonId; readonly incident: IncidentId | null }
  | { readonly type: 'verdict-withdrawn'; readonly by: PersonId }
  | ({ readonly type: 'supported' } & Support)
)

export type Warning = {
  readonly id: WarningId
  readonly raised: Raised
  readonly raisedAt: number
  /** In the order they came; absent while there is none. */
  readonly supports?: readonly Support[]
} & (
  | { readonly state: 'awaiting' }
  | {
      readonly state: 'judged'
      readonly verdict: Verdict
      readonly by: PersonId
      readonly judgedAt: number
      readonly incident: IncidentId | null
    }
)

export type WarningWish =
  | { readonly type: 'raise'; readonly at: number; readonly raised: Raised }
  | {
      readonly type: 'judge'
      readonly at: number
      readonly verdict: Verdict
      readonly by: PersonId
      /** The incident that a true verdict opens or joins. */
      readonly incident: IncidentId | null
    }
  | {
      readonly type: 'withdraw-verdict'
      readonly at: number
      readonly by: PersonId
      /** The incident that the warning had joined and is taken out of in the same transaction. */
      readonly parted?: IncidentId
    }
  | { readonly type: 'support'; readonly at: number; readonly support: Support }

export type WarningRefusal =
  | 'already-raised'
  | 'not-raised'
  | 'already-judged'
  | 'not-judged'
  | 'true-needs-incident'
  | 'only-true-has-incident'
  | 'incident-runs'
  | 'onset-after-observation'
  | 'supported-enough'

/** More signs than this tell a judge nothing more. */
const MOST_SUPPORTS = 24

/** A verdict is given once; it can be taken back while no incident stands on it. */
export function decide(now: Warning | null, wish: WarningWish): Result<WarningFact, WarningRefusal> {
  switch (wish.type) {
    case 'raise':
      if (now) return refuse('already-raised')
      if (wish.raised.onsetAt > wish.raised.observedAt) return refuse('onset-after-observation')
      return ok({ type: 'raised', v: 1, at: wish.at, ...wish.raised })
    case 'judge': {
      if (!now) return refuse('not-raised')
      if (now.state === 'judged') return refuse('already-judged')
      if (wish.verdict === 'true' && !wish.incident) return refuse('true-needs-incident')
      if (wish.verdict !== 'true' && wish.incident) return refuse('only-true-has-incident')
      return ok({ type: 'judged', v: 1, at: wish.at, verdict: wish.verdict, by: wish.by, incident: wish.incident })
    }
    case 'withdraw-verdict':
      if (!now) return refuse('not-raised')
      if (now.state !== 'judged') return refuse('not-judged')
      if (now.incident && now.incident !== wish.parted) return refuse('incident-runs')
      return ok({ type: 'verdict-withdrawn', v: 1, at: wish.at, by: wish.by })
    case 'support':
      // A sign may come after the verdict: the zoomed picture takes its time, and it is on record all the same.
      if (!now) return refuse('not-raised')
      if ((now.supports?.length ?? 0) >= MOST_SUPPORTS) return refuse('supported-enough')
      return ok({ type: 'supported', v: 1, at: wish.at, ...wish.support })
  }
  return never(wish)
}

/** Throws only on a log that starts without `raised`: that is a bug, not an input. */
export function evolve(now: Warning | null, id: WarningId, fact: WarningFact): Warning {
  if (fact.type === 'raised') {
    const { type: _type, v: _v, at, ...raised } = fact
    return { id, raised, raisedAt: at, state: 'awaiting' }
  }
  if (!now) throw new Error(`warning ${id}: ${fact.type} before raised`)
  const supports = now.supports === undefined ? {} : { supports: now.supports }
  const base = { id: now.id, raised: now.raised, raisedAt: now.raisedAt, ...supports }
  switch (fact.type) {
    case 'judged':
      return {
        ...base,
        state: 'judged',
        verdict: fact.verdict,
        by: fact.by,
        judgedAt: fact.at,
        incident: fact.incident,
      }
    case 'verdict-withdrawn':
      return { ...base, state: 'awaiting' }
    case 'supported': {
      const { type: _type, v: _v, at: _at, ...support } = fact
      return { ...now, supports: [...(now.supports ?? []), support] }
    }
  }
  return never(fact)
}

const RANK: Record<Grade, number> = { 'A+': 2, A: 1, B: 0 }

/** The best grade of the first sign and all later ones. */
export function gradeOf({ raised, supports = [] }: Pick<Warning, 'raised' | 'supports'>): Grade {
  return supports.reduce<Grade>((best, { grade }) => (RANK[grade] > RANK[best] ? grade : best), raised.grade)
}

/** The latest word on the lamps by any sign that could tell: the zoomed picture knows better than the overview. */
export function lampsOf({ raised, supports = [] }: Pick<Warning, 'raised' | 'supports'>): boolean | null {
  return supports.reduce<boolean | null>((known, { hazardLights }) => hazardLights ?? known, raised.hazardLights)
}

/** The picture to judge by: the first sign's, or where that had none (a radar's) the first that came later. */
export function stillOf({ raised, supports = [] }: Pick<Warning, 'raised' | 'supports'>): string | undefined {
  return raised.still ?? supports.find(({ still }) => still !== undefined)?.still
}
