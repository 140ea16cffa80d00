/** Imports an OSM PBF file: reads it twice, makes the graph, lays kilometres and names over it, and contracts it for both profiles in threads of their own. */
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ok, type Result } from '../../core/result.ts'
import { type BuildReport, GraphBuilder } from '../build.ts'
import { PlaceCollector } from '../gazetteer/collect.ts'
import { gazetteerOf } from '../gazetteer/gazetteer.ts'
import { streetsOf } from '../gazetteer/streets.ts'
import { type RoadGraph, travelMs } from '../graph.ts'
import type { Hierarchy } from '../hierarchy/hierarchy.ts'
import { layKilometres } from '../kilometres/lay.ts'
import type { Post } from '../kilometres/post.ts'
import type { OsmListener } from '../osm.ts'
import type { Places } from '../place-finder.ts'
import { PROFILES, type Profile } from '../profile.ts'
import { searchGraphOf } from '../search-graph.ts'
import type { ContractSaid } from './contract-thread.ts'
import { type PbfRefusal, readPbf } from './pbf-file.ts'
import type { RoadFile } from './road-file.ts'

export type ImportStep = 'ways' | 'nodes' | 'graph' | 'hierarchy'
export type ImportReport = BuildReport & {
  /** Kilometre posts read, and the roads that they gave kilometres to. */
  readonly posts: number
  readonly measured: readonly string[]
  /** Streets, points of interest and addresses. */
  readonly names: number
}
export type Imported = RoadFile & { readonly report: ImportReport }

const THREAD = new URL('./contract-thread.ts', import.meta.url)

/** `posts`: those that a user brings, beside those in the file. `onProgress` gets the step and the share of it that is done, 0–1. */
export async function importRoads(
  pbf: string,
  onProgress: (step: ImportStep, share: number) => void = () => {},
  posts: readonly Post[] = [],
): Promise<Result<Imported, PbfRefusal>> {
  const read = readNetwork(pbf, posts, onProgress)
  if (!read.ok) return read
  const { graph, report, places } = read.value
  const shares = new Map<Profile, number>()
  const build = (profile: Profile): Promise<Hierarchy> =>
    contracted(graph, profile, (share) => {
      shares.set(profile, share)
      onProgress('hierarchy', PROFILES.reduce((sum, each) => sum + (shares.get(each) ?? 0), 0) / PROFILES.length)
    })
  const [car, emergency] = await Promise.all([build('car'), build('emergency')])
  return ok({ graph, report, places, hierarchies: { car, emergency } })
}

type Read = { readonly graph: RoadGraph; readonly report: ImportReport; readonly places: Places }

/** The graph with its kilometres and names, not yet contracted. */
export function readNetwork(
  pbf: string,
  posts: readonly Post[] = [],
  onProgress: (step: ImportStep, share: number) => void = () => {},
): Result<Read, PbfRefusal> {
  const builder = new GraphBuilder()
  const collector = new PlaceCollector()
  const ways = readPbf(pbf, both(builder.ways(), collector.ways()), (share) => onProgress('ways', share))
  if (!ways.ok) return ways
  const nodes = readPbf(pbf, both(builder.nodes(), collector.nodes()), (share) => onProgress('nodes', share))
  if (!nodes.ok) return nodes
  onProgress('graph', 0)
  const { graph, report } = builder.done(basename(pbf))
  const kilometres = layKilometres(graph, [...collector.posts, ...posts])
  const named = [...streetsOf(graph, collector.streets), ...collector.done()]
  const told = { posts: collector.posts.length + posts.length, measured: kilometres.roads, names: named.length }
  return ok({ graph, report: { ...report, ...told }, places: { kilometres, gazetteer: gazetteerOf(named) } })
}

/** The graph alone. */
export function readGraph(
  pbf: string,
): Result<{ readonly graph: RoadGraph; readonly report: BuildReport }, PbfRefusal> {
  const builder = new GraphBuilder()
  const ways = readPbf(pbf, builder.ways())
  if (!ways.ok) return ways
  const nodes = readPbf(pbf, builder.nodes())
  return nodes.ok ? ok(builder.done(basename(pbf))) : nodes
}

/** What is not listened to is not decoded: a kind that neither listens to has no listener. */
function both(one: OsmListener, other: OsmListener): OsmListener {
  const { node, way, relation } = one
  return {
    ...(node || other.node
      ? {
          node: (...said: Parameters<NonNullable<OsmListener['node']>>) => {
            node?.(...said)
            other.node?.(...said)
          },
        }
      : {}),
    ...(way || other.way
      ? {
          way: (...said: Parameters<NonNullable<OsmListener['way']>>) => {
            way?.(...said)
            other.way?.(...said)
          },
        }
      : {}),
    ...(relation ? { relation } : {}),
  }
}

function contracted(graph: RoadGraph, profile: Profile, onShare: (share: number) => void): Promise<Hierarchy> {
  const { vertices, tail, head, weight } = searchGraphOf(graph, travelMs(graph, profile))
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: { vertices, tail, head, weight } })
    worker.on('message', (said: ContractSaid) => {
      if (said.kind === 'share') onShare(said.share)
      else resolve(said.hierarchy)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the thread ended (${code}) before its work was done`)))
  })
}
