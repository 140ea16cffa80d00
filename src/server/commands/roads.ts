/** `firstminute roads`: a city's road network out of an OpenStreetMap extract, and questions to it from the command line. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DATUMS } from '../../core/datum.ts'
import { diceFrom } from '../../core/dice.ts'
import { distanceM, type Position } from '../../core/geo.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { checkHierarchy } from '../../roads/check.ts'
import { NEVER } from '../../roads/graph.ts'
import { type ImportReport, type ImportStep, importRoads } from '../../roads/io/import.ts'
import { loadRoads, type RoadFile, saveRoads } from '../../roads/io/road-file.ts'
import type { Post } from '../../roads/kilometres/post.ts'
import { RoadNetwork, type RouteRefusal } from '../../roads/network.ts'
import { PlaceFinder } from '../../roads/place-finder.ts'
import { PROFILES, type Profile } from '../../roads/profile.ts'
import { readArguments } from '../arguments.ts'
import { dataFolder } from '../data-folder.ts'
import { ROADS_FILE, readOwnPosts } from '../roads.ts'
import { say } from '../say.ts'
import { find, isochrone, locate } from './road-places.ts'

const USAGE = `roads import <file.osm.pbf> [--posts <file.geojson|.csv>] [--datum wgs-84|gcj-02|bd-09|cgcs2000] [--out <file>]
       firstminute roads route --from <lon,lat> --to <lon,lat> [--profile car|emergency] [--json]
       firstminute roads table --points <lon,lat;lon,lat;…> [--profile car|emergency] [--json]
       firstminute roads check <road file or .osm.pbf> [--pairs <n>] [--seed <n>] [--json]
       firstminute roads find [<road file>] "<place>" [--json]
       firstminute roads locate [<road file>] --at <lon,lat> [--json]
       firstminute roads isochrone [<road file>] --at <lon,lat> [--minutes 5,10,15] [--profile car|emergency] [--json]
       route and table take --roads <file> where the network is not in the data folder`

const OPTIONS = {
  out: { type: 'string' },
  posts: { type: 'string' },
  datum: { type: 'string', default: 'wgs-84' },
  at: { type: 'string' },
  minutes: { type: 'string', default: '5,10,15' },
  roads: { type: 'string' },
  'data-folder': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  points: { type: 'string' },
  profile: { type: 'string', default: 'car' },
  pairs: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const

const STEPS: Readonly<Record<ImportStep, string>> = {
  ways: 'reading ways',
  nodes: 'reading nodes',
  graph: 'joining the graph',
  hierarchy: 'contracting it for both profiles',
}

const ROUTE_REFUSALS: Readonly<Record<RouteRefusal, string>> = {
  'off-road-from': 'No road of this network is near the place to start from.',
  'off-road-to': 'No road of this network is near the place to go to.',
  'no-route': 'There is no way from the one to the other on this network.',
}

export async function roads(args: readonly string[]): Promise<number> {
  const read = readArguments(args, OPTIONS, { min: 1, max: 3 }, USAGE)
  if (!read.ok) return wrong(read.detail ?? read.refusal)
  const { values, positionals } = read.value
  const [verb, file] = positionals
  const profile = PROFILES.find((each) => each === values.profile)
  if (!profile) return wrong(`There is no profile "${values.profile}"; there are ${PROFILES.join(' and ')}.`)
  const home = async (): Promise<Result<string>> => {
    const folder = await dataFolder(values)
    return folder.ok ? ok(join(folder.value, ROADS_FILE)) : folder
  }
  switch (verb) {
    case 'import': {
      if (!file) return wrong(`Which extract is it? usage: firstminute ${USAGE}`)
      const out = values.out === undefined ? await home() : ok(values.out)
      const datum = DATUMS.find((each) => each === values.datum)
      if (!datum) return wrong(`There is no datum "${values.datum}"; there are ${DATUMS.join(', ')}.`)
      const posts = readOwnPosts(values.posts === undefined ? undefined : { file: values.posts, datum })
      if (!posts.ok) return wrong(posts.detail ?? posts.refusal)
      return out.ok ? await importFile(file, out.value, posts.value, values.json) : wrong(out.detail ?? out.refusal)
    }
    case 'find':
    case 'isochrone':
    case 'locate': {
      // The network of the data folder needs no name.
      const [named, text] = verb === 'find' && positionals.length === 2 ? [undefined, file] : [file, positionals[2]]
      const place = named === undefined ? (values.roads === undefined ? await home() : ok(values.roads)) : ok(named)
      if (!place.ok) return wrong(place.detail ?? place.refusal)
      const loaded = loadRoads(place.value)
      if (!loaded.ok) return wrong(loaded.detail ?? loaded.refusal)
      const finder = new PlaceFinder(loaded.value.graph, loaded.value.places)
      if (verb === 'find') return text ? find(finder, text, values.json) : wrong(`usage: firstminute ${USAGE}`)
      const at = positionOf(values.at)
      if (verb === 'isochrone' && at) return isochrone(loaded.value, at, values.minutes, profile, values.json)
      return at ? locate(finder, at, values.json) : wrong(NOT_A_PLACE)
    }
    case 'check': {
      const pairs = Number(values.pairs)
      if (!file || !Number.isInteger(pairs) || pairs < 1) return wrong(`usage: firstminute ${USAGE}`)
      return await check(file, pairs, Number(values.seed), values.json)
    }
    case 'route':
    case 'table': {
      const place = values.roads === undefined ? await home() : ok(values.roads)
      if (!place.ok) return wrong(place.detail ?? place.refusal)
      const loaded = loadRoads(place.value)
      if (!loaded.ok) return wrong(loaded.detail ?? loaded.refusal)
      const network = new RoadNetwork(loaded.value.graph, loaded.value.hierarchies)
      return verb === 'route'
        ? route(network, profile, values.from, values.to, values.json)
        : table(network, profile, values.points, values.json)
    }
    default:
      return wrong(`There is no "roads ${verb}".\nusage: firstminute ${USAGE}`)
  }
}

function wrong(sentence: string): number {
  say(sentence)
  return 2
}

/** One line that moves on a terminal; elsewhere one line a step. */
function progress(): (step: ImportStep, share: number) => void {
  let last = ''
  let at = 0
  return (step, share) => {
    const now = performance.now()
    if (process.stderr.isTTY) {
      if (step === last && now - at < 200) return
      process.stderr.write(`\r\u001b[K${STEPS[step]} … ${Math.round(100 * share)} %`)
    } else if (step !== last) process.stderr.write(`${STEPS[step]} …\n`)
    last = step
    at = now
  }
}

async function importFile(pbf: string, out: string, posts: readonly Post[], json: boolean): Promise<number> {
  const began = performance.now()
  const imported = await importRoads(pbf, progress(), posts)
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if (!imported.ok) return wrong(`${pbf}: ${imported.detail ?? imported.refusal}`)
  const { report, graph } = imported.value
  if (graph.from.length === 0) return wrong(`${pbf}: there is no road in this extract, so nothing was written`)
  mkdirSync(dirname(out), { recursive: true })
  saveRoads(out, imported.value)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  if (json) console.log(JSON.stringify({ file: out, seconds, ...report }))
  else for (const line of summary(report, out, seconds)) console.log(line)
  return 0
}

function summary(report: ImportReport, out: string, seconds: number): readonly string[] {
  const { junctions, edges, km, restrictions, ignored, cutWays, posts, measured, names } = report
  const unused = Object.entries(ignored).map(([reason, count]) => `${count} ${reason.replaceAll('-', ' ')}`)
  return [
    `${out}: ${junctions} junctions, ${edges} stretches of road, ${km} km, ${restrictions} forbidden turns; ${seconds} s`,
    `${names} streets, addresses and points of interest; ${posts} kilometre posts, which measure ${measured.length > 0 ? measured.join(', ') : 'no road'}`,
    ...(unused.length > 0 ? [`turn restrictions that could not be used: ${unused.join(', ')}`] : []),
    ...(cutWays > 0 ? [`${cutWays} roads leave the extract and are cut at its edge`] : []),
  ]
}

async function check(file: string, pairs: number, seed: number, json: boolean): Promise<number> {
  const opened = await openAny(file)
  if (!opened.ok) return wrong(opened.detail ?? opened.refusal)
  const { graph, hierarchies } = opened.value
  let differences = 0
  for (const profile of PROFILES) {
    const dice = diceFrom(seed, `check ${profile}`)
    const checked = checkHierarchy(graph, profile, hierarchies[profile], pairs, () => dice.next())
    differences += checked.differences
    if (json) console.log(JSON.stringify({ profile, ...checked }))
    else
      console.log(
        `${profile}: ${checked.pairs} pairs, ${checked.differences} differences between hierarchy and Dijkstra (${checked.withoutWay} pairs have no way)`,
      )
  }
  return differences === 0 ? 0 : 1
}

async function openAny(file: string): Promise<Result<RoadFile>> {
  if (!existsSync(file)) return refuse('no-file', `there is no file ${file}`)
  const loaded = loadRoads(file)
  if (loaded.ok || loaded.refusal !== 'not-a-road-file') return loaded
  const imported = await importRoads(file, progress())
  if (imported.ok || imported.refusal !== 'not-pbf') return imported
  return refuse('not-a-road-file', `${file} is neither a road file nor an OSM PBF file`)
}

function positionOf(text: string | undefined): Position | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text ?? '')
  const [lon, lat] = [Number(found?.[1]), Number(found?.[2])]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}

const NOT_A_PLACE = 'A place is written as lon,lat in degrees of WGS-84, as in 7.4210,43.7316.'

function route(
  network: RoadNetwork,
  profile: Profile,
  fromText: string | undefined,
  toText: string | undefined,
  json: boolean,
): number {
  const from = positionOf(fromText)
  const to = positionOf(toText)
  if (!from || !to) return wrong(NOT_A_PLACE)
  const found = network.route(profile, from, to)
  if (!found.ok) {
    if (json) console.log(JSON.stringify({ refusal: found.refusal }))
    return wrong(ROUTE_REFUSALS[found.refusal]) - 1
  }
  const { seconds, metres, geometry } = found.value
  const rounded = geometry.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6])
  if (json) {
    const line = { type: 'LineString', coordinates: rounded }
    console.log(JSON.stringify({ seconds, metres: Math.round(metres * 10) / 10, geometry: line }))
    return 0
  }
  const start = geometry[0]
  const offM = start ? Math.round(distanceM(from, start)) : 0
  console.log(
    `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s, ${(metres / 1000).toFixed(2)} km, from ${offM} m off the first place`,
  )
  return 0
}

function table(network: RoadNetwork, profile: Profile, text: string | undefined, json: boolean): number {
  const points = (text ?? '').split(';').map(positionOf)
  const places = points.filter((point) => point !== null)
  if (places.length < 2 || places.length !== points.length) return wrong(NOT_A_PLACE)
  const ms = network.table(profile, places, places)
  const rows = places.map((_, row) =>
    places.map((__, column) => {
      const each = ms[row * places.length + column] ?? NEVER
      return each >= NEVER ? null : each / 1000
    }),
  )
  if (json) console.log(JSON.stringify({ seconds: rows }))
  else
    for (const row of rows) console.log(row.map((each) => (each === null ? '–' : each.toFixed(1)).padStart(9)).join(''))
  return 0
}
