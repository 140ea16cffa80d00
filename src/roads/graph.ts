/**
 * A road network: junctions, the edges between them with their shape, and what may be driven on them. WGS-84.
 * An edge has two arcs: 2 × edge along it, 2 × edge + 1 against it.
 */
import { type Profile, ROAD_CLASSES, type RoadClass } from './profile.ts'

export type RoadGraph = {
  /** Of the file it was made from. */
  readonly source: string
  /** 1e-7 degrees, of each junction. */
  readonly junctionLon: Int32Array
  readonly junctionLat: Int32Array
  /** Junctions at both ends of each edge. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Millimetres on the ground. */
  readonly lengthMm: Int32Array
  /** Points of each edge, its ends included: pointLon[firstPoint[edge]] … pointLon[firstPoint[edge + 1] - 1]. */
  readonly firstPoint: Int32Array
  readonly pointLon: Int32Array
  readonly pointLat: Int32Array
  /** Place in ROAD_CLASSES. */
  readonly roadClass: Uint8Array
  /** Bits of FLAG. */
  readonly flags: Uint8Array
  /** Places in `words`. */
  readonly name: Int32Array
  readonly ref: Int32Array
  readonly words: readonly string[]
  /** ms of each arc; NEVER where it must not be driven. */
  readonly carMs: Int32Array
  readonly emergencyMs: Int32Array
  /** Sequences of arcs that must not be driven, one after the other: forbidden[firstForbidden[i]] …. */
  readonly firstForbidden: Int32Array
  readonly forbidden: Int32Array
}

export const NEVER = 0x3fff_ffff
export const FLAG = { link: 1, tunnel: 2, bridge: 4, roundabout: 8, gate: 16 } as const

/** The junctions at both ends of each edge. */
export type Ends = Pick<RoadGraph, 'from' | 'to'>
export const arcTail = ({ from, to }: Ends, arc: number): number => (arc & 1 ? to : from)[arc >> 1] ?? 0
export const arcHead = ({ from, to }: Ends, arc: number): number => (arc & 1 ? from : to)[arc >> 1] ?? 0

export function travelMs(graph: RoadGraph, profile: Profile): Int32Array {
  return profile === 'car' ? graph.carMs : graph.emergencyMs
}

export function classOf(graph: RoadGraph, edge: number): RoadClass {
  return ROAD_CLASSES[graph.roadClass[edge] ?? 0] ?? 'service'
}

export function restrictionsOf(graph: RoadGraph): readonly (readonly number[])[] {
  const { firstForbidden, forbidden } = graph
  return Array.from({ length: firstForbidden.length - 1 }, (_, index) =>
    Array.from(forbidden.subarray(firstForbidden[index], firstForbidden[index + 1])),
  )
}
