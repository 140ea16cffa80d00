/** Makes a road graph out of an OSM file that is read twice: first its ways and restrictions, then the nodes that they use. Pure: the file comes as calls. */
import { distanceM } from '../core/geo.ts'
import { FLAG, NEVER, type RoadGraph } from './graph.ts'
import { GrowingInts, GrowingNumbers } from './growing.ts'
import type { OsmListener } from './osm.ts'
import { GATE_MS, ROAD_CLASSES } from './profile.ts'
import { type RawRestriction, rawRestrictionOf, resolve } from './restriction-members.ts'
import { barrierOf, type Road, roadOf } from './tags.ts'

/** What was found, for the one who imports. */
export type BuildReport = {
  readonly ways: number
  readonly junctions: number
  readonly edges: number
  readonly km: number
  readonly restrictions: number
  /** Relations that could not be understood, by reason. */
  readonly ignored: Readonly<Record<string, number>>
  /** Ways whose nodes are partly outside the file. */
  readonly cutWays: number
}

type Way = { readonly id: number; readonly road: Road; readonly first: number; readonly last: number }

const MS_OF_M_KMH = 3_600
const UNKNOWN = -0x8000_0000

export class GraphBuilder {
  readonly #ways: Way[] = []
  readonly #refs = new GrowingNumbers()
  readonly #restrictions: RawRestriction[] = []
  readonly #ignored = new Map<string, number>()
  #nodes: Float64Array = new Float64Array(0)
  #uses: Int32Array = new Int32Array(0)
  #lon: Int32Array = new Int32Array(0)
  #lat: Int32Array = new Int32Array(0)
  readonly #barriers = new Map<number, { readonly opens: boolean }>()
  /** Numbers of roads that only a route over the way says. */
  readonly #refOfWay = new Map<number, string>()

  /** First reading. */
  ways(): OsmListener {
    return {
      way: (id, refs, tags) => {
        const road = roadOf(tags)
        if (road === null || refs.length < 2) return
        const first = this.#refs.length
        for (const ref of refs) this.#refs.push(ref)
        this.#ways.push({ id, road, first, last: this.#refs.length })
      },
      relation: (_id, members, tags) => {
        const routeRef = tags.get('type') === 'route' && tags.get('route') === 'road' ? tags.get('ref') : undefined
        if (routeRef !== undefined)
          for (const { kind, ref } of members) if (kind === 'way') this.#refOfWay.set(ref, routeRef)
        const raw = rawRestrictionOf(members, tags)
        if (raw === null) return
        if (typeof raw === 'string') this.#ignore(raw)
        else this.#restrictions.push(raw)
      },
    }
  }

  #ignore(reason: string): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1)
  }

  /** Second reading. */
  nodes(): OsmListener {
    const sorted = this.#refs.done().sort()
    const unique = new GrowingNumbers()
    const uses = new GrowingInts()
    for (let at = 0; at < sorted.length; ) {
      const id = sorted[at] ?? 0
      let end = at
      while (sorted[end] === id) end += 1
      unique.push(id)
      uses.push(end - at)
      at = end
    }
    this.#nodes = unique.done()
    this.#uses = uses.done()
    this.#lon = new Int32Array(this.#nodes.length).fill(UNKNOWN)
    this.#lat = new Int32Array(this.#nodes.length)
    return {
      node: (id, lon, lat, tags) => {
        const at = this.#indexOf(id)
        if (at < 0) return
        this.#lon[at] = lon
        this.#lat[at] = lat
        const barrier = tags.size > 0 ? barrierOf(tags) : null
        if (barrier) this.#barriers.set(at, barrier)
      },
    }
  }

  #indexOf(id: number): number {
    const nodes = this.#nodes
    let [low, high] = [0, nodes.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = nodes[middle] ?? 0
      if (found === id) return middle
      if (found < id) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  done(source: string): { readonly graph: RoadGraph; readonly report: BuildReport } {
    const refs = this.#refs.done()
    const edges = new EdgeMaker(this.#lon, this.#lat)
    const isEnd = new Uint8Array(this.#nodes.length)
    const runs: { readonly way: number; readonly nodes: Int32Array }[] = []
    let cutWays = 0
    for (const [way, { first, last }] of this.#ways.entries()) {
      const parts = this.#present(refs, first, last)
      if (parts.length !== 1 || parts[0]?.length !== last - first) cutWays += 1
      for (const nodes of parts) {
        runs.push({ way, nodes })
        isEnd[nodes[0] ?? 0] = 1
        isEnd[nodes[nodes.length - 1] ?? 0] = 1
      }
    }
    const isJunction = (node: number): boolean => isEnd[node] === 1 || (this.#uses[node] ?? 0) > 1
    const edgesOfWay = new Map<number, number[]>()
    for (const { way, nodes } of runs) {
      const read = this.#ways[way]
      if (!read) continue
      const routeRef = read.road.ref === '' ? this.#refOfWay.get(read.id) : undefined
      const found = routeRef === undefined ? read : { ...read, road: { ...read.road, ref: routeRef } }
      const own = edgesOfWay.get(found.id) ?? []
      edgesOfWay.set(found.id, own)
      let from = 0
      for (let at = 1; at < nodes.length; at += 1) {
        const node = nodes[at] ?? 0
        const isLast = at === nodes.length - 1
        const barrier = isLast || isJunction(node) ? undefined : this.#barriers.get(node)
        if (barrier) {
          own.push(edges.add(found.road, nodes.subarray(from, at + 1), 'before'))
          own.push(edges.addGate(found.road, node, barrier.opens))
          from = at
          edges.passGate(node)
        } else if (isLast || isJunction(node)) {
          own.push(edges.add(found.road, nodes.subarray(from, at + 1), 'plain'))
          from = at
        }
      }
    }
    const made = edges.done(source)
    const forbidden: (readonly number[])[] = []
    for (const raw of this.#restrictions) {
      const via = raw.viaNode === null ? null : edges.junctionOf(this.#indexOf(raw.viaNode))
      const found = resolve(raw, made, (id) => edgesOfWay.get(id) ?? [], via)
      if (typeof found === 'string') this.#ignore(found)
      else forbidden.push(...found)
    }
    const firstForbidden = new GrowingInts()
    const sequence = new GrowingInts()
    for (const arcs of forbidden) {
      firstForbidden.push(sequence.length)
      for (const arc of arcs) sequence.push(arc)
    }
    firstForbidden.push(sequence.length)
    const graph = { ...made, firstForbidden: firstForbidden.done(), forbidden: sequence.done() }
    return {
      graph,
      report: {
        ways: this.#ways.length,
        junctions: graph.junctionLon.length,
        edges: graph.from.length,
        km: Math.round(graph.lengthMm.reduce((sum, each) => sum + each, 0) / 1e6),
        restrictions: forbidden.length,
        ignored: Object.fromEntries(this.#ignored),
        cutWays,
      },
    }
  }

  /** The stretches of a way whose nodes are in the file, as places of nodes; a node twice in a row is one. */
  #present(refs: Float64Array, first: number, last: number): readonly Int32Array[] {
    const parts: Int32Array[] = []
    let part = new GrowingInts()
    const close = (): void => {
      if (part.length > 1) parts.push(part.done())
      part = new GrowingInts()
    }
    for (let at = first; at < last; at += 1) {
      const node = this.#indexOf(refs[at] ?? 0)
      if (node < 0 || this.#lon[node] === UNKNOWN) close()
      else if (part.length === 0 || part.at(part.length - 1) !== node) part.push(node)
    }
    close()
    return parts
  }
}

/** Numbers junctions and lays out edges. */
class EdgeMaker {
  readonly #lon: Int32Array
  readonly #lat: Int32Array
  readonly #junctionOfNode = new Map<number, number>()
  readonly #junctionLon = new GrowingInts()
  readonly #junctionLat = new GrowingInts()
  readonly #from = new GrowingInts()
  readonly #to = new GrowingInts()
  readonly #lengthMm = new GrowingInts()
  readonly #firstPoint = new GrowingInts()
  readonly #pointLon = new GrowingInts()
  readonly #pointLat = new GrowingInts()
  readonly #roadClass: number[] = []
  readonly #flags: number[] = []
  readonly #name = new GrowingInts()
  readonly #ref = new GrowingInts()
  readonly #words: string[] = ['']
  readonly #wordAt = new Map<string, number>([['', 0]])
  readonly #carMs = new GrowingInts()
  readonly #emergencyMs = new GrowingInts()
  /** Both sides of the gate that is being passed. */
  #before = -1
  #beyond = -1

  constructor(lon: Int32Array, lat: Int32Array) {
    this.#lon = lon
    this.#lat = lat
  }

  junctionOf(node: number): number | null {
    return this.#junctionOfNode.get(node) ?? null
  }

  #junction(node: number): number {
    const found = this.#junctionOfNode.get(node)
    if (found !== undefined) return found
    const made = this.#newJunction(node)
    this.#junctionOfNode.set(node, made)
    return made
  }

  #newJunction(node: number): number {
    this.#junctionLon.push(this.#lon[node] ?? 0)
    this.#junctionLat.push(this.#lat[node] ?? 0)
    return this.#junctionLon.length - 1
  }

  /** `before`: its end is this side of a gate. */
  add(road: Road, nodes: Int32Array, to: 'plain' | 'before'): number {
    const first = nodes[0] ?? 0
    const last = nodes[nodes.length - 1] ?? 0
    const end = to === 'before' ? this.#newJunction(last) : this.#junction(last)
    const start = this.#junction(first)
    if (to === 'before') this.#before = end
    let metres = 0
    this.#firstPoint.push(this.#pointLon.length)
    let previous: readonly [number, number] | null = null
    for (const node of nodes) {
      const lon = this.#lon[node] ?? 0
      const lat = this.#lat[node] ?? 0
      this.#pointLon.push(lon)
      this.#pointLat.push(lat)
      const here: readonly [number, number] = [lon / 1e7, lat / 1e7]
      if (previous) metres += distanceM(previous, here)
      previous = here
    }
    return this.#lay(road, start, end, metres, 0)
  }

  /** From this side of a gate to the other; nobody but who opens it passes. */
  addGate(road: Road, node: number, opens: boolean): number {
    const beyond = this.#newJunction(node)
    this.#firstPoint.push(this.#pointLon.length)
    for (let twice = 0; twice < 2; twice += 1) {
      this.#pointLon.push(this.#lon[node] ?? 0)
      this.#pointLat.push(this.#lat[node] ?? 0)
    }
    const shut = { forward: 0, backward: 0 }
    const edge = this.#lay({ ...road, car: shut, emergency: shut }, this.#before, beyond, 0, FLAG.gate)
    if (opens) {
      this.#emergencyMs.set(2 * edge, road.emergency.forward > 0 ? GATE_MS : NEVER)
      this.#emergencyMs.set(2 * edge + 1, road.emergency.backward > 0 ? GATE_MS : NEVER)
    }
    this.#beyond = beyond
    return edge
  }

  /** The way goes on from the other side of the gate. */
  passGate(node: number): void {
    this.#junctionOfNode.set(node, this.#beyond)
  }

  #lay(road: Road, from: number, to: number, metres: number, flags: number): number {
    this.#from.push(from)
    this.#to.push(to)
    this.#lengthMm.push(Math.round(metres * 1000))
    this.#roadClass.push(ROAD_CLASSES.indexOf(road.roadClass))
    this.#flags.push(
      flags |
        (road.isLink ? FLAG.link : 0) |
        (road.isTunnel ? FLAG.tunnel : 0) |
        (road.isBridge ? FLAG.bridge : 0) |
        (road.isRoundabout ? FLAG.roundabout : 0),
    )
    this.#name.push(this.#word(road.name))
    this.#ref.push(this.#word(road.ref))
    this.#carMs.push(ms(metres, road.car.forward))
    this.#carMs.push(ms(metres, road.car.backward))
    this.#emergencyMs.push(ms(metres, road.emergency.forward))
    this.#emergencyMs.push(ms(metres, road.emergency.backward))
    return this.#from.length - 1
  }

  #word(word: string): number {
    const found = this.#wordAt.get(word)
    if (found !== undefined) return found
    this.#words.push(word)
    this.#wordAt.set(word, this.#words.length - 1)
    return this.#words.length - 1
  }

  done(source: string): Omit<RoadGraph, 'firstForbidden' | 'forbidden'> {
    this.#firstPoint.push(this.#pointLon.length)
    return {
      source,
      junctionLon: this.#junctionLon.done(),
      junctionLat: this.#junctionLat.done(),
      from: this.#from.done(),
      to: this.#to.done(),
      lengthMm: this.#lengthMm.done(),
      firstPoint: this.#firstPoint.done(),
      pointLon: this.#pointLon.done(),
      pointLat: this.#pointLat.done(),
      roadClass: Uint8Array.from(this.#roadClass),
      flags: Uint8Array.from(this.#flags),
      name: this.#name.done(),
      ref: this.#ref.done(),
      words: this.#words,
      carMs: this.#carMs.done(),
      emergencyMs: this.#emergencyMs.done(),
    }
  }
}

function ms(metres: number, kmh: number): number {
  return kmh === 0 ? NEVER : Math.max(1, Math.round((metres * MS_OF_M_KMH) / kmh))
}
