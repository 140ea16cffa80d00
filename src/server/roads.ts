/** The road network that the centre dispatches on: the configured extract, imported when it is new; without one, what an import left in the data folder; without either, none. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '../core/result.ts'
import type { Roads } from '../dispatch/recommend/travel.ts'
import { Closest } from '../roads/closest.ts'
import { travelMs } from '../roads/graph.ts'
import { importRoads } from '../roads/io/import.ts'
import { loadRoads, type RoadFile, saveRoads } from '../roads/io/road-file.ts'
import { LiveRoads } from '../roads/live.ts'
import { Matcher } from '../roads/match.ts'
import { RoadNetwork } from '../roads/network.ts'
import type { Profile } from '../roads/profile.ts'
import type { AskedRoads } from '../roads/routes.ts'
import { type Say, withProgress } from './say.ts'

/** Of a data folder. */
export const ROADS_FILE = 'city.roads'

/** `extract`: an OSM PBF file. A network that cannot be read is said; dispatching goes on by straight line. */
export async function openRoads(
  dataFolder: string,
  extract: string | undefined,
  say: Say,
): Promise<(Roads & AskedRoads) | null> {
  const file = join(dataFolder, ROADS_FILE)
  if (extract === undefined && !existsSync(file)) return null
  const read = await readRoads(file, extract)
  if (!read.ok) {
    say(`Roads: ${read.detail ?? read.refusal}. Units are proposed by straight line.`)
    return null
  }
  const { graph, hierarchies } = read.value
  const network = new RoadNetwork(graph, hierarchies)
  const { index } = network
  const matcher = (profile: Profile): Matcher => new Matcher(graph, index, travelMs(graph, profile))
  return {
    ...{ graph, index, network },
    matchers: { car: matcher('car'), emergency: matcher('emergency') },
    closest: new Closest(graph),
    live: new LiveRoads(graph),
  }
}

async function readRoads(file: string, extract: string | undefined): Promise<Result<RoadFile>> {
  if (extract === undefined) return loadRoads(file)
  const isFresh = existsSync(file) && existsSync(extract) && statSync(file).mtimeMs >= statSync(extract).mtimeMs
  const kept = isFresh ? loadRoads(file) : null
  if (kept?.ok) return kept
  const imported = await withProgress('Importing the roads', importRoads(extract))
  if (!imported.ok) return imported
  saveRoads(file, imported.value)
  return ok(imported.value)
}
