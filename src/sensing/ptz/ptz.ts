/** A PTZ's way: at home, turning to a warning's place, looking, turning back, learning its home anew, or in a person's hand, which always wins. */
import type { PersonId, WarningId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { MINUTE, SECOND } from '../../core/time.ts'
import type { SensedType } from '../facts.ts'
import type { Aim } from './aim.ts'

/** A warning's place to be looked at; it was raised before and waits for nothing here. */
export type Errand = {
  readonly warning: WarningId
  readonly urgent: boolean
  readonly aim: Aim
  readonly askedAt: number
  /** Its second and last try: the camera did not arrive in time at the first. */
  readonly again?: true
}

/** What a hand at the joystick does; pan and tilt -1 to 1, zoom -1 to 1, in the generic spaces of ONVIF. `home` gives the camera back. */
export type HandMove =
  | { readonly kind: 'continuous' | 'relative'; readonly pan: number; readonly tilt: number; readonly zoom: number }
  | { readonly kind: 'preset'; readonly token: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'home' }

export type PtzFact = {
  readonly at: number
  readonly v: 1
} /** `overtakes`: the look that a more urgent one broke off. */ & (
  | {
      readonly type: 'slewed'
      readonly errand: Errand
      readonly arriveBy: number
      readonly overtakes: WarningId | null
    }
  | { readonly type: 'arrived'; readonly warning: WarningId; readonly stayUntil: number }
  | { readonly type: 'did-not-arrive'; readonly where: WarningId | 'home' }
  | {
      readonly type: 'looked'
      readonly warning: WarningId
      readonly stills: number
      readonly hazardLights: boolean | null
    }
  | { readonly type: 'sent-home'; readonly because: HomeCause; readonly arriveBy: number }
  /** null: its pictures are not its own rules' pictures (a pair), so nothing has to be learnt. */
  | { readonly type: 'came-home'; readonly learnUntil: number | null }
  | { readonly type: 'relearnt' }
  | {
      readonly type: 'steered'
      readonly by: PersonId
      /** `duty`, `incident/<id>`, as in the look-up ledger. */
      readonly purpose: string
      readonly move: HandMove
      readonly until: number
    }
  | { readonly type: 'put-off'; readonly errand: Errand; readonly because: 'held' | 'busy' }
  | { readonly type: 'given-up'; readonly warning: WarningId; readonly because: 'too-late' | 'crowded' }
)

export const HOME_CAUSES = ['looked', 'did-not-arrive', 'hand-over', 'given-back', 'started'] as const
export type HomeCause = (typeof HOME_CAUSES)[number]

export type Ptz = {
  /** Looks that wait: for the one before them, or for a person's hand. */
  readonly waiting: readonly Errand[]
} & (
  | { readonly state: 'home' }
  | { readonly state: 'slew'; readonly errand: Errand; readonly arriveBy: number }
  | { readonly state: 'evidence'; readonly errand: Errand; readonly stayUntil: number; readonly looked: boolean }
  /** `arriveBy` null: it did not come home in time, and goes on trying. */
  | { readonly state: 'return'; readonly arriveBy: number | null }
  | { readonly state: 'relearn'; readonly until: number }
  | { readonly state: 'held'; readonly by: PersonId; readonly until: number }
)

export type PtzWish =
  | { readonly type: 'look'; readonly at: number; readonly errand: Errand }
  | { readonly type: 'arrive'; readonly at: number }
  | { readonly type: 'looked'; readonly at: number; readonly stills: number; readonly hazardLights: boolean | null }
  | {
      readonly type: 'steer'
      readonly at: number
      readonly by: PersonId
      readonly purpose: string
      readonly move: HandMove
    }
  /** Time has gone by: whatever is due. */
  | { readonly type: 'time'; readonly at: number }
  /** The process has begun, and nobody knows where the camera looks. */
  | { readonly type: 'start'; readonly at: number }

export type PtzRefusal =
  | 'held-by-another'
  | 'already-looking'
  | 'not-looking'
  | 'not-moving'
  | 'arrived-too-late'
  | 'not-due'

/** How long things take; a pair learns nothing anew and may look longer, because its overview goes on. */
export type PtzWays = { readonly stayMs: number; readonly learnMs: number | null }
export const PAIR: PtzWays = { stayMs: 20 * SECOND, learnMs: null }
export const ALONE: PtzWays = { stayMs: 9 * SECOND, learnMs: 15 * SECOND }

export const ARRIVE_WITHIN_MS = 3 * SECOND
/** Each touch of the joystick renews it. */
export const LEASE_MS = 30 * SECOND
/** A zoomed picture later than this shows another scene than the warning's. */
export const LOOK_WITHIN_MS = MINUTE
const MOST_WAITING = 8

export const AT_HOME: Ptz = { state: 'home', waiting: [] }
/** Before anything is known of it: wherever it looks, it is not home. */
export const ANYWHERE: Ptz = { state: 'return', arriveBy: null, waiting: [] }

/** Who is looked at first: somebody on foot or against the traffic has seconds. null: nothing to look at more closely. */
export const LOOKS: Readonly<Record<SensedType, 'urgent' | 'calm' | null>> = {
  pedestrian: 'urgent',
  'wrong-way': 'urgent',
  'stopped-vehicle': 'calm',
  'stopped-object': 'calm',
  congestion: null,
  'camera-unfit': null,
}

export function decide(now: Ptz, wish: PtzWish, ways: PtzWays): Result<readonly PtzFact[], PtzRefusal> {
  const { at } = wish
  switch (wish.type) {
    case 'look':
      return look(now, wish.errand, at)
    case 'arrive':
      if (now.state === 'return')
        return ok([{ type: 'came-home', v: 1, at, learnUntil: ways.learnMs === null ? null : at + ways.learnMs }])
      if (now.state !== 'slew') return refuse('not-moving')
      if (at > now.arriveBy) return refuse('arrived-too-late')
      return ok([{ type: 'arrived', v: 1, at, warning: now.errand.warning, stayUntil: at + ways.stayMs }])
    case 'looked': {
      if (now.state !== 'evidence' || now.looked) return refuse('not-looking')
      const { stills, hazardLights } = wish
      const looked: PtzFact = { type: 'looked', v: 1, at, warning: now.errand.warning, stills, hazardLights }
      const next = firstOf(now.waiting, at)
      return ok(next ? [looked, slewed(next, at)] : [looked])
    }
    case 'steer': {
      if (now.state === 'held' && now.by !== wish.by && at < now.until) return refuse('held-by-another', now.by)
      const { by, purpose, move } = wish
      const given = move.kind === 'home'
      const steered: PtzFact = { type: 'steered', v: 1, at, by, purpose, move, until: given ? at : at + LEASE_MS }
      return ok(given ? [steered, sentHome('given-back', at)] : [steered])
    }
    case 'time': {
      const facts = [...late(now.waiting, at), ...due(now, at)]
      return facts.length > 0 ? ok(facts) : refuse('not-due')
    }
    case 'start':
      return ok([sentHome('started', at)])
  }
  return never(wish)
}

/** The stated rule for a warning while away: an urgent one breaks off a calm look, which waits; everything else waits its turn. */
function look(now: Ptz, errand: Errand, at: number): Result<readonly PtzFact[], PtzRefusal> {
  const current = now.state === 'slew' || now.state === 'evidence' ? now.errand : null
  if ([current, ...now.waiting].some((each) => each?.warning === errand.warning)) return refuse('already-looking')
  switch (now.state) {
    case 'home':
    case 'return':
    case 'relearn':
      return ok(goWith(now.waiting, errand, at))
    case 'evidence':
    case 'slew':
      if (now.state === 'evidence' && now.looked) return ok(goWith(now.waiting, errand, at))
      if (errand.urgent && !now.errand.urgent) return ok([slewed(errand, at, now.errand.warning)])
      return ok(putOff(now.waiting, errand, 'busy', at))
    case 'held':
      return ok(putOff(now.waiting, errand, 'held', at))
  }
  return never(now)
}

/** One that waits may be more urgent than the one that comes. */
function goWith(waiting: readonly Errand[], errand: Errand, at: number): readonly PtzFact[] {
  const first = firstOf([...waiting, errand], at) ?? errand
  return first === errand ? [slewed(errand, at)] : [...putOff(waiting, errand, 'busy', at), slewed(first, at)]
}

/** A full queue keeps the urgent ones, and of equals those that came first. */
function putOff(waiting: readonly Errand[], errand: Errand, because: 'held' | 'busy', at: number): readonly PtzFact[] {
  const givenUp = (warning: WarningId): PtzFact => ({ type: 'given-up', v: 1, at, warning, because: 'crowded' })
  const put: PtzFact = { type: 'put-off', v: 1, at, errand, because }
  if (waiting.length < MOST_WAITING) return [put]
  const calm = waiting.findLast((each) => !each.urgent)
  return errand.urgent && calm ? [givenUp(calm.warning), put] : [givenUp(errand.warning)]
}

function due(now: Ptz, at: number): readonly PtzFact[] {
  const next = firstOf(now.waiting, at)
  const onwards = (because: HomeCause): PtzFact => (next ? slewed(next, at) : sentHome(because, at))
  switch (now.state) {
    case 'home':
      return next ? [slewed(next, at)] : []
    case 'slew': {
      if (at < now.arriveBy) return []
      const missed: PtzFact = { type: 'did-not-arrive', v: 1, at, where: now.errand.warning }
      const again: Errand = { ...now.errand, again: true }
      if (now.errand.again || isLate(again, at)) return [missed, onwards('did-not-arrive')]
      return next
        ? [missed, slewed(next, at), { type: 'put-off', v: 1, at, errand: again, because: 'busy' }]
        : [missed, slewed(again, at)]
    }
    case 'evidence':
      return at < now.stayUntil ? [] : [onwards('looked')]
    case 'return':
      return now.arriveBy === null || at < now.arriveBy ? [] : [{ type: 'did-not-arrive', v: 1, at, where: 'home' }]
    case 'relearn':
      return at < now.until ? [] : [{ type: 'relearnt', v: 1, at }]
    case 'held':
      // First home, whatever waits: a person may have left it looking anywhere.
      return at < now.until ? [] : [sentHome('hand-over', at)]
  }
  return never(now)
}

const isLate = ({ askedAt }: Errand, at: number): boolean => at - askedAt > LOOK_WITHIN_MS

function late(waiting: readonly Errand[], at: number): readonly PtzFact[] {
  return waiting
    .filter((each) => isLate(each, at))
    .map(({ warning }) => ({ type: 'given-up', v: 1, at, warning, because: 'too-late' }))
}

/** Urgent first, then the one that was asked first. */
function firstOf(waiting: readonly Errand[], at: number): Errand | null {
  return waiting
    .filter((each) => !isLate(each, at))
    .reduce<Errand | null>((first, each) => {
      if (first === null || (each.urgent && !first.urgent)) return each
      return each.urgent === first.urgent && each.askedAt < first.askedAt ? each : first
    }, null)
}

const slewed = (errand: Errand, at: number, overtakes: WarningId | null = null): PtzFact => ({
  type: 'slewed',
  v: 1,
  at,
  errand,
  arriveBy: at + ARRIVE_WITHIN_MS,
  overtakes,
})
const sentHome = (because: HomeCause, at: number): PtzFact => ({
  type: 'sent-home',
  v: 1,
  at,
  because,
  arriveBy: at + ARRIVE_WITHIN_MS,
})

export function evolve(now: Ptz, fact: PtzFact): Ptz {
  const { waiting } = now
  switch (fact.type) {
    case 'slewed':
      return {
        state: 'slew',
        errand: fact.errand,
        arriveBy: fact.arriveBy,
        waiting: without(fact.overtakes === null ? waiting : brokenOff(now), fact.errand.warning),
      }
    case 'arrived':
      if (now.state !== 'slew') return now
      return { state: 'evidence', errand: now.errand, stayUntil: fact.stayUntil, looked: false, waiting }
    case 'did-not-arrive':
      return now.state === 'return' ? { state: 'return', arriveBy: null, waiting } : now
    case 'looked':
      return now.state === 'evidence' ? { ...now, looked: true } : now
    case 'sent-home':
      return { state: 'return', arriveBy: fact.arriveBy, waiting }
    case 'came-home':
      return fact.learnUntil === null
        ? { state: 'home', waiting }
        : { state: 'relearn', until: fact.learnUntil, waiting }
    case 'relearnt':
      return { state: 'home', waiting }
    case 'steered':
      return { state: 'held', by: fact.by, until: fact.until, waiting: brokenOff(now) }
    case 'put-off':
      return { ...now, waiting: [...without(waiting, fact.errand.warning), fact.errand] }
    case 'given-up':
      return { ...now, waiting: without(waiting, fact.warning) }
  }
  return never(fact)
}

/** A look that was broken off before it saw anything waits again. */
function brokenOff(now: Ptz): readonly Errand[] {
  const unseen = now.state === 'slew' || (now.state === 'evidence' && !now.looked)
  return unseen ? [...without(now.waiting, now.errand.warning), now.errand] : now.waiting
}

const without = (waiting: readonly Errand[], warning: WarningId): readonly Errand[] =>
  waiting.filter((each) => each.warning !== warning)

/** When time alone changes something; null: never. */
export function dueAt(now: Ptz): number | null {
  const own = ((): number | null => {
    switch (now.state) {
      case 'home':
        return now.waiting.length > 0 ? 0 : null
      case 'slew':
      case 'return':
        return now.arriveBy
      case 'evidence':
        return now.stayUntil
      case 'relearn':
      case 'held':
        return now.until
    }
    return never(now)
  })()
  // An errand is late a moment after its last instant.
  const times = now.waiting.map(({ askedAt }) => askedAt + LOOK_WITHIN_MS + 1)
  return [...times, ...(own === null ? [] : [own])].reduce<number | null>(
    (first, each) => (first === null ? each : Math.min(first, each)),
    null,
  )
}
