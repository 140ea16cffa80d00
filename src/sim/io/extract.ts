/** The simulated city's roads, and what stands beside them, as an OpenStreetMap extract (PBF), so that the centre reads them as it would a real city's. */
import { deflateSync } from 'node:zlib'
import { PbfWriter } from 'pbf'
import { ROAD } from '../city/expressway.ts'
import type { Edge, RoadKind } from '../city/graph.ts'
import { positionOf, type XY } from '../city/plane.ts'
import { type Sign, signsOf } from '../city/signs.ts'
import type { City } from '../city.ts'

const HIGHWAY: Readonly<Record<RoadKind, string>> = {
  expressway: 'motorway',
  ramp: 'motorway_link',
  arterial: 'primary',
  'district-road': 'tertiary',
}

export function extractOf(city: City): Uint8Array {
  const { nodes, edges } = city.graph
  const places: XY[] = [...nodes]
  const strings: string[] = ['']
  const stringAt = new Map<string, number>()
  const word = (text: string): number => {
    const known = stringAt.get(text)
    if (known !== undefined) return known
    stringAt.set(text, strings.push(text) - 1)
    return strings.length - 1
  }
  const tagged = (tags: Sign['tags']): Coded => tags.map(([key, value]) => [word(key), word(value)] as const)
  const laid = new Set<string>()
  const ways = edges.flatMap((edge) => {
    // Both directions of a street are one way.
    if (edge.shared && laid.has(`${edge.to} ${edge.from}`)) return []
    laid.add(`${edge.from} ${edge.to}`)
    const inner = edge.line.slice(1, -1).map((point) => places.push(point))
    return [{ refs: [edge.from + 1, ...inner, edge.to + 1], tags: tagged(tagsOf(edge)) }]
  })
  const signs = signsOf(city).map(({ at, tags }) => ({ id: places.push(at), tags: tagged(tags) }))
  const tagsOfNode = new Map(signs.map(({ id, tags }) => [id, tags]))
  const content = new PbfWriter()
  content.writeMessage(
    1,
    (_, table) => {
      for (const text of strings) table.writeStringField(1, text)
    },
    null,
  )
  content.writeMessage(
    2,
    (_, group) => {
      for (const [index, place] of places.entries()) writeNode(group, index + 1, place, tagsOfNode.get(index + 1) ?? [])
      for (const [index, way] of ways.entries()) writeWay(group, index + 1, way)
    },
    null,
  )
  const head = new PbfWriter()
  head.writeStringField(4, 'OsmSchema-V0.6')
  head.writeStringField(16, 'the simulated city of Firstminute')
  return Buffer.concat([...blob('OSMHeader', head.finish()), ...blob('OSMData', content.finish())])
}

function tagsOf(edge: Edge): readonly (readonly [string, string])[] {
  const isExpressway = edge.kind === 'expressway'
  return [
    ['highway', HIGHWAY[edge.kind]],
    ['name', edge.name.zh],
    ['name:en', edge.name.en],
    ['maxspeed', String(edge.limitKmh)],
    ['oneway', edge.shared ? 'no' : 'yes'],
    ...(isExpressway ? ([['ref', ROAD]] as const) : []),
  ]
}

/** Whole numbers of 100 nanodegrees: the format's usual grid. */
function writeNode(group: PbfWriter, id: number, place: XY, tags: Coded): void {
  const [lon, lat] = positionOf(place)
  group.writeMessage(
    1,
    (_, node) => {
      node.writeSVarintField(1, id)
      if (tags.length > 0) {
        node.writePackedVarint(2, keysOf(tags))
        node.writePackedVarint(3, valuesOf(tags))
      }
      node.writeSVarintField(8, Math.round(lat * 1e7))
      node.writeSVarintField(9, Math.round(lon * 1e7))
    },
    null,
  )
}

/** Keys and values as places in the table of strings. */
type Coded = readonly (readonly [key: number, value: number])[]
const keysOf = (tags: Coded): number[] => tags.map(([key]) => key)
const valuesOf = (tags: Coded): number[] => tags.map(([, value]) => value)

type Way = { readonly refs: readonly number[]; readonly tags: Coded }

function writeWay(group: PbfWriter, id: number, { refs, tags }: Way): void {
  const steps = refs.map((ref, at) => ref - (refs[at - 1] ?? 0))
  group.writeMessage(
    3,
    (_, way) => {
      way.writeVarintField(1, id)
      way.writePackedVarint(2, keysOf(tags))
      way.writePackedVarint(3, valuesOf(tags))
      way.writePackedSVarint(8, steps)
    },
    null,
  )
}

/** A block of the file: the length of its header, the header, and what it packs. */
function blob(type: string, content: Uint8Array): readonly Uint8Array[] {
  const body = new PbfWriter()
  body.writeVarintField(2, content.length)
  body.writeBytesField(3, deflateSync(content))
  const packed = body.finish()
  const head = new PbfWriter()
  head.writeStringField(1, type)
  head.writeVarintField(3, packed.length)
  const header = head.finish()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(header.length)
  return [length, header, packed]
}
