/** Recommendations over several agencies at once: how fast, and how much sooner than one requirement after the other; on a road network, by travel time. */
import { type Dice, diceFrom } from '../src/core/dice.ts'
import { distanceM, type Position } from '../src/core/geo.ts'
import { type AgencyId, id } from '../src/core/ids.ts'
import type { Unit } from '../src/dispatch/forces.ts'
import { assign, assigned } from '../src/dispatch/recommend/assignment.ts'
import { coverage, type StandbyPost } from '../src/dispatch/recommend/coverage.ts'
import { propose, type Versioned } from '../src/dispatch/recommend/propose.ts'
import type { UnitNow } from '../src/dispatch/recommend/readiness.ts'
import { USUAL_ROTATION } from '../src/dispatch/recommend/rotation.ts'
import { travelOver } from '../src/dispatch/recommend/travel.ts'
import type { Duty } from '../src/dispatch/units/duty.ts'
import { Closest } from '../src/roads/closest.ts'
import { LiveRoads } from '../src/roads/live.ts'
import { pointsOf } from '../src/roads/shape.ts'
import { EdgeIndex } from '../src/roads/snap.ts'
import { type BenchResult, percentile, type Row } from './result.ts'
import { cityOf } from './road-city.ts'

const NO = Number.POSITIVE_INFINITY
const AGENCIES = ['police', 'rescue', 'ambulance'].map((key) => id<'agency'>(key))
const SKILLS = ['first-aid', 'heavy', 'winch', 'drone-team', 'negotiator'] as const
const NOW = 1_000_000
/** Resgrid Core asks a route for the nearest five by air, and goes requirement by requirement. */
const RESGRID_ASKS = 5

export async function run(): Promise<BenchResult> {
  const rows: Row[] = [...speed(), ...againstExact(), ...againstGreedy()]
  const about =
    'Generated: a synthetic city of 10,000 crossings, 500 units anywhere on it in three agencies with zero to three skills each, plans of ten requirements an agency, each wanting up to two skills and two people; a tenth off duty or resting, a tenth past their hours, shared crews, tow trucks that take turns. Small and random cases have one cost for each pair of unit and requirement. "Greedy" takes the best unit left for one requirement after the other.'
  return { name: 'recommend', about, rows }
}

function skillsOf(dice: Dice, most: number): readonly string[] {
  const count = dice.below(most + 1)
  return [...new Set(Array.from({ length: count }, () => dice.pick(SKILLS)))]
}

function planOf(dice: Dice): Versioned {
  const sends = AGENCIES.flatMap((agency) =>
    Array.from({ length: 10 }, () => ({
      agency,
      // One requirement in ten asks for a kind that takes turns.
      unitKind: dice.chance(0.1) ? ('tow-truck' as const) : ('patrol-car' as const),
      ...{ capabilities: skillsOf(dice, 2), count: 1, crew: dice.below(3), level: 1 },
    })),
  )
  const name = { zh: '联合', en: 'Joint' }
  return { ...{ id: 'joint', version: 1, name, kinds: [], priorities: [], sections: [], areas: [], times: [] }, sends }
}

function unitsOn(anywhere: () => Position, dice: Dice): readonly UnitNow[] {
  return Array.from({ length: 500 }, (_, index): UnitNow => {
    const agency: AgencyId = AGENCIES[index % AGENCIES.length] ?? id<'agency'>('police')
    const unit: Unit = {
      id: id<'unit'>(`u${index}`),
      agency,
      kind: index % 10 === 0 ? 'tow-truck' : 'patrol-car',
      capabilities: skillsOf(dice, 3),
      label: { zh: `${index}`, en: `${index}` },
      crewSize: 1 + dice.below(3),
      company: `firm ${index % 7}`,
      // Every twentieth crew has two vehicles.
      ...(index % 40 < 2 ? { crew: `crew ${agency} ${Math.floor(index / 40)}` } : {}),
      index,
    }
    const now = { position: anywhere(), fixAt: NOW - 1_000, headingDegrees: null, busy: dice.chance(0.3) }
    return { unit, ...now, duty: dutyOf(dice), turnAt: dice.chance(0.5) ? dice.below(NOW) : null }
  })
}

function dutyOf(dice: Dice): Duty {
  if (dice.chance(0.05)) return { state: 'off-duty', since: 0 }
  if (dice.chance(0.05)) return { state: 'resting', since: 0, until: NOW + 1, onSince: 0, crew: null }
  return { state: 'on-duty', since: dice.chance(0.1) ? -NOW * 100 : 0, crew: null, post: null }
}

function postAt(position: Position, index: number): StandbyPost {
  const agency = AGENCIES[index % AGENCIES.length] ?? id<'agency'>('police')
  const name = { zh: `${index}`, en: `${index}` }
  return { ...{ id: `${index}`, name, position, agency }, unitKind: 'patrol-car', capabilities: [], withinMs: 60_000 }
}

function speed(): readonly Row[] {
  const graph = cityOf(100)
  const travel = travelOver({
    ...{ graph, index: new EdgeIndex(graph), closest: new Closest(graph), live: new LiveRoads(graph) },
  })
  const dice = diceFrom(31, 'recommend')
  const anywhere = (): Position => pointsOf(graph, 2 * dice.below(graph.from.length))[0] ?? [0, 0]
  const took: number[] = []
  const worked: number[] = []
  const covered: number[] = []
  const posts = Array.from({ length: 12 }, (_, index) => postAt(anywhere(), index))
  let [withUnit, lines] = [0, 0]
  for (let round = 0; round < 240; round += 1) {
    const [rule, units, position] = [planOf(dice), unitsOn(anywhere, dice), anywhere()]
    const [from, busy] = [performance.now(), process.cpuUsage()]
    const choice = { rule, because: 'general', over: [] } as const
    const place = { position, label: { zh: '', en: '' } }
    const asked = { choice, place, level: null, standing: 0, on: [] }
    const proposal = propose(asked, units, NOW, travel, USUAL_ROTATION)
    if (round < 40) continue
    took.push(performance.now() - from)
    const { user, system } = process.cpuUsage(busy)
    worked.push((user + system) / 1000)
    const picked = new Set(proposal.lines.flatMap(({ pick }) => (pick ? [pick.unit] : [])))
    const seen = performance.now()
    coverage(posts, units, picked, NOW, travel, distanceM)
    covered.push(performance.now() - seen)
    lines += proposal.lines.length
    withUnit += proposal.lines.filter(({ pick }) => pick !== null).length
  }
  return [
    {
      what: '500 units × 10 requirements × 3 agencies: one recommendation, p50',
      value: percentile(took, 0.5),
      unit: 'ms',
    },
    { what: 'the same, p99', value: percentile(took, 0.99), unit: 'ms', must: { at: 'most', bound: 50 } },
    {
      what: 'the same, p99 of the processor time: what other programs of the machine took is not in it',
      value: percentile(worked, 0.99),
      unit: 'ms',
    },
    {
      what: 'the cover of 12 standby posts after it, with who could move up: p50',
      value: percentile(covered, 0.5),
      unit: 'ms',
    },
    { what: 'the same: requirements that got a unit', value: (100 * withUnit) / lines, unit: '%' },
  ]
}

type Costs = readonly (readonly number[])[]

function weighed(costs: Costs, chosen: readonly (number | null)[]): { readonly open: number; readonly cost: number } {
  let [open, cost] = [0, 0]
  for (const [want, one] of chosen.entries()) {
    if (one === null) open += 1
    else cost += costs[want]?.[one] ?? NO
  }
  return { open, cost }
}

function exact(costs: Costs, want = 0, used = 0): { open: number; cost: number } {
  const row = costs[want]
  if (!row) return { open: 0, cost: 0 }
  const skipped = exact(costs, want + 1, used)
  let best = { open: skipped.open + 1, cost: skipped.cost }
  for (const [one, own] of row.entries()) {
    if (own === NO || used & (1 << one)) continue
    const rest = exact(costs, want + 1, used | (1 << one))
    if (rest.open < best.open || (rest.open === best.open && rest.cost + own < best.cost))
      best = { open: rest.open, cost: rest.cost + own }
  }
  return best
}

function againstExact(): readonly Row[] {
  const dice = diceFrom(32, 'small')
  let equal = 0
  for (let round = 0; round < 1_000; round += 1) {
    const [wants, ones] = [1 + dice.below(5), 1 + dice.below(6)]
    const costs = Array.from({ length: wants }, () =>
      Array.from({ length: ones }, () => (dice.chance(0.3) ? NO : dice.below(900))),
    )
    const [ours, best] = [weighed(costs, assign(costs)), exact(costs)]
    if (ours.open === best.open && ours.cost === best.cost) equal += 1
  }
  return [
    {
      what: 'small cases with the exact optimum, of 1,000',
      value: equal,
      unit: 'cases',
      must: { at: 'exactly', bound: 1_000 },
    },
  ]
}

/** Places in a square of twelve kilometres; a trip by road is 1.1 to 2.2 times the straight line, as rivers and carriageways have it. */
function scene(dice: Dice): { readonly byRoad: Costs; readonly byAir: Costs } {
  const at = (): Position => [dice.between(0, 0.11), dice.between(0, 0.11)]
  const incident = at()
  const units = Array.from({ length: 60 }, () => {
    const air = distanceM(at(), incident)
    return { air, ms: Math.round((air / 12) * 1000 * dice.between(1.1, 2.2)), skills: new Set(skillsOf(dice, 3)) }
  })
  const wants = Array.from({ length: 12 }, () => skillsOf(dice, 2))
  const table = (of: (unit: (typeof units)[number]) => number): Costs =>
    wants.map((want) => units.map((unit) => (want.every((skill) => unit.skills.has(skill)) ? of(unit) : NO)))
  return { byRoad: table(({ ms }) => ms), byAir: table(({ air }) => air) }
}

/** One requirement after the other: of those left the best by `rank`, among as many as `asked` by air. */
function greedy(byAir: Costs, byRoad: Costs, asked: number): readonly (number | null)[] {
  const used = new Set<number>()
  return byAir.map((row, want) => {
    const left = [...row.keys()].filter((one) => row[one] !== NO && !used.has(one))
    const nearest = left.sort((a, b) => (row[a] ?? NO) - (row[b] ?? NO)).slice(0, asked)
    const [first] =
      asked === 1 ? nearest : nearest.sort((a, b) => (byRoad[want]?.[a] ?? NO) - (byRoad[want]?.[b] ?? NO))
    if (first === undefined) return null
    used.add(first)
    return first
  })
}

function againstGreedy(): readonly Row[] {
  const dice = diceFrom(33, 'random')
  const sums = { ours: 0, bound: 0, straight: 0, routed: 0 }
  const open = { ours: 0, straight: 0, routed: 0 }
  for (let round = 0; round < 10_000; round += 1) {
    const { byRoad, byAir } = scene(dice)
    const { chosen: ours, floor, openCost } = assigned(byRoad)
    const chosen = {
      ours,
      straight: greedy(byAir, byRoad, 1),
      routed: greedy(byAir, byRoad, RESGRID_ASKS),
    }
    const results = {
      ours: weighed(byRoad, chosen.ours),
      straight: weighed(byRoad, chosen.straight),
      routed: weighed(byRoad, chosen.routed),
    }
    for (const name of ['ours', 'straight', 'routed'] as const) open[name] += results[name].open
    // Only where all fill as many can their times be compared.
    if (results.straight.open !== results.ours.open || results.routed.open !== results.ours.open) continue
    for (const name of ['ours', 'straight', 'routed'] as const) sums[name] += results[name].cost
    sums.bound += floor - results.ours.open * openCost
  }
  const gap = (name: keyof typeof sums): number => 100 * (sums[name] / sums.bound - 1)
  return [
    {
      what: '10,000 random cases: sum of travel times over the floor that no assignment can go under (value of the prices, the linear relaxation)',
      value: Math.round(gap('ours') * 1e6) / 1e6,
      unit: '%',
      must: { at: 'exactly', bound: 0 },
    },
    { what: 'greedy by road among the five nearest by air: the same', value: gap('routed'), unit: '%' },
    { what: 'greedy by straight line: the same', value: gap('straight'), unit: '%' },
    { what: '10,000 random cases: requirements left open', value: open.ours, unit: 'requirements' },
    { what: 'greedy by road among the five nearest by air: the same', value: open.routed, unit: 'requirements' },
    { what: 'greedy by straight line: the same', value: open.straight, unit: 'requirements' },
  ]
}
