/** A road network in one file: a short JSON head that names its arrays, then the arrays themselves as they lie in memory (little-endian, as on all machines Node runs on). */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { RoadGraph } from '../graph.ts'
import type { Hierarchy } from '../hierarchy/hierarchy.ts'
import type { Places } from '../place-finder.ts'
import { PROFILES, type Profile } from '../profile.ts'

export type RoadFile = {
  readonly graph: RoadGraph
  readonly hierarchies: Readonly<Record<Profile, Hierarchy>>
  readonly places: Places
}
export type RoadFileRefusal = 'no-road-file' | 'not-a-road-file' | 'other-version' | 'broken-road-file'

/** The digit changes with the meaning of anything in the file. */
const MAGIC = 'FMROAD2\n'
const FAMILY = 'FMROAD'
/** Magic, the length of the head, and the CRC-32 of head and arrays. */
const OPENING = 16
const ALIGN = 8

const headSchema = z.strictObject({
  datum: z.literal('WGS-84'),
  source: z.string(),
  words: z.array(z.string()),
  /** Numbers of the roads that have kilometres. */
  roads: z.array(z.string()),
  arrays: z.record(
    z.string(),
    z.strictObject({
      kind: z.enum(['i32', 'u8']),
      length: z.int().nonnegative(),
      offset: z.int().nonnegative().multipleOf(ALIGN),
    }),
  ),
})
type Place = z.infer<typeof headSchema>['arrays'][string]

export function saveRoads(file: string, { graph, hierarchies, places }: RoadFile): void {
  const arrays: Record<string, Place> = {}
  const parts: Uint8Array[] = []
  let bytes = 0
  const lay = (prefix: string, fields: object): void => {
    for (const [name, array] of Object.entries(fields)) {
      if (!(array instanceof Int32Array || array instanceof Uint8Array)) continue
      arrays[`${prefix}.${name}`] = {
        kind: array instanceof Int32Array ? 'i32' : 'u8',
        length: array.length,
        offset: bytes,
      }
      const padding = (ALIGN - (array.byteLength % ALIGN)) % ALIGN
      parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), new Uint8Array(padding))
      bytes += array.byteLength + padding
    }
  }
  lay('graph', graph)
  for (const profile of PROFILES) lay(profile, hierarchies[profile])
  lay('kilometres', places.kilometres)
  lay('gazetteer', places.gazetteer)
  const { source, words } = graph
  const { roads } = places.kilometres
  const head = Buffer.from(JSON.stringify({ datum: 'WGS-84', source, words, roads, arrays }))
  const crc = parts.reduce((sum, part) => crc32(part, sum), crc32(head))
  const fresh = `${file}.${process.pid}.part`
  const handle = openSync(fresh, 'w')
  const opening = Buffer.alloc(OPENING)
  opening.write(MAGIC, 'latin1')
  opening.writeUInt32LE(head.length, 8)
  opening.writeUInt32LE(crc, 12)
  const gap = Buffer.alloc((ALIGN - ((opening.length + head.length) % ALIGN)) % ALIGN)
  for (const part of [opening, head, gap, ...parts])
    for (let at = 0; at < part.length; ) at += writeSync(handle, part, at)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(fresh, file)
}

export function loadRoads(file: string): Result<RoadFile, RoadFileRefusal> {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    return refuse(
      'no-road-file',
      `there is no road file ${file}: make one with firstminute roads import <file.osm.pbf> --out ${file}`,
    )
  }
  const magic = bytes.toString('latin1', 0, 8)
  if (magic !== MAGIC && magic.startsWith(FAMILY))
    return refuse('other-version', `${file} was made by another version: import it again`)
  if (bytes.length < OPENING || magic !== MAGIC)
    return refuse(
      'not-a-road-file',
      `${file} is not a road file: it is made by firstminute roads import <file.osm.pbf>`,
    )
  const broken = refuse('broken-road-file', `${file} is cut short or damaged: import it again`)
  const headEnd = OPENING + bytes.readUInt32LE(8)
  const start = Math.ceil(headEnd / ALIGN) * ALIGN
  if (start > bytes.length) return broken
  if (crc32(bytes.subarray(start), crc32(bytes.subarray(OPENING, headEnd))) !== bytes.readUInt32LE(12)) return broken
  let said: unknown
  try {
    said = JSON.parse(bytes.toString('utf8', OPENING, headEnd))
  } catch {
    return broken
  }
  const head = headSchema.safeParse(said)
  if (!head.success) return broken
  const { arrays, source, words, roads } = head.data
  const placed = (name: string, kind: Place['kind']): { readonly place: Place; readonly from: number } => {
    const place = arrays[name]
    if (place?.kind !== kind) throw new Error(`${name} is missing`)
    return { place, from: bytes.byteOffset + start + place.offset }
  }
  // A view where the alignment allows one: a file of a city is a hundred megabytes.
  const own = bytes.byteOffset % ALIGN === 0 ? bytes.buffer : null
  const ints = (name: string): Int32Array => {
    const { place, from } = placed(name, 'i32')
    if (own) return new Int32Array(own, from, place.length)
    return new Int32Array(bytes.buffer.slice(from, from + 4 * place.length))
  }
  const small = (name: string): Uint8Array => {
    const { place, from } = placed(name, 'u8')
    return new Uint8Array(bytes.buffer, from, place.length)
  }
  const hierarchy = (profile: Profile): Hierarchy => ({
    rank: ints(`${profile}.rank`),
    firstUp: ints(`${profile}.firstUp`),
    upHead: ints(`${profile}.upHead`),
    upWeight: ints(`${profile}.upWeight`),
    upArc: ints(`${profile}.upArc`),
    firstDown: ints(`${profile}.firstDown`),
    downTail: ints(`${profile}.downTail`),
    downWeight: ints(`${profile}.downWeight`),
    downArc: ints(`${profile}.downArc`),
    first: ints(`${profile}.first`),
    second: ints(`${profile}.second`),
  })
  try {
    const graph: RoadGraph = {
      source,
      words,
      junctionLon: ints('graph.junctionLon'),
      junctionLat: ints('graph.junctionLat'),
      from: ints('graph.from'),
      to: ints('graph.to'),
      lengthMm: ints('graph.lengthMm'),
      firstPoint: ints('graph.firstPoint'),
      pointLon: ints('graph.pointLon'),
      pointLat: ints('graph.pointLat'),
      roadClass: small('graph.roadClass'),
      flags: small('graph.flags'),
      name: ints('graph.name'),
      ref: ints('graph.ref'),
      carMs: ints('graph.carMs'),
      emergencyMs: ints('graph.emergencyMs'),
      firstForbidden: ints('graph.firstForbidden'),
      forbidden: ints('graph.forbidden'),
    }
    const places: Places = {
      kilometres: {
        roads,
        lineRoad: ints('kilometres.lineRoad'),
        lineUp: small('kilometres.lineUp'),
        firstArc: ints('kilometres.firstArc'),
        arc: ints('kilometres.arc'),
        firstKnot: ints('kilometres.firstKnot'),
        knotMm: ints('kilometres.knotMm'),
        knotCm: ints('kilometres.knotCm'),
      },
      gazetteer: {
        kind: small('gazetteer.kind'),
        lon: ints('gazetteer.lon'),
        lat: ints('gazetteer.lat'),
        text: small('gazetteer.text'),
        firstText: ints('gazetteer.firstText'),
        word: small('gazetteer.word'),
        firstWord: ints('gazetteer.firstWord'),
        firstEntry: ints('gazetteer.firstEntry'),
        entry: ints('gazetteer.entry'),
      },
    }
    return ok({ graph, places, hierarchies: { car: hierarchy('car'), emergency: hierarchy('emergency') } })
  } catch {
    return broken
  }
}
