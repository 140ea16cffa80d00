/** A warning: a sensor's or partner's claim that something needs a person's judgement, in the one common form; only a named person ends it. */
import type { IncidentId, PersonId, WarningId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import { never, ok, type Result, refuse } from '../core/result.ts'
import type { Text } from '../core/text.ts'

export const WARNING_KINDS = [
  'stopped-vehicle',
  'stopped-object',
  'pedestrian',
  'wrong-way',
  'congestion',
  'camera-unfit',
  'officer-help',
] as const
export type WarningKind = (typeof WARNING_KINDS)[number]

export const VERDICTS = ['true', 'false', 'cannot-tell'] as const
export type Verdict = (typeof VERDICTS)[number]

export type WarningSource = { readonly kind: 'camera' | 'unit' | 'partner'; readonly id: string; readonly label: Text }

export type Raised = {
  readonly kind: WarningKind
  readonly source: WarningSource
  readonly place: Place
  /** A: confirmed by a second sign; B: object unconfirmed. */
  readonly grade: 'A' | 'B'
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
}

export type WarningFact = { readonly at: number; readonly v: 1 } & (
  | ({ readonly type: 'raised' } & Raised)
  | { readonly type: 'judged'; readonly verdict: Verdict; readonly by: PersonId; readonly incident: IncidentId | null }
  | { readonly type: 'verdict-withdrawn'; readonly by: PersonId }
)

export type Warning = { readonly id: WarningId; readonly raised: Raised; readonly raisedAt: number } & (
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
  | { readonly type: 'withdraw-verdict'; readonly at: number; readonly by: PersonId }

export type WarningRefusal =
  | 'already-raised'
  | 'not-raised'
  | 'already-judged'
  | 'not-judged'
  | 'true-needs-incident'
  | 'only-true-has-incident'
  | 'incident-runs'
  | 'onset-after-observation'

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
      if (now.incident) return refuse('incident-runs')
      return ok({ type: 'verdict-withdrawn', v: 1, at: wish.at, by: wish.by })
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
  const base = { id: now.id, raised: now.raised, raisedAt: now.raisedAt }
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
  }
  return never(fact)
}
