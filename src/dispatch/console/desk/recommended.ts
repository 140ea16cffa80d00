/** What the desk recommends: the kind and priority of a true verdict, and whom to order; always shown with its reason and never done by itself. Pure. */
import type { AgencyId, UnitId } from '../../../core/ids.ts'
import type { Place } from '../../../core/place.ts'
import type { IncidentKind, Priority } from '../../incident.ts'
import { type Ground, type PlanRule, ruleFor } from '../../plan.ts'
import type { Proposal, ProposalLine } from '../../recommend/propose.ts'
import type { Raised, WarningKind } from '../../warning.ts'
import type { Send } from './commands.ts'

export type Choice = { readonly kind: IncidentKind; readonly priority: Priority }

/** The kinds that a warning may turn out to be, the likeliest first; its digits in the chooser. */
const MAY_BE: Record<WarningKind, readonly [IncidentKind, ...IncidentKind[]]> = {
  'stopped-vehicle': ['stopped-vehicle', 'medical-emergency', 'collision', 'obstacle', 'other'],
  'stopped-object': ['obstacle', 'collision', 'stopped-vehicle', 'other'],
  pedestrian: ['pedestrian', 'medical-emergency', 'stopped-vehicle', 'other'],
  'wrong-way': ['wrong-way', 'collision', 'other'],
  congestion: ['congestion', 'collision', 'obstacle', 'other'],
  'camera-unfit': ['other', 'collision', 'obstacle'],
  'officer-help': ['officer-help', 'medical-emergency', 'collision', 'other'],
  'handed-over': ['other', 'collision', 'medical-emergency', 'stopped-vehicle', 'obstacle'],
}

/** How urgent it is taken to be until somebody says otherwise. */
export const URGENT: Record<IncidentKind, Priority> = {
  'stopped-vehicle': 2,
  'medical-emergency': 1,
  collision: 1,
  obstacle: 2,
  pedestrian: 1,
  'wrong-way': 1,
  congestion: 3,
  'officer-help': 1,
  other: 3,
}

/** What the centre that hands over says it is comes first. */
export function kindsFor({ kind, handed }: Raised): readonly [IncidentKind, ...IncidentKind[]] {
  const theirs = handed?.kind
  return theirs ? [theirs, ...MAY_BE[kind].filter((other) => other !== theirs)] : MAY_BE[kind]
}

/**
 * A standing car with its hazard lights on asks for help: grade A with lights is taken as life at risk,
 * because coming for nothing costs less than coming late.
 */
export function priorityFor(kind: IncidentKind, raised: Raised): Priority {
  if (raised.handed?.priority && raised.handed.kind === kind) return raised.handed.priority
  if (kind === 'stopped-vehicle' && raised.grade !== 'B' && raised.hazardLights === true) return 1
  return URGENT[kind]
}

/** Preselected is the likeliest kind for which a plan orders somebody; without any plan, the likeliest. */
export function recommendedChoice(raised: Raised, plans: Plans, now: number): Choice {
  const choices = kindsFor(raised).map((kind) => ({ kind, priority: priorityFor(kind, raised) }))
  const planned = choices.find((choice) => planFor(choice, raised.place, plans, now) !== null)
  const [likeliest] = kindsFor(raised)
  return planned ?? { kind: likeliest, priority: priorityFor(likeliest, raised) }
}

export type Plans = { readonly plans: readonly PlanRule[]; readonly ground: Ground }

/** The plan that a choice would bring: shown before the verdict, so that it is known what Enter starts. */
export const planFor = (choice: Choice, place: Place, { plans, ground }: Plans, now: number): PlanRule | null =>
  ruleFor(plans, { ...choice, place, at: now }, ground)?.rule ?? null

/** What the officer changed about the proposal, line by line: left out, another unit (null: the agency's own choice), agencies added by hand. */
export type Changes = {
  readonly left: ReadonlySet<string>
  readonly units: ReadonlyMap<string, UnitId | null>
  readonly added: ReadonlySet<AgencyId>
}
export const UNCHANGED: Changes = { left: new Set(), units: new Map(), added: new Set() }

/** The key of an agency that was added by hand. */
export const handKey = (agency: AgencyId): string => `hand ${agency}`

export function unitOf(key: string, line: ProposalLine | null, changes: Changes): UnitId | null {
  const chosen = changes.units.get(key)
  return chosen === undefined ? (line?.pick?.unit ?? null) : chosen
}

/** As it will be sent: a line for each unit, then the agencies added by hand. */
export function sendsOf(proposal: Proposal | null, changes: Changes): readonly Send[] {
  const planned = (proposal?.lines ?? [])
    .filter((line) => !changes.left.has(line.key))
    .map((line) => said(line.agency, unitOf(line.key, line, changes), line.pick?.unit ?? null))
  const byHand = [...changes.added].map((agency) => said(agency, unitOf(handKey(agency), null, changes), null))
  return [...planned, ...byHand]
}

const said = (agency: AgencyId, unit: UnitId | null, proposed: UnitId | null): Send => ({
  agency,
  unit,
  ...(proposed === null ? {} : { proposed }),
})

/** What was typed, beside what had been proposed for the lines of the same agency: an own choice is on record as one. */
export function besideProposal(sends: readonly Send[], proposal: Proposal | null): readonly Send[] {
  const left = (proposal?.lines ?? []).flatMap(({ agency, pick }) => (pick ? [{ agency, unit: pick.unit }] : []))
  const take = (fits: (one: Send) => boolean): UnitId | null => {
    const at = left.findIndex(fits)
    return at < 0 ? null : (left.splice(at, 1)[0]?.unit ?? null)
  }
  // Who was proposed and typed goes first, so that only another one counts as another choice.
  const same = sends.map(({ unit }) => (unit === null ? null : take((one) => one.unit === unit)))
  return sends.map(({ agency, unit }, at) => said(agency, unit, same[at] ?? take((one) => one.agency === agency)))
}

/** One key on a line: its next best unit, then nobody named, then left out, then the proposed one again; who goes on another line is passed over. */
export function nextChoice(proposal: Proposal, line: ProposalLine, changes: Changes): Changes {
  const elsewhere = new Set(
    proposal.lines
      .filter((other) => other !== line && !changes.left.has(other.key))
      .flatMap((other) => unitOf(other.key, other, changes) ?? []),
  )
  const others = line.others.map(({ unit }) => unit).filter((unit) => !elsewhere.has(unit))
  const round: readonly (UnitId | null | 'left')[] = [...(line.pick ? [line.pick.unit] : []), ...others, null, 'left']
  const now = changes.left.has(line.key) ? 'left' : unitOf(line.key, line, changes)
  const next = round[(round.indexOf(now) + 1) % round.length] ?? null
  const left = new Set(changes.left)
  const units = new Map(changes.units)
  if (next === 'left') left.add(line.key)
  else {
    left.delete(line.key)
    units.set(line.key, next)
  }
  return { ...changes, left, units }
}
