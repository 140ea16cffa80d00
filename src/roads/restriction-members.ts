/** Turn restrictions as OSM relations say them, and the arcs they mean. OSM wiki: Relation:restriction. Pure. */
import { arcHead, arcTail, NEVER, type RoadGraph } from './graph.ts'
import type { OsmMember, Tags } from './osm.ts'

export type RawRestriction = {
  readonly kind: 'no' | 'only'
  readonly from: readonly number[]
  readonly viaNode: number | null
  readonly viaWays: readonly number[]
  readonly to: readonly number[]
}

/** A reason why a relation says nothing that we can use. */
export type Unused = 'for-others' | 'without-members' | 'unknown-kind' | 'ways-not-here' | 'ambiguous'

const KEYS = ['restriction:motorcar', 'restriction:motor_vehicle', 'restriction'] as const
/** Whom an exception must name to free a car of it. */
const CARS: ReadonlySet<string> = new Set(['motorcar', 'motor_vehicle', 'vehicle'])

/** null: not a restriction at all. */
export function rawRestrictionOf(members: readonly OsmMember[], tags: Tags): RawRestriction | Unused | null {
  if (!(tags.get('type') ?? '').startsWith('restriction')) return null
  const said = KEYS.map((key) => tags.get(key)).find((value) => value !== undefined)
  if (said === undefined) return 'for-others'
  if ((tags.get('except') ?? '').split(/[;,\s]+/).some((each) => CARS.has(each))) return 'for-others'
  const kind = said.startsWith('no_') ? 'no' : said.startsWith('only_') ? 'only' : null
  if (kind === null) return 'unknown-kind'
  const ways = (role: string): readonly number[] =>
    members.filter((member) => member.kind === 'way' && member.role === role).map((member) => member.ref)
  const viaNode = members.find((member) => member.kind === 'node' && member.role === 'via')?.ref ?? null
  const raw = {
    kind,
    from: ways('from'),
    viaNode,
    viaWays: viaNode === null ? ways('via') : [],
    to: ways('to'),
  } as const
  if (raw.from.length === 0 || raw.to.length === 0 || (viaNode === null && raw.viaWays.length === 0))
    return 'without-members'
  return raw
}

type Lanes = Pick<RoadGraph, 'from' | 'to' | 'emergencyMs'>

/** The sequences of arcs that it forbids; `via`: the junction of its node. */
export function resolve(
  raw: RawRestriction,
  graph: Lanes,
  edgesOf: (way: number) => readonly number[],
  via: number | null,
): readonly (readonly number[])[] | Unused {
  if (raw.viaNode !== null && via === null) return 'ways-not-here'
  const found: (readonly number[])[] = []
  for (const from of raw.from)
    for (const to of raw.to) {
      const one =
        via !== null
          ? overJunction(raw.kind, graph, edgesOf(from), via, edgesOf(to))
          : overWays(raw, graph, edgesOf, from, to)
      if (typeof one === 'string') return one
      found.push(...one)
    }
  return found
}

/** Arcs of some edges that whoever may drive there at all can drive. */
function arcsOf(graph: Lanes, edges: readonly number[]): readonly number[] {
  return edges.flatMap((edge) => [2 * edge, 2 * edge + 1]).filter((arc) => (graph.emergencyMs[arc] ?? NEVER) < NEVER)
}

function into(graph: Lanes, edges: readonly number[], junction: number): readonly number[] {
  return arcsOf(graph, edges).filter((arc) => arcHead(graph, arc) === junction)
}

function outOf(graph: Lanes, edges: readonly number[], junction: number): readonly number[] {
  return arcsOf(graph, edges).filter((arc) => arcTail(graph, arc) === junction)
}

function forbid(
  kind: RawRestriction['kind'],
  graph: Lanes,
  before: readonly number[],
  exits: readonly number[],
): readonly (readonly number[])[] {
  if (kind === 'no') return exits.map((exit) => [...before, exit])
  const junction = arcHead(graph, before.at(-1) ?? 0)
  return everyArcOut(graph, junction)
    .filter((arc) => !exits.includes(arc))
    .map((arc) => [...before, arc])
}

/** Only where `only_…` is said: there are few of them. */
function everyArcOut(graph: Lanes, junction: number): readonly number[] {
  const arcs: number[] = []
  for (let edge = 0; edge < graph.from.length; edge += 1) {
    if (graph.from[edge] === junction && (graph.emergencyMs[2 * edge] ?? NEVER) < NEVER) arcs.push(2 * edge)
    if (graph.to[edge] === junction && (graph.emergencyMs[2 * edge + 1] ?? NEVER) < NEVER) arcs.push(2 * edge + 1)
  }
  return arcs
}

function overJunction(
  kind: RawRestriction['kind'],
  graph: Lanes,
  from: readonly number[],
  via: number,
  to: readonly number[],
): readonly (readonly number[])[] | Unused {
  const entries = into(graph, from, via)
  const exits = outOf(graph, to, via)
  const [entry] = entries
  if (entry === undefined || exits.length === 0) return 'ways-not-here'
  // A way that goes on through the junction on both sides does not say which of them is meant.
  if (entries.length > 1 || exits.length > 1) return 'ambiguous'
  return forbid(kind, graph, [entry], exits)
}

/** From the end of one way along others to the beginning of the last. */
function overWays(
  raw: RawRestriction,
  graph: Lanes,
  edgesOf: (way: number) => readonly number[],
  from: number,
  to: number,
): readonly (readonly number[])[] | Unused {
  const chain = raw.viaWays.map((way) => edgesOf(way))
  if (chain.some((edges) => edges.length === 0)) return 'ways-not-here'
  const paths = pathsAlong(graph, chain)
  const found: (readonly number[])[] = []
  for (const path of paths) {
    const entries = into(graph, edgesOf(from), arcTail(graph, path[0] ?? 0))
    const exits = outOf(graph, edgesOf(to), arcHead(graph, path.at(-1) ?? 0))
    const [entry] = entries
    if (entry === undefined || exits.length === 0) continue
    if (entries.length > 1 || exits.length > 1) return 'ambiguous'
    found.push(...forbid(raw.kind, graph, [entry, ...path], exits))
  }
  return found.length > 0 ? found : 'ways-not-here'
}

/** Every way of driving all the ways one after the other, each from end to end. */
function pathsAlong(graph: Lanes, chain: readonly (readonly number[])[]): readonly (readonly number[])[] {
  let paths: (readonly number[])[] = [[]]
  for (const edges of chain) {
    const along = edges.map((edge) => 2 * edge)
    const against = edges.map((edge) => 2 * edge + 1).reverse()
    paths = paths.flatMap((path) =>
      [along, against]
        .filter((arcs) => arcs.every((arc) => (graph.emergencyMs[arc] ?? NEVER) < NEVER))
        .filter((arcs) => path.length === 0 || arcHead(graph, path.at(-1) ?? 0) === arcTail(graph, arcs[0] ?? 0))
        .map((arcs) => [...path, ...arcs]),
    )
  }
  return paths.filter((path) => path.length > 0)
}
