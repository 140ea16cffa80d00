/** Whether a unit may be sent: on duty with its crew, off, out of service, or resting until; each said by a named person. Pure. */
import { id, type PersonId, type UnitId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'

export const OUT_CAUSES = ['defect', 'refuelling', 'training', 'task', 'other'] as const
export type OutCause = (typeof OUT_CAUSES)[number]

export type UnitFact = { readonly at: number; readonly v: 1; readonly by: PersonId } & (
  | { readonly type: 'came-on-duty'; readonly crew: number | null }
  | { readonly type: 'went-off-duty' }
  | { readonly type: 'taken-out'; readonly cause: OutCause }
  | { readonly type: 'sent-to-rest'; readonly until: number }
  | { readonly type: 'moved-up'; readonly post: string }
  | { readonly type: 'left-post' }
)

export type Duty =
  | {
      readonly state: 'on-duty'
      /** null: nobody has said so; a configured unit counts as on duty until somebody says otherwise. */
      readonly since: number | null
      /** People in it; null: nobody has said. */
      readonly crew: number | null
      /** The standby post that it was moved up to. */
      readonly post: string | null
    }
  | { readonly state: 'off-duty'; readonly since: number }
  | { readonly state: 'out-of-service'; readonly since: number; readonly cause: OutCause }
  /** On duty again when `until` has passed; the hours go on from `onSince`. */
  | {
      readonly state: 'resting'
      readonly since: number
      readonly until: number
      readonly onSince: number | null
      readonly crew: number | null
    }

export type UnitDuty = { readonly id: UnitId; readonly duty: Duty; readonly by: PersonId; readonly version: number }

export const UNSAID: Duty = { state: 'on-duty', since: null, crew: null, post: null }

export type UnitWish =
  | { readonly type: 'on'; readonly crew: number | null }
  | { readonly type: 'off' }
  | { readonly type: 'out'; readonly cause: OutCause }
  | { readonly type: 'rest'; readonly until: number }
  | { readonly type: 'move-up'; readonly post: string }
  | { readonly type: 'leave-post' }

export type UnitRefusal = 'already-so' | 'rest-in-the-past' | 'rest-too-long' | 'not-on-duty' | 'not-at-a-post'

/** What the centre's reference data refuses besides. */
export type UnitEditRefusal = UnitRefusal | 'unknown-unit' | 'unknown-post'

/** As it is at an instant: a rest that is over is duty again. */
export function dutyAt(duty: Duty, now: number): Duty {
  if (duty.state !== 'resting' || now < duty.until) return duty
  return { state: 'on-duty', since: duty.onSince, crew: duty.crew, post: null }
}

export function decide(
  before: Duty,
  wish: UnitWish,
  { at, by }: { readonly at: number; readonly by: PersonId },
): Result<UnitFact, UnitRefusal> {
  const now = dutyAt(before, at)
  const said = { v: 1, at, by } as const
  switch (wish.type) {
    case 'on':
      if (now.state === 'on-duty' && now.since !== null && now.crew === wish.crew) return refuse('already-so')
      return ok({ ...said, type: 'came-on-duty', crew: wish.crew })
    case 'off':
      return now.state === 'off-duty' ? refuse('already-so') : ok({ ...said, type: 'went-off-duty' })
    case 'out':
      if (now.state === 'out-of-service' && now.cause === wish.cause) return refuse('already-so')
      return ok({ ...said, type: 'taken-out', cause: wish.cause })
    case 'rest':
      if (now.state === 'off-duty' || now.state === 'out-of-service') return refuse('not-on-duty')
      if (wish.until <= at) return refuse('rest-in-the-past')
      if (wish.until > at + DAY) return refuse('rest-too-long')
      return ok({ ...said, type: 'sent-to-rest', until: wish.until })
    case 'move-up':
      if (now.state !== 'on-duty') return refuse('not-on-duty')
      if (now.post === wish.post) return refuse('already-so')
      return ok({ ...said, type: 'moved-up', post: wish.post })
    case 'leave-post':
      if (now.state !== 'on-duty' || now.post === null) return refuse('not-at-a-post')
      return ok({ ...said, type: 'left-post' })
  }
  return never(wish)
}

export function evolve(before: UnitDuty | null, key: string, fact: UnitFact): UnitDuty {
  const now = dutyAt(before?.duty ?? UNSAID, fact.at)
  return {
    id: id<'unit'>(key),
    duty: dutyAfter(now, fact),
    by: fact.by,
    version: (before?.version ?? 0) + 1,
  }
}

function dutyAfter(now: Duty, fact: UnitFact): Duty {
  const on = now.state === 'on-duty' ? now : { state: 'on-duty' as const, since: fact.at, crew: null, post: null }
  switch (fact.type) {
    case 'came-on-duty': {
      // Another crew size does not begin the shift anew.
      const since = now.state === 'on-duty' && now.since !== null ? now.since : fact.at
      return { state: 'on-duty', since, crew: fact.crew, post: now.state === 'on-duty' ? now.post : null }
    }
    case 'went-off-duty':
      return { state: 'off-duty', since: fact.at }
    case 'taken-out':
      return { state: 'out-of-service', since: fact.at, cause: fact.cause }
    case 'sent-to-rest':
      return { state: 'resting', since: fact.at, until: fact.until, onSince: on.since, crew: on.crew }
    case 'moved-up':
      return { ...on, post: fact.post }
    case 'left-post':
      return { ...on, post: null }
  }
  return never(fact)
}
