/** Decodes one block of an OSM PBF file that is out of its wrapping (https://wiki.openstreetmap.org/wiki/PBF_Format); throws what the caller calls a broken block. */
import { PbfReader } from 'pbf'
import { NO_TAGS, type OsmListener, type OsmMember, type Tags } from './osm.ts'

const MEMBER_KINDS: readonly OsmMember['kind'][] = ['node', 'way', 'relation']
/** Features of the format that are understood. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['OsmSchema-V0.6', 'DenseNodes'])

/** The features that a reader of the file must understand, and we do not. */
export function strangeFeatures(headerBlock: Uint8Array): readonly string[] {
  const strange: string[] = []
  new PbfReader(headerBlock).readFields((tag, found, pbf) => {
    if (tag !== 4) return
    const feature = pbf.readString()
    if (!UNDERSTOOD.has(feature)) found.push(feature)
  }, strange)
  return strange
}

type Grid = { readonly granularity: number; readonly lat: number; readonly lon: number }

/** Tells the listener everything in a primitive block that it listens to. */
export function readBlock(bytes: Uint8Array, listener: OsmListener): void {
  const pbf = new PbfReader(bytes)
  const strings: string[] = []
  const groups: (readonly [from: number, to: number])[] = []
  let [granularity, lat, lon] = [100, 0, 0]
  pbf.readFields((tag) => {
    if (tag === 1) {
      const end = pbf.readVarint() + pbf.pos
      pbf.readFields((inner) => void (inner === 1 && strings.push(pbf.readString())), null, within(end, bytes))
    } else if (tag === 2) {
      const end = within(pbf.readVarint() + pbf.pos, bytes)
      groups.push([pbf.pos, end])
      pbf.pos = end
    } else if (tag === 17) granularity = pbf.readVarint()
    else if (tag === 19) lat = pbf.readVarint(true)
    else if (tag === 20) lon = pbf.readVarint(true)
  }, null)
  const grid = { granularity, lat, lon }
  for (const [from, to] of groups) {
    pbf.pos = from
    pbf.readFields(
      (tag) => {
        if (tag === 1 && listener.node) readNode(pbf, bytes, strings, grid, listener.node)
        else if (tag === 2 && listener.node) readDense(pbf, bytes, strings, grid, listener.node)
        else if (tag === 3 && listener.way) readWay(pbf, bytes, strings, listener.way)
        else if (tag === 4 && listener.relation) readRelation(pbf, bytes, strings, listener.relation)
      },
      null,
      to,
    )
  }
}

/** A length that reaches beyond its block would be read as silence. */
function within(end: number, bytes: Uint8Array): number {
  if (!(end <= bytes.length)) throw new Error('a field reaches beyond its block')
  return end
}

function word(strings: readonly string[], index: number | undefined): string {
  const found = index === undefined ? undefined : strings[index]
  if (found === undefined) throw new Error('a string is not in its table')
  return found
}

function tagsOf(strings: readonly string[], keys: readonly number[], values: readonly number[]): Tags {
  if (keys.length !== values.length) throw new Error('a key is without its value')
  if (keys.length === 0) return NO_TAGS
  return new Map(keys.map((key, index) => [word(strings, key), word(strings, values[index])]))
}

/** nanodegrees = offset + granularity × value; we keep 100 of them. */
function placeOf(offset: number, granularity: number, value: number): number {
  return Math.round((offset + granularity * value) / 100)
}

function readNode(
  pbf: PbfReader,
  bytes: Uint8Array,
  strings: readonly string[],
  grid: Grid,
  tell: NonNullable<OsmListener['node']>,
): void {
  const end = within(pbf.readVarint() + pbf.pos, bytes)
  let [id, lat, lon] = [0, 0, 0]
  const keys: number[] = []
  const values: number[] = []
  pbf.readFields(
    (tag) => {
      if (tag === 1) id = pbf.readSVarint()
      else if (tag === 2) pbf.readPackedVarint(keys)
      else if (tag === 3) pbf.readPackedVarint(values)
      else if (tag === 8) lat = pbf.readSVarint()
      else if (tag === 9) lon = pbf.readSVarint()
    },
    null,
    end,
  )
  const { granularity } = grid
  tell(id, placeOf(grid.lon, granularity, lon), placeOf(grid.lat, granularity, lat), tagsOf(strings, keys, values))
}

function readDense(
  pbf: PbfReader,
  bytes: Uint8Array,
  strings: readonly string[],
  grid: Grid,
  tell: NonNullable<OsmListener['node']>,
): void {
  const end = within(pbf.readVarint() + pbf.pos, bytes)
  const ids: number[] = []
  const lats: number[] = []
  const lons: number[] = []
  const words: number[] = []
  pbf.readFields(
    (tag) => {
      if (tag === 1) pbf.readPackedSVarint(ids)
      else if (tag === 8) pbf.readPackedSVarint(lats)
      else if (tag === 9) pbf.readPackedSVarint(lons)
      else if (tag === 10) pbf.readPackedVarint(words)
    },
    null,
    end,
  )
  if (ids.length !== lats.length || ids.length !== lons.length) throw new Error('nodes are without their places')
  let [id, lat, lon, at] = [0, 0, 0, 0]
  for (let index = 0; index < ids.length; index += 1) {
    id += ids[index] ?? 0
    lat += lats[index] ?? 0
    lon += lons[index] ?? 0
    let tags: Map<string, string> | null = null
    if (words.length > 0) {
      while (words[at] !== 0) {
        if (at >= words.length) throw new Error('the words of nodes end too soon')
        tags ??= new Map()
        tags.set(word(strings, words[at]), word(strings, words[at + 1]))
        at += 2
      }
      at += 1
    }
    const { granularity } = grid
    tell(id, placeOf(grid.lon, granularity, lon), placeOf(grid.lat, granularity, lat), tags ?? NO_TAGS)
  }
}

function readWay(
  pbf: PbfReader,
  bytes: Uint8Array,
  strings: readonly string[],
  tell: NonNullable<OsmListener['way']>,
): void {
  const end = within(pbf.readVarint() + pbf.pos, bytes)
  let id = 0
  const keys: number[] = []
  const values: number[] = []
  const steps: number[] = []
  pbf.readFields(
    (tag) => {
      if (tag === 1) id = pbf.readVarint()
      else if (tag === 2) pbf.readPackedVarint(keys)
      else if (tag === 3) pbf.readPackedVarint(values)
      else if (tag === 8) pbf.readPackedSVarint(steps)
    },
    null,
    end,
  )
  tell(id, summed(steps), tagsOf(strings, keys, values))
}

function readRelation(
  pbf: PbfReader,
  bytes: Uint8Array,
  strings: readonly string[],
  tell: NonNullable<OsmListener['relation']>,
): void {
  const end = within(pbf.readVarint() + pbf.pos, bytes)
  let id = 0
  const keys: number[] = []
  const values: number[] = []
  const roles: number[] = []
  const steps: number[] = []
  const kinds: number[] = []
  pbf.readFields(
    (tag) => {
      if (tag === 1) id = pbf.readVarint()
      else if (tag === 2) pbf.readPackedVarint(keys)
      else if (tag === 3) pbf.readPackedVarint(values)
      else if (tag === 8) pbf.readPackedVarint(roles)
      else if (tag === 9) pbf.readPackedSVarint(steps)
      else if (tag === 10) pbf.readPackedVarint(kinds)
    },
    null,
    end,
  )
  const members = Array.from(summed(steps), (ref, index): OsmMember => {
    const kind = MEMBER_KINDS[kinds[index] ?? -1]
    if (kind === undefined) throw new Error('a member is of no kind')
    return { kind, ref, role: word(strings, roles[index]) }
  })
  tell(id, members, tagsOf(strings, keys, values))
}

function summed(steps: readonly number[]): Float64Array {
  const sums = new Float64Array(steps.length)
  let sum = 0
  for (let index = 0; index < steps.length; index += 1) {
    sum += steps[index] ?? 0
    sums[index] = sum
  }
  return sums
}
