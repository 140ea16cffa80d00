/** Answers where a typed place is: candidates, the likeliest first, each with its road, kilometre and carriageway where it lies on one. Pure. */
import { distanceM, type Position } from '../core/geo.ts'
import type { Carriageway, Place } from '../core/place.ts'
import { Crossings } from './gazetteer/crossings.ts'
import { type FoundName, type Gazetteer, NameSearch } from './gazetteer/gazetteer.ts'
import { NEVER, type RoadGraph } from './graph.ts'
import type { Kilometres } from './kilometres/lay.ts'
import { plainRoad } from './kilometres/post.ts'
import { LinearReference, type OnArc, type Range } from './kilometres/reference.ts'
import { kilometreLabel, readPlace } from './place-said.ts'
import { EdgeIndex, type OnEdge } from './snap.ts'

export const CANDIDATE_KINDS = ['kilometre', 'crossing', 'street', 'poi', 'address', 'coordinates'] as const
export type CandidateKind = (typeof CANDIDATE_KINDS)[number]
export type Candidate = {
  readonly kind: CandidateKind
  readonly place: Place
  /** Of a point of interest, OpenStreetMap's word for what it is. */
  readonly category?: string
}

/** A road is known, the kilometre is not on it. */
export type Beyond = { readonly road: string } & Range
export type Found = { readonly candidates: readonly Candidate[]; readonly beyond: Beyond | null }

/** A place with a name lies on a numbered road only this near to it. */
const ON_ROAD_M = 25
/** What claims a kilometre must lie this near to it. */
const CLAIM_M = 250
const STREETS_EACH = 12
const SAME_M = 5

export type Places = { readonly kilometres: Kilometres; readonly gazetteer: Gazetteer }

export class PlaceFinder {
  readonly reference: LinearReference
  readonly #graph: RoadGraph
  readonly #index: EdgeIndex
  readonly #names: NameSearch
  readonly #crossings: Crossings
  readonly #box: readonly [west: number, south: number, east: number, north: number]

  constructor(graph: RoadGraph, { kilometres, gazetteer }: Places, index = new EdgeIndex(graph)) {
    this.#graph = graph
    this.#index = index
    this.reference = new LinearReference(graph, kilometres)
    this.#names = new NameSearch(gazetteer)
    this.#crossings = new Crossings(graph, index)
    this.#box = boxOf(graph)
  }

  find(text: string, most = 8): Found {
    const said = readPlace(text, (road) => this.reference.ranges.has(road))
    const kilometre = said.kilometre ? this.#kilometres(said.kilometre) : { candidates: [], beyond: null }
    const coordinates = this.#coordinates(said.coordinates)
    const crossings = said.crossing ? this.#crossing(...said.crossing) : []
    const exact = [...kilometre.candidates, ...coordinates, ...crossings]
    const named = exact.length > 0 ? [] : this.#names.find(said.words, most).map((name) => this.#named(name))
    return { candidates: [...exact, ...named].slice(0, most), beyond: kilometre.beyond }
  }

  #kilometres(said: {
    readonly road: string
    readonly kilometre: number
    readonly carriageway: Carriageway | null
    readonly lane: string | null
  }): Found {
    const { road, kilometre, lane } = said
    const candidates: Candidate[] = []
    let beyond: Beyond | null = null
    for (const carriageway of said.carriageway ? [said.carriageway] : (['up', 'down'] as const)) {
      const found = this.reference.placeOf({ road, kilometre, carriageway })
      if (found.ok) {
        const label = kilometreLabel(road, kilometre, carriageway, lane)
        const place = { position: rounded(found.value.at), label, road, kilometre, carriageway }
        candidates.push({ kind: 'kilometre', place: lane === null ? place : { ...place, lane } })
      } else if (found.range) beyond = { road, ...found.range }
    }
    return { candidates, beyond: candidates.length > 0 ? null : beyond }
  }

  /** What lies in the network's own box comes first: of two orders of two numbers one does. */
  #coordinates(said: readonly { readonly position: Position }[]): readonly Candidate[] {
    const [west, south, east, north] = this.#box
    const isHere = ([lon, lat]: Position): boolean => lon >= west && lon <= east && lat >= south && lat <= north
    const here = said.filter(({ position }) => isHere(position))
    return (here.length > 0 ? here : said).map(({ position }) => {
      const text = `${position[0].toFixed(5)}, ${position[1].toFixed(5)}`
      return { kind: 'coordinates', place: this.placed(position, { zh: text, en: text }) }
    })
  }

  #crossing(one: string, other: string): readonly Candidate[] {
    const found: Candidate[] = []
    const seen = new Set<string>()
    const others = this.#streetsCalled(other)
    for (const a of this.#streetsCalled(one))
      for (const b of others) {
        const key = [a.name, b.name].sort().join('\n')
        if (seen.has(key)) continue
        seen.add(key)
        for (const at of this.#crossings.of(a.name, b.name)) {
          // A road by its number and by its name crosses the other one once.
          if (found.some(({ place }) => distanceM(place.position, at) < SAME_M)) continue
          found.push({
            kind: 'crossing',
            // Neither of the two roads' kilometres would be certain here.
            place: {
              position: rounded(at),
              label: { zh: `${a.label.zh}与${b.label.zh}路口`, en: `${a.label.en} × ${b.label.en}` },
            },
          })
        }
      }
    return found
  }

  /** Names as the map writes them, of the streets that a text may mean; a road's number counts as its name. */
  #streetsCalled(text: string): readonly { readonly name: string; readonly label: FoundName['label'] }[] {
    const numbers = [...new Set(this.#graph.words)].filter((word) => sameName(word, text)).slice(0, 1)
    const named = this.#names.find(text, STREETS_EACH, (kind) => kind === 'street')
    return [
      ...named.flatMap((street) => {
        const name = this.#nameOnMap(street)
        return name === null ? [] : [{ name, label: street.label }]
      }),
      ...numbers.map((name) => ({ name, label: { zh: name, en: name } })),
    ]
  }

  /** A street is labelled in both languages and named in one: that of the road at its middle. */
  #nameOnMap({ position, label }: FoundName): string | null {
    const found = this.#index.within(position, () => true, 30, 6)
    const words = found.map(({ edge }) => this.#graph.words[this.#graph.name[edge] ?? 0] ?? '')
    return words.find((word) => word === label.zh || word === label.en) ?? words.find((word) => word !== '') ?? null
  }

  #named({ kind, label, category, position }: FoundName): Candidate {
    return { kind, place: this.placed(position, label), ...(category === '' ? {} : { category }) }
  }

  /** A place with the road, kilometre and carriageway that it lies on, if it lies on one. */
  placed(position: Position, label: Place['label']): Place {
    const on = this.locate(position, ON_ROAD_M)
    const at = on?.references.length === 1 ? on.references[0] : undefined
    const place = { position: rounded(position), label }
    if (!at) return place
    return { ...place, road: at.road, kilometre: Math.round(at.kilometre * 1_000) / 1_000, carriageway: at.carriageway }
  }

  /** The road nearest to a position, and what its kilometres and carriageways are there; null: none is near. */
  locate(position: Position, mostM = 300): Located | null {
    const { carMs, emergencyMs, words, name, ref } = this.#graph
    const may = (edge: number): boolean =>
      [2 * edge, 2 * edge + 1].some((arc) => Math.min(carMs[arc] ?? NEVER, emergencyMs[arc] ?? NEVER) < NEVER)
    const on = this.#index.nearest(position, may, mostM)
    if (!on) return null
    return {
      on,
      name: words[name[on.edge] ?? 0] ?? '',
      ref: words[ref[on.edge] ?? 0] ?? '',
      references: this.reference.at(on),
    }
  }

  /** The place on the network that a place says it is on: its own carriageway, not the one that happens to be nearest. */
  onCarriageway({ position, road, kilometre, carriageway }: Place): OnArc | null {
    if (road === undefined || kilometre === undefined || carriageway === undefined) return null
    const found = this.reference.placeOf({ road, kilometre, carriageway })
    return found.ok && distanceM(found.value.at, position) <= CLAIM_M ? found.value : null
  }

  /** What is wrong with a place that claims a kilometre of a known road: no such kilometre, or its point lies elsewhere. */
  check({ position, road, kilometre, carriageway }: Place): PlaceRefusal | null {
    // A road without posts in this network cannot be contradicted.
    if (road === undefined || kilometre === undefined || !this.reference.ranges.has(plainRoad(road))) return null
    let nearestM = Number.POSITIVE_INFINITY
    for (const way of carriageway ? [carriageway] : (['up', 'down'] as const)) {
      const found = this.reference.placeOf({ road, kilometre, carriageway: way })
      if (found.ok) nearestM = Math.min(nearestM, distanceM(found.value.at, position))
    }
    if (nearestM === Number.POSITIVE_INFINITY) return 'off-the-road'
    return nearestM <= CLAIM_M ? null : 'not-at-kilometre'
  }
}

export type PlaceRefusal = 'off-the-road' | 'not-at-kilometre'
export type Located = {
  readonly on: OnEdge
  readonly name: string
  readonly ref: string
  readonly references: ReturnType<LinearReference['at']>
}

const sameName = (a: string, b: string): boolean =>
  a !== '' && a.replace(/\s+/g, '').toLowerCase() === b.replace(/\s+/g, '').toLowerCase()
const rounded = ([lon, lat]: Position): Position => [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]

function boxOf({ junctionLon, junctionLat }: RoadGraph): readonly [number, number, number, number] {
  let [west, south, east, north] = [180e7, 90e7, -180e7, -90e7]
  for (const [at, lon] of junctionLon.entries()) {
    const lat = junctionLat[at] ?? 0
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return [west / 1e7, south / 1e7, east / 1e7, north / 1e7]
}
