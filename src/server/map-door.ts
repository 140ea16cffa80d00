/** The door to the map: the centre's own roads and areas as GeoJSON, read once at the start. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Door, door } from '../access/door.ts'

const EMPTY = '{"type":"FeatureCollection","features":[]}'

/** Throws one sentence when the file is not GeoJSON. */
export async function mapDoor(file: string | undefined): Promise<Door> {
  const text = file === undefined ? EMPTY : await readFile(file, 'utf8')
  const read = z
    .looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) })
    .safeParse(parsed(text))
  if (!read.success) throw new Error(`map: ${file} is no GeoJSON FeatureCollection.`)
  const bytes = new TextEncoder().encode(text)
  return door({
    method: 'GET',
    path: '/api/map',
    knock: 'signed-in',
    act: null,
    trace: { leaves: 'none', because: 'roads and areas; nothing of a person or an incident' },
    command: false,
    maxBodyBytes: 0,
    params: z.strictObject({}),
    query: z.strictObject({}),
    body: z.unknown(),
    summary: 'Roads, waters and areas of the map.',
    answer: async () => ({ status: 200, bytes, mediaType: 'application/geo+json' }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
