/** Small road networks for tests, laid as an OSM file would tell them: nodes in steps of about 111 m, ways by names of nodes. */
import { GraphBuilder } from './build.ts'
import type { RoadGraph } from './graph.ts'
import type { OsmListener, OsmMember } from './osm.ts'

export type Sketch = {
  /** [column, row] in steps of a thousandth of a degree, at the equator. */
  readonly nodes: Readonly<
    Record<string, readonly [number, number] | readonly [number, number, Readonly<Record<string, string>>]>
  >
  /** Names of nodes in order; what is not said of it is a residential street. */
  readonly ways: Readonly<Record<string, { readonly nodes: string; readonly tags?: Readonly<Record<string, string>> }>>
  readonly relations?: readonly {
    readonly tags: Readonly<Record<string, string>>
    /** `role:name`, ways first looked for. */
    readonly members: string
  }[]
}

/** One degree is 1e7; a step is a thousandth. */
export const STEP = 10_000

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index + 1]))

/** Tells a listener what is in a sketch. */
export function tell(sketch: Sketch, listener: OsmListener): void {
  const nodeIds = numbered(Object.keys(sketch.nodes))
  const wayIds = numbered(Object.keys(sketch.ways))
  for (const [name, [column, row, tags = {}]] of Object.entries(sketch.nodes))
    listener.node?.(nodeIds.get(name) ?? 0, column * STEP, row * STEP, new Map(Object.entries(tags)))
  for (const [name, { nodes, tags = {} }] of Object.entries(sketch.ways)) {
    const refs = Float64Array.from(nodes.split(' '), (node) => nodeIds.get(node) ?? 999_999)
    listener.way?.(wayIds.get(name) ?? 0, refs, new Map(Object.entries({ highway: 'residential', name, ...tags })))
  }
  for (const [index, { tags, members }] of (sketch.relations ?? []).entries())
    listener.relation?.(
      index + 1,
      members.split(' ').map((member): OsmMember => {
        const [role = '', name = ''] = member.split(':')
        const way = wayIds.get(name)
        return way === undefined
          ? { kind: 'node', ref: nodeIds.get(name) ?? 999_999, role }
          : { kind: 'way', ref: way, role }
      }),
      new Map(Object.entries({ type: 'restriction', ...tags })),
    )
}

export function graphOf(sketch: Sketch): RoadGraph {
  return builtOf(sketch).graph
}

export function builtOf(sketch: Sketch): ReturnType<GraphBuilder['done']> {
  const builder = new GraphBuilder()
  tell(sketch, builder.ways())
  tell(sketch, builder.nodes())
  return builder.done('sketch')
}
