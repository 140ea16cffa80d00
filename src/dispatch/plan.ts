/** Response plans: type × priority × area × time → what each agency sends at each alarm level; which rule holds for an incident, and why that one. Pure. */
import type { AgencyId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { Unit, UnitKind } from './forces.ts'
import type { IncidentKind, Priority } from './incident.ts'
import { type Area, contains } from './plans/area.ts'
import { holds, type Moment, momentOf, type TimeWindow } from './plans/when.ts'
import { assign } from './recommend/assignment.ts'

/** The highest alarm level. */
export const MOST_LEVELS = 5

/** What one agency sends from an alarm level on: so many units of a kind. */
export type Requirement = {
  readonly agency: AgencyId
  /** null: the agency sends its own. */
  readonly unitKind: UnitKind | null
  /** All of these; empty: any unit of the kind. */
  readonly capabilities: readonly string[]
  readonly count: number
  /** Least people in each; 0: as many as there are. */
  readonly crew: number
  /** 1: with the first order; 2 and more: added when the alarm is raised so far. */
  readonly level: number
}

export type PlanRule = {
  readonly id: string
  readonly name: Text
  readonly kinds: readonly IncidentKind[]
  readonly priorities: readonly Priority[]
  /** Sections of roads and named areas: any of them. Both empty: anywhere. Kilometres are inclusive at both ends. */
  readonly sections: readonly { readonly road: string; readonly fromKm: number; readonly toKm: number }[]
  readonly areas: readonly string[]
  /** Any of these; empty: always. */
  readonly times: readonly TimeWindow[]
  readonly sends: readonly Requirement[]
}

/** What the rules of a centre refer to. */
export type Ground = {
  readonly areas: readonly Area[]
  /** IANA name. */
  readonly timeZone: string
  /** Local dates as `2027-01-01`. */
  readonly holidays: readonly string[]
}

export type Occasion = {
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  /** When the incident was opened: the plan does not change under it at the end of the rush hour. */
  readonly at: number
}

/** Why a rule went before the others that fit. */
export type Because = 'area-and-time' | 'area' | 'time' | 'general'
const RANK: Record<Because, number> = { 'area-and-time': 0, area: 1, time: 2, general: 3 }

export type Choice<R extends PlanRule = PlanRule> = {
  readonly rule: R
  readonly because: Because
  /** The rules that fit as well and stood back. */
  readonly over: readonly R[]
}

export function particularity(rule: PlanRule): Because {
  const [here, now] = [rule.sections.length + rule.areas.length > 0, rule.times.length > 0]
  if (here) return now ? 'area-and-time' : 'area'
  return now ? 'time' : 'general'
}

function isThere(rule: PlanRule, place: Place, areas: readonly Area[]): boolean {
  if (rule.sections.length + rule.areas.length === 0) return true
  const { road, kilometre, position } = place
  const along = rule.sections.some(
    (part) => part.road === road && kilometre !== undefined && part.fromKm <= kilometre && kilometre <= part.toKm,
  )
  return along || areas.some((area) => rule.areas.includes(area.id) && contains(area.ring, position))
}

/** The most particular goes first: area before time before general; then the one for fewer kinds, for fewer priorities, and by its name in the alphabet: two rules never tie. */
function byParticularity(a: PlanRule, b: PlanRule): number {
  return (
    RANK[particularity(a)] - RANK[particularity(b)] ||
    a.kinds.length - b.kinds.length ||
    a.priorities.length - b.priorities.length ||
    (a.id < b.id ? -1 : 1)
  )
}

/** null: no rule fits, the officer picks agencies by hand. */
export function ruleFor<R extends PlanRule>(rules: readonly R[], what: Occasion, ground: Ground): Choice<R> | null {
  let moment: Moment | null = null
  const isNow = (rule: PlanRule): boolean => {
    if (rule.times.length === 0) return true
    moment ??= momentOf(what.at, ground.timeZone, ground.holidays)
    const then = moment
    return rule.times.some((window) => holds(window, then))
  }
  const [rule, ...over] = rules
    .filter(
      (each) =>
        each.kinds.includes(what.kind) &&
        each.priorities.includes(what.priority) &&
        isThere(each, what.place, ground.areas) &&
        isNow(each),
    )
    .sort(byParticularity)
  return rule ? { rule, because: particularity(rule), over } : null
}

/** One unit that a rule asks for. `key` stays the same while the rule does. */
export type Line = { readonly key: string; readonly send: Requirement }

/** A line for each unit, up to an alarm level, in the order of the rule. */
export function linesOf(rule: PlanRule, upTo: number): readonly Line[] {
  return rule.sends.flatMap((send, index) =>
    send.level > upTo ? [] : Array.from({ length: send.count }, (_, one) => ({ key: `${index}.${one}`, send })),
  )
}

export const topLevel = (rule: PlanRule): number => Math.max(1, ...rule.sends.map(({ level }) => level))

/** By what it is; whether it is free, staffed and near is another question. */
export function serves(unit: Unit, { agency, unitKind, capabilities }: Requirement): boolean {
  if (unit.agency !== agency || unit.kind !== unitKind) return false
  return capabilities.every((capability) => unit.capabilities.includes(capability))
}

/** Who goes at the same time at most once: a unit, or the crew that several vehicles share. */
export const crewOf = (unit: Unit): string => (unit.crew === undefined ? `unit ${unit.id}` : `crew ${unit.crew}`)

export type Unfulfillable = { readonly plan: string; readonly send: Requirement; readonly missing: number }

/** What a rule asks for in all its levels and the whole centre cannot send, every unit free: whoever keeps the plans should know before the incident. */
export function unfulfillable(rules: readonly PlanRule[], units: readonly Unit[]): readonly Unfulfillable[] {
  const crews = [...Map.groupBy(units, crewOf).values()]
  return rules.flatMap((rule) => {
    const lines = linesOf(rule, MOST_LEVELS).filter(({ send }) => send.unitKind !== null)
    const chosen = assign(
      lines.map(({ send }) =>
        crews.map((crew) => (crew.some((unit) => serves(unit, send)) ? 0 : Number.POSITIVE_INFINITY)),
      ),
    )
    const open = lines.filter((_, at) => chosen[at] === null)
    return rule.sends.flatMap((send) => {
      const missing = open.filter((line) => line.send === send).length
      return missing === 0 ? [] : [{ plan: rule.id, send, missing }]
    })
  })
}
