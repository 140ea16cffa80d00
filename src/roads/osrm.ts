/** Questions to the road network in the HTTP shape of OSRM (v1: route, table, nearest, match), so that its clients can ask here and ours elsewhere. Pure. */
import { z } from 'zod'
import type { Position } from '../core/geo.ts'
import { NEVER, travelMs } from './graph.ts'
import type { Matcher } from './match.ts'
import type { RoadNetwork, Route } from './network.ts'
import { polylineOf } from './polyline.ts'
import type { Profile } from './profile.ts'
import { shapeOf } from './shape.ts'
import type { OnEdge } from './snap.ts'

/** As OSRM's own default; a larger table would keep everybody else waiting. */
const MOST_PLACES = 100
const NEAR_M = 1_000

/** OSRM's words for what went wrong. */
export type OsrmCode = 'InvalidValue' | 'TooBig' | 'NoSegment' | 'NoRoute' | 'NoMatch' | 'NoTable'
export type OsrmAnswer =
  | ({ readonly code: 'Ok' } & Readonly<Record<string, unknown>>)
  | { readonly code: OsrmCode; readonly message: string }

const place = z
  .string()
  .regex(/^-?\d{1,3}(?:\.\d+)?,-?\d{1,2}(?:\.\d+)?$/, 'lon,lat')
  .transform((text): Position => {
    const [lon = 0, lat = 0] = text.split(',').map(Number)
    return [lon, lat]
  })

export const osrmParams = z.strictObject({
  profile: z.enum(['car', 'driving', 'emergency']).transform((said): Profile => (said === 'emergency' ? said : 'car')),
  coordinates: z
    .string()
    .max(40 * MOST_PLACES)
    .transform((text) => text.split(';'))
    .pipe(z.array(place).min(1).max(MOST_PLACES)),
})

const shape = {
  geometries: z.enum(['polyline', 'polyline6', 'geojson']).default('polyline'),
  overview: z.enum(['full', 'simplified', 'false']).default('full'),
  steps: z.literal('false').optional(),
  alternatives: z.literal('false').optional(),
  annotations: z.literal('false').optional(),
}
const numbers = z.union([
  z.literal('all').transform(() => null),
  z
    .string()
    .regex(/^\d{1,3}(?:;\d{1,3})*$/)
    .transform((text) => text.split(';').map(Number)),
])

export const routeQuery = z.strictObject(shape)
export const tableQuery = z.strictObject({
  sources: numbers.default(null),
  destinations: numbers.default(null),
  annotations: z.literal('duration').optional(),
})
export const nearestQuery = z.strictObject({ number: z.coerce.number().int().min(1).max(20).default(1) })
export const matchQuery = z.strictObject({
  ...shape,
  /** Unix seconds of each place. */
  timestamps: z
    .string()
    .regex(/^\d{1,11}(?:;\d{1,11})*$/)
    .transform((text) => text.split(';').map(Number))
    .optional(),
})

type Params = z.infer<typeof osrmParams>
type Shape = z.infer<typeof routeQuery>

const NO_SEGMENT = { code: 'NoSegment', message: 'One of the places is near no road.' } as const

export function route(network: RoadNetwork, { profile, coordinates }: Params, query: Shape): OsrmAnswer {
  if (coordinates.length < 2) return { code: 'InvalidValue', message: 'A route needs two places.' }
  const places = coordinates.map((at) => network.nearest(profile, at))
  const found = places.filter((each) => each !== null)
  if (found.length < places.length) return NO_SEGMENT
  const legs: Route[] = []
  for (const [index, start] of found.slice(0, -1).entries()) {
    const end = found[index + 1]
    const leg = end ? network.between(profile, start, end) : null
    if (!leg?.ok) return { code: 'NoRoute', message: 'There is no way between the places.' }
    legs.push(leg.value)
  }
  const line = legs.flatMap(({ geometry }, index) => (index === 0 ? geometry : geometry.slice(1)))
  return {
    code: 'Ok',
    routes: [routed(legs, line, query)],
    waypoints: found.map((at) => waypoint(network, at)),
  }
}

function routed(legs: readonly Route[], line: readonly Position[], query: Shape): Readonly<Record<string, unknown>> {
  const sum = (of: (leg: Route) => number): number => tenths(legs.reduce((total, leg) => total + of(leg), 0))
  return {
    distance: sum(({ metres }) => metres),
    duration: sum(({ seconds }) => seconds),
    weight: sum(({ seconds }) => seconds),
    weight_name: 'duration',
    ...(query.overview === 'false' ? {} : { geometry: drawn(line, query.geometries) }),
    legs: legs.map(({ metres, seconds }) => ({
      ...{ distance: tenths(metres), duration: tenths(seconds), weight: tenths(seconds) },
      ...{ summary: '', steps: [] },
    })),
  }
}

function drawn(line: readonly Position[], form: Shape['geometries']): unknown {
  if (form !== 'geojson') return polylineOf(line, form === 'polyline' ? 5 : 6)
  return { type: 'LineString', coordinates: line.map(rounded) }
}

const rounded = ([lon, lat]: Position): Position => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
const tenths = (value: number): number => Math.round(10 * value) / 10

function waypoint({ graph }: RoadNetwork, { edge, at, offM }: OnEdge): Readonly<Record<string, unknown>> {
  return { name: graph.words[graph.name[edge] ?? 0] ?? '', location: rounded(at), distance: tenths(offM) }
}

export function table(
  network: RoadNetwork,
  { profile, coordinates }: Params,
  query: z.infer<typeof tableQuery>,
): OsrmAnswer {
  const all = [...coordinates.keys()]
  const [sources, destinations] = [query.sources ?? all, query.destinations ?? all]
  const pick = (numbers: readonly number[]): readonly Position[] =>
    numbers.flatMap((each) => coordinates.slice(each, each + 1))
  const [from, to] = [pick(sources), pick(destinations)]
  if (from.length < sources.length || to.length < destinations.length)
    return { code: 'InvalidValue', message: 'Sources and destinations are numbers of the places, from 0 on.' }
  const snapped = coordinates.map((at) => network.nearest(profile, at))
  if (snapped.some((each) => each === null)) return NO_SEGMENT
  const ms = network.table(profile, from, to)
  const named = (numbers: readonly number[]) =>
    numbers.map((each) => snapped[each]).flatMap((at) => (at ? [waypoint(network, at)] : []))
  return {
    code: 'Ok',
    durations: from.map((_, row) =>
      to.map((__, column) => {
        const each = ms[row * to.length + column] ?? NEVER
        return each >= NEVER ? null : tenths(each / 1000)
      }),
    ),
    sources: named(sources),
    destinations: named(destinations),
  }
}

export function nearest(
  network: RoadNetwork,
  { profile, coordinates }: Params,
  { number }: z.infer<typeof nearestQuery>,
): OsrmAnswer {
  const [at] = coordinates
  if (!at || coordinates.length > 1) return { code: 'InvalidValue', message: 'Exactly one place is asked about.' }
  const found = network.near(profile, at, NEAR_M, number)
  if (found.length === 0) return NO_SEGMENT
  return { code: 'Ok', waypoints: found.map((each) => waypoint(network, each)) }
}

export function match(
  network: RoadNetwork,
  matcher: Matcher,
  { profile, coordinates }: Params,
  query: z.infer<typeof matchQuery>,
): OsrmAnswer {
  const { timestamps } = query
  if (timestamps !== undefined && timestamps.length !== coordinates.length)
    return { code: 'InvalidValue', message: 'Each place has one timestamp.' }
  const fixes = coordinates.map((position, index) => ({
    position,
    at: 1000 * (timestamps?.[index] ?? 5 * index),
    headingDegrees: null,
  }))
  const matched = matcher.match(fixes)
  if (matched.length === 0) return { code: 'NoMatch', message: 'No place is near a road.' }
  const matchings: { readonly legs: Route[]; readonly line: Position[] }[] = []
  const tracepoints: (Readonly<Record<string, unknown>> | null)[] = coordinates.map(() => null)
  for (const [index, one] of matched.entries()) {
    const before = matched[index - 1]
    if (one.arcs.length === 0 || !before) matchings.push({ legs: [], line: [] })
    const current = matchings.at(-1)
    if (!current) continue
    if (one.arcs.length > 0 && before) {
      const { geometry, metres } = shapeOf(network.graph, one.arcs, before.place, one.place)
      current.legs.push({
        metres,
        geometry,
        arcs: one.arcs,
        seconds: drivenS(network, profile, one.arcs, before.place, one.place),
      })
      current.line.push(...(current.line.length === 0 ? geometry : geometry.slice(1)))
    }
    tracepoints[one.fix] = {
      ...waypoint(network, one.place),
      matchings_index: matchings.length - 1,
      waypoint_index: current.legs.length,
      alternatives_count: 0,
    }
  }
  return { code: 'Ok', matchings: matchings.map(({ legs, line }) => routed(legs, line, query)), tracepoints }
}

/** Seconds that the arcs take, the first from and the last to a place on it. */
function drivenS(
  { graph }: RoadNetwork,
  profile: Profile,
  arcs: readonly number[],
  start: OnEdge,
  end: OnEdge,
): number {
  const weights = travelMs(graph, profile)
  const along = (place: OnEdge, arc: number): number => (arc & 1 ? 1 - place.share : place.share)
  const ms = arcs.reduce((sum, arc, index) => {
    const from = index === 0 ? along(start, arc) : 0
    const to = index === arcs.length - 1 ? along(end, arc) : 1
    return sum + Math.max(0, to - from) * (weights[arc] ?? NEVER)
  }, 0)
  return ms / 1000
}
