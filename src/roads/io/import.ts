/** Imports an OSM PBF file: reads it twice, makes the graph, and contracts it for both profiles in threads of their own. */
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ok, type Result } from '../../core/result.ts'
import { type BuildReport, GraphBuilder } from '../build.ts'
import { type RoadGraph, travelMs } from '../graph.ts'
import type { Hierarchy } from '../hierarchy/hierarchy.ts'
import { PROFILES, type Profile } from '../profile.ts'
import { searchGraphOf } from '../search-graph.ts'
import type { ContractSaid } from './contract-thread.ts'
import { type PbfRefusal, readPbf } from './pbf-file.ts'
import type { RoadFile } from './road-file.ts'

export type ImportStep = 'ways' | 'nodes' | 'graph' | 'hierarchy'
export type Imported = RoadFile & { readonly report: BuildReport }

const THREAD = new URL('./contract-thread.ts', import.meta.url)

/** `onProgress` gets the step and the share of it that is done, 0–1. */
export async function importRoads(
  pbf: string,
  onProgress: (step: ImportStep, share: number) => void = () => {},
): Promise<Result<Imported, PbfRefusal>> {
  const read = readGraph(pbf, onProgress)
  if (!read.ok) return read
  const { graph, report } = read.value
  const shares = new Map<Profile, number>()
  const build = (profile: Profile): Promise<Hierarchy> =>
    contracted(graph, profile, (share) => {
      shares.set(profile, share)
      onProgress('hierarchy', PROFILES.reduce((sum, each) => sum + (shares.get(each) ?? 0), 0) / PROFILES.length)
    })
  const [car, emergency] = await Promise.all([build('car'), build('emergency')])
  return ok({ graph, report, hierarchies: { car, emergency } })
}

/** The graph alone. */
export function readGraph(
  pbf: string,
  onProgress: (step: ImportStep, share: number) => void = () => {},
): Result<{ readonly graph: RoadGraph; readonly report: BuildReport }, PbfRefusal> {
  const builder = new GraphBuilder()
  const ways = readPbf(pbf, builder.ways(), (share) => onProgress('ways', share))
  if (!ways.ok) return ways
  const nodes = readPbf(pbf, builder.nodes(), (share) => onProgress('nodes', share))
  if (!nodes.ok) return nodes
  onProgress('graph', 0)
  return ok(builder.done(basename(pbf)))
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
