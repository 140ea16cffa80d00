/** Whom to send: one unit for each line of the rule that the incident still lacks, chosen over all lines and agencies at once, with the reason of each pick and of each gap. Pure. */
import { distanceM } from '../../core/geo.ts'
import type { AgencyId, UnitId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import type { UnitKind } from '../forces.ts'
import {
  type Because,
  type Choice,
  crewOf,
  type Line,
  linesOf,
  type PlanRule,
  type Requirement,
  serves,
  topLevel,
} from '../plan.ts'
import { assign } from './assignment.ts'
import { lacking, type OnIt } from './escalation.ts'
import { crewSizeOf, crewsOut, isLongOnDuty, OBSTACLES, type Obstacle, obstacleOf, type UnitNow } from './readiness.ts'
import { PER_TURN, type Rotation, turnPrices } from './rotation.ts'
import type { Travel, Traveller, Trip } from './travel.ts'

/** Why this unit: typed, so that each screen says it in its own language. `over`: the unit it is compared with. */
export const REASONS = [
  'soonest-by-road',
  'nearest-straight',
  'only-capable',
  'only-free',
  'turn-in-rotation',
  'best-together',
  'own-carriageway',
  'long-on-duty',
  'shared-crew',
] as const
export type Reason = { readonly why: (typeof REASONS)[number]; readonly over: UnitId | null }

/** Why a line has no unit; the agency is ordered all the same and sends its own. */
export type Shortfall = 'no-unit-of-kind' | 'on-another-line' | 'no-way' | Obstacle

/** A unit for a line, with how near it is. */
export type Candidate = {
  readonly unit: UnitId
  /** By road, as the roads are now; null where no road network is known. */
  readonly etaMs: number | null
  /** Metres of that way, or of the straight line. */
  readonly distanceM: number
  /** Of them, those from the road to the place. */
  readonly offRoadM: number
  readonly fixAgeMs: number
}

export type ProposalLine = {
  /** The same while the plan is the same, however often it is asked. */
  readonly key: string
  readonly level: number
  readonly agency: AgencyId
  readonly unitKind: UnitKind | null
  readonly capabilities: readonly string[]
  /** null without a unit. */
  readonly pick: Candidate | null
  readonly reasons: readonly Reason[]
  /** null with a unit, and where the agency sends its own by the plan. */
  readonly shortfall: Shortfall | null
  /** What stands against each unit that would do, where the line has none. */
  readonly blocked: Readonly<Partial<Record<Obstacle, number>>>
  /** The next best for this line by itself. */
  readonly others: readonly Candidate[]
}

export type Proposal = {
  readonly plan: string | null
  /** Of the plan; null without one. */
  readonly version: number | null
  readonly name: Text
  readonly because: Because | null
  /** Plans that fit as well. */
  readonly over: readonly Text[]
  /** The alarm level that is proposed, the one the incident stands at (0: nobody ordered), and the highest of the plan. */
  readonly level: number
  readonly standing: number
  readonly top: number
  /** Lines that orders on the incident serve already. */
  readonly met: number
  readonly lines: readonly ProposalLine[]
}

export type Versioned = PlanRule & { readonly version: number }

export type Asked = {
  readonly choice: Choice<Versioned> | null
  readonly place: Place
  /** null: the level that it stands at, at least the first. */
  readonly level: number | null
  /** The alarm level that was ordered; 0: nobody was. */
  readonly standing: number
  /** What is on the incident already. */
  readonly on: readonly OnIt[]
}

/** Added to who is past the hours: goes only where the line would stay open without. */
const LONG_DUTY_PRICE = 1e8
const OTHERS = 4
const NO = Number.POSITIVE_INFINITY

type Ready = UnitNow & Traveller & { readonly fixAt: number; readonly at: number }

/**
 * As few lines as can be are left without a unit, and of those choices the one whose units are there soonest in sum, where a
 * unit that has just had its turn counts as some later (`rotation`) and one past its hours as the last. A crew that staffs
 * several vehicles goes once. By road where `travel` is given; else by straight line, and said so.
 */
export function propose(
  { choice, place, level, standing, on }: Asked,
  units: readonly UnitNow[],
  now: number,
  travel: Travel | null,
  rotation: Rotation,
): Proposal {
  if (!choice) {
    const name = { zh: '无匹配预案', en: 'No matching plan' }
    return { ...{ plan: null, version: null, name, because: null, over: [] }, ...NO_LINES, standing }
  }
  const { rule } = choice
  const top = topLevel(rule)
  const upTo = Math.min(level ?? Math.max(1, standing), top)
  const { lines, met } = lacking(linesOf(rule, upTo), on, level !== null && level > standing ? standing : 0)
  const wants = lines.filter(({ send }) => send.unitKind !== null)
  const out = crewsOut(units)
  const here = new Set(on.flatMap(({ unit }) => (unit ? [unit.id] : [])))
  const ready = units
    .flatMap((each): readonly Omit<Ready, 'at'>[] => {
      const { unit, fixAt, position } = each
      if (fixAt === null || !position || here.has(unit.id) || obstacleOf(each, out, now) !== null) return []
      if (!wants.some(({ send }) => serves(unit, send))) return []
      return [{ ...each, fixAt, position, kind: unit.kind }]
    })
    .map((each, at): Ready => ({ ...each, at }))
  const trips = tripsOf(place, ready, wants, travel, rotation, now)
  const can = (line: Line, one: Ready): boolean =>
    serves(one.unit, line.send) && isStaffed(one, line) && (travel === null || trips[one.at] !== null)
  const costOf = (one: Ready): number => trips[one.at]?.ms ?? distanceM(one.position, place.position)
  const prices = turnPrices(ready, units, rotation, travel === null ? PER_TURN.metres : PER_TURN.ms)
  const priceOf = (one: Ready): number => (prices[one.at] ?? 0) + (isLongOnDuty(one, now) ? LONG_DUTY_PRICE : 0)
  const crews = [...Map.groupBy(ready, ({ unit }) => crewOf(unit)).values()]
  const bestOf = (line: Line, crew: readonly Ready[]): Ready | null =>
    crew.filter((one) => can(line, one)).sort((a, b) => costOf(a) + priceOf(a) - costOf(b) - priceOf(b))[0] ?? null
  const best = wants.map((line) => crews.map((crew) => bestOf(line, crew)))
  const chosen = assign(best.map((row) => row.map((one) => (one === null ? NO : costOf(one) + priceOf(one)))))
  const picks = new Map(wants.map((line, want) => [line, best[want]?.[chosen[want] ?? -1] ?? null]))
  // Lines of one requirement are alike: the sooner stands first.
  for (const alike of Map.groupBy(wants, ({ send }) => send).values()) {
    const all = alike.flatMap((line) => picks.get(line) ?? []).sort((a, b) => costOf(a) - costOf(b))
    for (const [at, line] of alike.entries()) picks.set(line, all[at] ?? null)
  }
  const candidate = (one: Ready): Candidate => {
    const trip = trips[one.at] ?? null
    return {
      unit: one.unit.id,
      etaMs: trip?.ms ?? null,
      distanceM: trip?.metres ?? distanceM(one.position, place.position),
      offRoadM: trip?.offRoadM ?? 0,
      fixAgeMs: Math.max(0, now - one.fixAt),
    }
  }
  return {
    plan: rule.id,
    version: rule.version,
    name: rule.name,
    because: choice.because,
    over: choice.over.map(({ name }) => name),
    ...{ level: upTo, standing, top, met },
    lines: lines.map((line): ProposalLine => {
      const { key, send } = line
      const { agency, unitKind, capabilities } = send
      const said = { key, level: send.level, agency, unitKind, capabilities }
      const none = { pick: null, reasons: [], shortfall: null, blocked: {}, others: [] }
      if (unitKind === null) return { ...said, ...none }
      const able = ready.filter((one) => can(line, one)).sort((a, b) => costOf(a) - costOf(b))
      const pick = picks.get(line) ?? null
      const others = able
        .filter((one) => one !== pick)
        .slice(0, OTHERS)
        .map(candidate)
      if (!pick) {
        const gap = gapOf(line, units, ready, out, now, able.length > 0, new Set(here))
        return { ...said, ...none, ...gap, others }
      }
      const reasons = reasonsOf({ pick, able, line, units, trips, place, travel, costOf, priceOf, prices, now })
      return { ...said, ...none, pick: candidate(pick), reasons, others }
    }),
  }
}

const NO_LINES = { level: 1, top: 1, met: 0, lines: [] } as const

/** A crew that nobody has counted does not serve a line that asks for so many. */
const isStaffed = (one: UnitNow, { send }: Line): boolean => send.crew === 0 || (crewSizeOf(one) ?? 0) >= send.crew

/**
 * Of those who serve a line no more can be of use than there are lines, and a few to choose from: the search by road ends
 * there. Where units take turns it goes on for as much later as a turn is worth; where too few are within their hours,
 * until everybody is met.
 */
function tripsOf(
  place: Place,
  ready: readonly Ready[],
  wants: readonly Line[],
  travel: Travel | null,
  rotation: Rotation,
  now: number,
): readonly (Trip | null)[] {
  if (!travel) return []
  const tired = ready.map((one) => isLongOnDuty(one, now))
  // Lines that ask for the same thing count together.
  const sorts = [...Map.groupBy(wants, ({ send }) => sortOf(send)).values()].map((lines) => {
    const able = ready.map(
      (one) => lines[0] !== undefined && serves(one.unit, lines[0].send) && isStaffed(one, lines[0]),
    )
    const crews = (some: (at: number) => boolean): number =>
      new Set(ready.flatMap(({ unit, at }) => (able[at] && some(at) ? [crewOf(unit)] : []))).size
    const rested = crews((at) => tired[at] === false)
    const isRestedEnough = rested >= wants.length
    const kind = lines[0]?.send.unitKind ?? null
    return {
      able: isRestedEnough ? able.map((can, at) => can && tired[at] === false) : able,
      enough: isRestedEnough ? Math.min(wants.length + OTHERS, rested) : crews(() => true),
      onMs: kind !== null && rotation.kinds.includes(kind) ? rotation.withinMs : 0,
      all: isRestedEnough ? rested : crews(() => true),
      met: new Set<string>(),
      until: Number.POSITIVE_INFINITY,
    }
  })
  return travel(place, ready, (at, ms) => {
    const one = ready[at]
    if (!one) return false
    const crew = crewOf(one.unit)
    let isEnough = true
    for (const sort of sorts) {
      if (sort.able[at]) sort.met.add(crew)
      if (sort.met.size >= sort.enough && sort.until === Number.POSITIVE_INFINITY) sort.until = ms + sort.onMs
      if (sort.met.size < sort.all && ms < sort.until) isEnough = false
    }
    return isEnough
  })
}

const sortOf = ({ agency, unitKind, capabilities, crew }: Requirement): string =>
  [agency, unitKind, crew, ...[...capabilities].sort()].join(' ')

function reasonsOf(about: {
  readonly pick: Ready
  /** By what it costs, without prices. */
  readonly able: readonly Ready[]
  readonly line: Line
  readonly units: readonly UnitNow[]
  readonly trips: readonly (Trip | null)[]
  readonly place: Place
  readonly travel: Travel | null
  readonly costOf: (one: Ready) => number
  readonly priceOf: (one: Ready) => number
  readonly prices: readonly number[]
  readonly now: number
}): readonly Reason[] {
  const { pick, able, line, units, trips, place, travel, costOf, prices, now } = about
  const reasons: Reason[] = []
  const [first] = able
  const beaten = first && costOf(first) < costOf(pick) ? first : null
  if (able.length === 1) {
    const alone = units.filter(({ unit }) => serves(unit, line.send)).length === 1
    reasons.push({ why: alone ? 'only-capable' : 'only-free', over: null })
  } else if (!beaten) reasons.push({ why: travel ? 'soonest-by-road' : 'nearest-straight', over: null })
  else if ((prices[beaten.at] ?? 0) > (prices[pick.at] ?? 0) && !isLongOnDuty(beaten, now))
    reasons.push({ why: 'turn-in-rotation', over: beaten.unit.id })
  else reasons.push({ why: 'best-together', over: beaten.unit.id })
  const straightM = (one: Ready): number => distanceM(one.position, place.position)
  const nearer = able.find(
    (one) =>
      one !== pick && straightM(one) < straightM(pick) && costOf(one) > costOf(pick) && !trips[one.at]?.ownCarriageway,
  )
  if (nearer && trips[pick.at]?.ownCarriageway) reasons.push({ why: 'own-carriageway', over: nearer.unit.id })
  if (isLongOnDuty(pick, now)) reasons.push({ why: 'long-on-duty', over: null })
  if (
    pick.unit.crew !== undefined &&
    units.some(({ unit }) => unit !== pick.unit && crewOf(unit) === crewOf(pick.unit))
  )
    reasons.push({ why: 'shared-crew', over: null })
  return reasons
}

/** What stands against those who would do; said is what could change soonest. */
function gapOf(
  line: Line,
  units: readonly UnitNow[],
  ready: readonly Ready[],
  out: ReadonlySet<string>,
  now: number,
  isOneAble: boolean,
  here: ReadonlySet<UnitId>,
): Pick<ProposalLine, 'shortfall' | 'blocked'> {
  const ofKind = units.filter(({ unit }) => serves(unit, line.send))
  if (ofKind.length === 0) return { shortfall: 'no-unit-of-kind', blocked: {} }
  const blocked: Partial<Record<Obstacle, number>> = {}
  for (const each of ofKind) {
    const free = here.has(each.unit.id) ? 'all-busy' : obstacleOf(each, out, now)
    const obstacle = free ?? (isStaffed(each, line) ? null : 'not-staffed')
    if (obstacle) blocked[obstacle] = (blocked[obstacle] ?? 0) + 1
  }
  if (isOneAble) return { shortfall: 'on-another-line', blocked }
  const stuck = ready.some((one) => serves(one.unit, line.send) && isStaffed(one, line))
  if (stuck) return { shortfall: 'no-way', blocked }
  return { shortfall: OBSTACLES.find((obstacle) => blocked[obstacle]) ?? 'all-busy', blocked }
}
