/** What the desk recommends: the kind and priority of a true verdict, and whom to order; always shown with its reason and never done by itself. Pure. */
import type { AgencyId, UnitId } from '../../../core/ids.ts'
import type { Place } from '../../../core/place.ts'
import type { IncidentKind, Priority } from '../../incident.ts'
import { type PlanRule, type Proposal, type ProposalLine, ruleFor } from '../../plan.ts'
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
}

const URGENT: Record<IncidentKind, Priority> = {
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

export const kindsFor = (raised: Raised): readonly [IncidentKind, ...IncidentKind[]] => MAY_BE[raised.kind]

/**
 * A standing car with its hazard lights on asks for help: grade A with lights is taken as life at risk,
 * because coming for nothing costs less than coming late.
 */
export function priorityFor(kind: IncidentKind, raised: Raised): Priority {
  if (kind === 'stopped-vehicle' && raised.grade !== 'B' && raised.hazardLights === true) return 1
  return URGENT[kind]
}

/** Preselected is the likeliest kind for which a plan orders somebody; without any plan, the likeliest. */
export function recommendedChoice(raised: Raised, plans: readonly PlanRule[]): Choice {
  const choices = kindsFor(raised).map((kind) => ({ kind, priority: priorityFor(kind, raised) }))
  const planned = choices.find((choice) => ruleFor(plans, { ...choice, place: raised.place }) !== null)
  const [likeliest] = kindsFor(raised)
  return planned ?? { kind: likeliest, priority: priorityFor(likeliest, raised) }
}

/** The plan that a choice would bring: shown before the verdict, so that it is known what Enter starts. */
export const planFor = (choice: Choice, place: Place, plans: readonly PlanRule[]): PlanRule | null =>
  ruleFor(plans, { ...choice, place })

/** What the officer changed about the proposal: agencies left out or added, other units. */
export type Changes = {
  readonly left: ReadonlySet<AgencyId>
  readonly added: ReadonlySet<AgencyId>
  readonly units: ReadonlyMap<AgencyId, UnitId | null>
}
export const UNCHANGED: Changes = { left: new Set(), added: new Set(), units: new Map() }

/** One line an agency, as it will be sent; `ordered` agencies already have a running order and are left out unless added. */
export function sendsOf(proposal: Proposal | null, changes: Changes, ordered: ReadonlySet<AgencyId>): readonly Send[] {
  const unitFor = (agency: AgencyId, proposed: UnitId | null): UnitId | null => {
    const chosen = changes.units.get(agency)
    return chosen === undefined ? proposed : chosen
  }
  const lines: readonly ProposalLine[] = proposal?.lines ?? []
  const planned = lines
    .filter((line) => !changes.left.has(line.agency) && (!ordered.has(line.agency) || changes.added.has(line.agency)))
    .map((line) => ({ agency: line.agency, unit: unitFor(line.agency, line.unit) }))
  const inPlan = new Set(lines.map((line) => line.agency))
  const byHand = [...changes.added]
    .filter((agency) => !inPlan.has(agency))
    .map((agency) => ({ agency, unit: unitFor(agency, null) }))
  return [...planned, ...byHand]
}
