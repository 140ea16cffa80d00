/** A kilometre post: what a node of OpenStreetMap, or a line of a file that a user brings, says of one. Pure. */
import { z } from 'zod'
import { DATUMS, type Datum, wgs84From } from '../../core/datum.ts'
import type { Position } from '../../core/geo.ts'
import type { Carriageway } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Tags } from '../osm.ts'

export type Post = {
  /** WGS-84. */
  readonly position: Position
  readonly kilometre: number
  /** null: that of the road beside it. */
  readonly road: string | null
  /** null: it stands for both. */
  readonly carriageway: Carriageway | null
}

const MOST_KILOMETRE = 10_000

/** `45`, `45.3`, `45,3 km`, `45+300`, `K45+300`; a mile is no kilometre. null: it is none of these. */
export function readKilometre(text: string): number | null {
  const found = /^(?:k|km|pk)?\s*(\d{1,4})(?:\s*\+\s*(\d{1,3})|[.,](\d{1,3}))?\s*(?:km)?$/i.exec(text.trim())
  if (!found) return null
  const [, whole = '', metres, part] = found
  const kilometre = Number(whole) + (metres ? Number(metres) / 1_000 : part ? Number(`0.${part}`) : 0)
  return kilometre <= MOST_KILOMETRE ? kilometre : null
}

/** OSM wiki: Tag:highway=milestone, with the kilometre under `pk` or `distance`. */
export function postOf(tags: Tags): Omit<Post, 'position'> | null {
  if (tags.get('highway') !== 'milestone') return null
  const kilometre = readKilometre(tags.get('pk') ?? tags.get('distance') ?? '')
  if (kilometre === null) return null
  return {
    kilometre,
    road: roadsOf(tags.get('ref') ?? '')[0] ?? null,
    carriageway: carriagewayOf(tags.get('carriageway_ref') ?? ''),
  }
}

/** `S12;G60` are two roads on one way; `s 12` and `S12` are one. */
export function roadsOf(ref: string): readonly string[] {
  return [...new Set(ref.split(';').map(plainRoad))].filter((road) => road !== '')
}

export const plainRoad = (road: string): string => road.replace(/\s+/g, '').toUpperCase()

function carriagewayOf(said: string): Carriageway | null {
  if (/^(up|上行|上)$/i.test(said)) return 'up'
  return /^(down|下行|下)$/i.test(said) ? 'down' : null
}

const lon = z.coerce.number().min(-180).max(180)
const lat = z.coerce.number().min(-90).max(90)
const saidSchema = z.object({
  road: z.string().trim().min(1).max(32),
  kilometre: z.union([z.number().min(0).max(MOST_KILOMETRE), z.string().max(16)]),
  carriageway: z.string().max(8).nullish(),
})
const pointsSchema = z.object({
  type: z.literal('FeatureCollection'),
  datum: z.enum(DATUMS).optional(),
  features: z.array(
    z.object({
      geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([lon, lat]).rest(z.number()) }),
      properties: saidSchema,
    }),
  ),
})

export type PostsRefusal = 'not-posts' | 'no-posts'

/**
 * Posts that a user brings: GeoJSON points with `road`, `kilometre` and, where it matters, `carriageway`; or CSV under the
 * head `road,kilometre,lon,lat[,carriageway]`. `datum` is that of the file where it does not say its own.
 */
export function readPosts(text: string, datum: Datum): Result<readonly Post[], PostsRefusal> {
  const read = text.trimStart().startsWith('{') ? fromGeoJson(text, datum) : fromCsv(text, datum)
  if (read.ok && read.value.length === 0) return refuse('no-posts', 'the file of posts has no post in it')
  return read
}

function fromGeoJson(text: string, datum: Datum): Result<readonly Post[], PostsRefusal> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('not-posts', 'the file of posts is no JSON')
  }
  const read = pointsSchema.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    return refuse('not-posts', `the file of posts: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not right'}`)
  }
  const posts: Post[] = []
  for (const [index, { geometry, properties }] of read.data.features.entries()) {
    const [east, north] = geometry.coordinates
    const post = postFrom(properties, wgs84From(read.data.datum ?? datum, [east, north]))
    if (post === null) return refuse('not-posts', `the file of posts: feature ${index + 1} says no kilometre`)
    posts.push(post)
  }
  return ok(posts)
}

function fromCsv(text: string, datum: Datum): Result<readonly Post[], PostsRefusal> {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const columns = head.split(',').map((name) => name.trim().toLowerCase())
  const missing = ['road', 'kilometre', 'lon', 'lat'].filter((name) => !columns.includes(name))
  if (missing.length > 0)
    return refuse(
      'not-posts',
      `the file of posts needs the columns road,kilometre,lon,lat; missing: ${missing.join(', ')}`,
    )
  const posts: Post[] = []
  for (const [index, line] of lines.entries()) {
    const cells = line.split(',').map((cell) => cell.trim())
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    const at = z.tuple([lon, lat]).safeParse([cell('lon') || Number.NaN, cell('lat') || Number.NaN])
    const said = saidSchema.safeParse({
      road: cell('road'),
      kilometre: cell('kilometre'),
      carriageway: columns.includes('carriageway') ? cell('carriageway') : null,
    })
    const post = at.success && said.success ? postFrom(said.data, wgs84From(datum, at.data)) : null
    if (post === null) return refuse('not-posts', `the file of posts: line ${index + 2} is no post`)
    posts.push(post)
  }
  return ok(posts)
}

function postFrom(said: z.infer<typeof saidSchema>, position: Position): Post | null {
  const kilometre = typeof said.kilometre === 'number' ? said.kilometre : readKilometre(said.kilometre)
  if (kilometre === null) return null
  return { position, kilometre, road: plainRoad(said.road), carriageway: carriagewayOf(said.carriageway ?? '') }
}
