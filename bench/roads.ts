/** The road graph: does its hierarchy say what Dijkstra says, how fast is it, and does it tell one carriageway from the other? */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { diceFrom } from '../src/core/dice.ts'
import { checkHierarchy } from '../src/roads/check.ts'
import { Closest, firstFew } from '../src/roads/closest.ts'
import { Dijkstra } from '../src/roads/dijkstra.ts'
import { NEVER, type RoadGraph, travelMs } from '../src/roads/graph.ts'
import { contract } from '../src/roads/hierarchy/contract.ts'
import { HierarchySearch } from '../src/roads/hierarchy/search.ts'
import { readGraph, readNetwork } from '../src/roads/io/import.ts'
import { Isochrones } from '../src/roads/isochrone.ts'
import { PlaceFinder } from '../src/roads/place-finder.ts'
import { PROFILES } from '../src/roads/profile.ts'
import { searchGraphOf } from '../src/roads/search-graph.ts'
import type { OnEdge } from '../src/roads/snap.ts'
import { motorwayCases } from './motorway-cases.ts'
import { type BenchResult, percentile, type Row } from './result.ts'
import { cityOf } from './road-city.ts'

const EXTRACTS = ['monaco', 'liechtenstein', 'porto', 'baltimore']
const PAIRS = 10_000
const UNITS = 500

export async function run(): Promise<BenchResult> {
  const rows: Row[] = [...onExtracts(), ...onCity(250), ...dispatching(320), ...named(), ...reached(320)]
  const about =
    'Real OpenStreetMap extracts for what is right; a synthetic city of crossings 110 m apart (main roads, one-ways, gaps, forbidden turns), harder for a hierarchy than real roads are, for what is fast. Vertices are junctions and their copies before forbidden turns. One process, one thread.'
  return { name: 'roads', about, rows }
}

function onExtracts(): readonly Row[] {
  const rows: Row[] = []
  let [cases, right] = [0, 0]
  for (const name of EXTRACTS) {
    const file = fileURLToPath(new URL(`../../shared/data/roads/${name}.osm.pbf`, import.meta.url))
    if (!existsSync(file)) {
      console.log(`the extract of ${name} is not here: left out`)
      continue
    }
    const read = readGraph(file)
    if (!read.ok) throw new Error(read.detail)
    const { graph } = read.value
    for (const profile of PROFILES) {
      const dice = diceFrom(20, `${name} ${profile}`)
      const hierarchy = contract(searchGraphOf(graph, travelMs(graph, profile)))
      const { differences } = checkHierarchy(graph, profile, hierarchy, PAIRS, dice.next)
      rows.push({
        what: `real ${name}, ${profile}: differences from Dijkstra in ${PAIRS} pairs`,
        value: differences,
        unit: 'pairs',
        must: { at: 'exactly', bound: 0 },
      })
    }
    const closest = new Closest(graph)
    for (const { incident, units } of motorwayCases(graph)) {
      cases += 1
      if (closest.find(incident, units, graph.emergencyMs, firstFew(1))[0]?.unit === 2) right += 1
    }
  }
  rows.push({ what: 'incidents on real motorways, labelled', value: cases, unit: 'cases' })
  rows.push({
    what: 'first is who comes along the right carriageway',
    value: (100 * right) / Math.max(1, cases),
    unit: '%',
    must: { at: 'least', bound: 100 },
  })
  return rows
}

function onCity(side: number): readonly Row[] {
  const graph = cityOf(side)
  const search = searchGraphOf(graph, graph.carMs)
  const began = performance.now()
  const hierarchy = contract(search)
  const buildS = (performance.now() - began) / 1000
  const over = new HierarchySearch(hierarchy)
  const plain = new Dijkstra(search)
  const dice = diceFrom(21, 'city')
  const anywhere = () => [{ vertex: dice.below(search.vertices), ms: 0 }]
  const pairs = Array.from({ length: 4_000 }, () => [anywhere(), anywhere()] as const)
  const routes = (): number => {
    const from = performance.now()
    for (const [a, b] of pairs) over.path(a, b)
    return (performance.now() - from) / pairs.length
  }
  routes()
  const routeMs = routes()
  const plainFrom = performance.now()
  for (const [a, b] of pairs.slice(0, 20)) plain.run(a, (vertex) => vertex === b[0]?.vertex)
  const plainMs = (performance.now() - plainFrom) / 20
  const places = Array.from({ length: 500 }, anywhere)
  const tables = Array.from({ length: 5 }, () => {
    const from = performance.now()
    over.table(places, places)
    return performance.now() - from
  })
  const where = `city of ${graph.junctionLon.length} junctions`
  return [
    { what: `${where}: vertices`, value: search.vertices, unit: 'vertices' },
    { what: `${where}: hierarchy built in`, value: buildS, unit: 's', must: { at: 'most', bound: 15 } },
    { what: `${where}: one route with its way, mean`, value: routeMs, unit: 'ms', must: { at: 'most', bound: 0.2 } },
    { what: `${where}: the same by Dijkstra, times as long`, value: plainMs / routeMs, unit: '×' },
    {
      what: `${where}: table of 500 × 500, median of 5`,
      value: percentile(tables, 0.5),
      unit: 'ms',
      must: { at: 'most', bound: 150 },
    },
  ]
}

function dispatching(side: number): readonly Row[] {
  const graph = cityOf(side)
  const closest = new Closest(graph)
  const dice = diceFrom(22, 'units')
  const took: number[] = []
  for (let round = 0; round < 220; round += 1) {
    const units = Array.from({ length: UNITS }, () => somewhere(graph, dice.below, dice.next))
    const incident = somewhere(graph, dice.below, dice.next)
    const from = performance.now()
    closest.find(incident, units, graph.emergencyMs, firstFew(5))
    if (round >= 20) took.push(performance.now() - from)
  }
  const where = `city of ${graph.junctionLon.length} junctions`
  return [
    { what: `${where}: nearest 5 of ${UNITS} units by travel time, p50`, value: percentile(took, 0.5), unit: 'ms' },
    { what: `${where}: the same, p95`, value: percentile(took, 0.95), unit: 'ms', must: { at: 'most', bound: 20 } },
  ]
}

/** Names as a call-taker types them: letter by letter, every third with a letter wrong; each beginning is a question. */
function named(): readonly Row[] {
  const rows: Row[] = []
  for (const name of ['porto', 'baltimore']) {
    const file = fileURLToPath(new URL(`../../shared/data/roads/${name}.osm.pbf`, import.meta.url))
    if (!existsSync(file)) continue
    const read = readNetwork(file)
    if (!read.ok) throw new Error(read.detail)
    const { graph, places, report } = read.value
    const finder = new PlaceFinder(graph, places)
    const dice = diceFrom(23, `names ${name}`)
    const streets = graph.words.filter((word) => word.length > 6)
    const took: number[] = []
    let [asked, found] = [0, 0]
    for (let round = 0; round < 300; round += 1) {
      const street = streets[dice.below(streets.length)] ?? ''
      const at = 1 + dice.below(street.length - 2)
      const typed = round % 3 === 0 ? street.slice(0, at) + street.slice(at + 1) : street
      for (let length = 1; length <= typed.length; length += 1) {
        const from = performance.now()
        const { candidates } = finder.find(typed.slice(0, length))
        if (round >= 30) took.push(performance.now() - from)
        if (length < typed.length) continue
        asked += 1
        if (candidates.some(({ place }) => place.label.zh === street || place.label.en === street)) found += 1
      }
    }
    rows.push(
      { what: `names of ${name}: streets, places and addresses`, value: report.names, unit: 'names' },
      {
        what: `names of ${name}: candidates after a key, p95`,
        value: percentile(took, 0.95),
        unit: 'ms',
        must: { at: 'most', bound: 10 },
      },
      {
        what: `names of ${name}: streets among the candidates, a third with a letter missing`,
        value: (100 * found) / Math.max(1, asked),
        unit: '%',
        must: { at: 'least', bound: 90 },
      },
    )
  }
  return rows
}

function reached(side: number): readonly Row[] {
  const graph = cityOf(side)
  const isochrones = new Isochrones(graph)
  const dice = diceFrom(24, 'reach')
  const took = Array.from({ length: 60 }, () => {
    const place = somewhere(graph, dice.below, dice.next)
    const from = performance.now()
    isochrones.from(place, [5, 10, 15], graph.emergencyMs)
    return performance.now() - from
  })
  const where = `city of ${graph.junctionLon.length} junctions`
  return [
    {
      what: `${where}: roads reached in 5, 10 and 15 minutes, p95`,
      value: percentile(took.slice(10), 0.95),
      unit: 'ms',
    },
  ]
}

function somewhere(graph: RoadGraph, below: (count: number) => number, chance: () => number): OnEdge {
  for (;;) {
    const edge = below(graph.from.length)
    if (Math.min(graph.emergencyMs[2 * edge] ?? NEVER, graph.emergencyMs[2 * edge + 1] ?? NEVER) < NEVER)
      return { edge, share: chance(), at: [0, 0], offM: 0 }
  }
}
