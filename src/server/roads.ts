/** The road network that the centre dispatches on: the configured extract, imported when it is new; without one, what an import left in the data folder; without either, none. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Datum } from '../core/datum.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Roads } from '../dispatch/recommend/on-network.ts'
import { Closest } from '../roads/closest.ts'
import { AppliedConditions } from '../roads/conditions/applied.ts'
import { travelMs } from '../roads/graph.ts'
import { importRoads } from '../roads/io/import.ts'
import { loadRoads, type RoadFile, saveRoads } from '../roads/io/road-file.ts'
import { Isochrones } from '../roads/isochrone.ts'
import { type Post, readPosts } from '../roads/kilometres/post.ts'
import { LiveRoads } from '../roads/live.ts'
import { Matcher } from '../roads/match.ts'
import { RoadNetwork } from '../roads/network.ts'
import { PlaceFinder } from '../roads/place-finder.ts'
import type { Profile } from '../roads/profile.ts'
import type { AskedRoads } from '../roads/routes/osrm.ts'
import type { Reached } from '../roads/routes/reach.ts'
import { type Say, withProgress } from './say.ts'

/** Of a data folder. */
export const ROADS_FILE = 'city.roads'

/** What a centre knows of its roads. */
export type OpenRoads = Roads &
  AskedRoads &
  Reached & { readonly places: PlaceFinder; readonly applied: AppliedConditions }
/** A file of kilometre posts that a user brings, and the datum it is in where it does not say. */
export type PostsFile = { readonly file: string; readonly datum: Datum }

/** `extract`: an OSM PBF file. A network that cannot be read is said; dispatching goes on by straight line. */
export async function openRoads(
  dataFolder: string,
  extract: string | undefined,
  posts: PostsFile | undefined,
  say: Say,
): Promise<OpenRoads | null> {
  const file = join(dataFolder, ROADS_FILE)
  if (extract === undefined && !existsSync(file)) return null
  const read = await readRoads(file, extract, posts)
  if (!read.ok) {
    say(`Roads: ${read.detail ?? read.refusal}. Units are proposed by straight line.`)
    return null
  }
  const { graph, hierarchies, places } = read.value
  const network = new RoadNetwork(graph, hierarchies)
  const { index } = network
  const live = new LiveRoads(graph)
  /** Made when first asked: a search graph of its own takes memory. */
  let isochrones: Isochrones | null = null
  const finder = new PlaceFinder(graph, places, index)
  const matcher = (profile: Profile): Matcher => new Matcher(graph, index, travelMs(graph, profile))
  return {
    ...{ graph, index, network },
    places: finder,
    onCarriageway: (place) => finder.onCarriageway(place),
    matchers: { car: matcher('car'), emergency: matcher('emergency') },
    closest: new Closest(graph),
    live,
    isochrones: () => {
      isochrones ??= new Isochrones(graph)
      return isochrones
    },
    applied: new AppliedConditions(graph, index, live),
  }
}

async function readRoads(
  file: string,
  extract: string | undefined,
  posts: PostsFile | undefined,
): Promise<Result<RoadFile>> {
  if (extract === undefined) return loadRoads(file)
  const sources = posts === undefined ? [extract] : [extract, posts.file]
  const isFresh = existsSync(file) && sources.every((each) => existsSync(each) && isOlder(each, file))
  const kept = isFresh ? loadRoads(file) : null
  if (kept?.ok) return kept
  const own = readOwnPosts(posts)
  if (!own.ok) return own
  const imported = await withProgress(
    'Importing the roads',
    importRoads(extract, () => {}, own.value),
  )
  if (!imported.ok) return imported
  saveRoads(file, imported.value)
  return ok(imported.value)
}

const isOlder = (file: string, than: string): boolean => statSync(file).mtimeMs <= statSync(than).mtimeMs

/** The posts of a file; none where no file is named. */
export function readOwnPosts(posts: PostsFile | undefined): Result<readonly Post[]> {
  if (posts === undefined) return ok([])
  let text: string
  try {
    text = readFileSync(posts.file, 'utf8')
  } catch {
    return refuse('no-file', `there is no file of posts ${posts.file} that can be read`)
  }
  return readPosts(text, posts.datum)
}
