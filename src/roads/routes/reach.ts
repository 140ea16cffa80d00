/** The door to isochrones: how far one comes from a place, as the roads are now. */
import { z } from 'zod'
import { type Door, door, json, problem } from '../../access/door.ts'
import type { Isochrones } from '../isochrone.ts'
import type { LiveRoads } from '../live.ts'
import type { RoadNetwork } from '../network.ts'
import { PROFILES } from '../profile.ts'

export type Reached = { readonly network: RoadNetwork; readonly live: LiveRoads; readonly isochrones: () => Isochrones }

const MOST_MINUTES = 30
const query = z.strictObject({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  minutes: z
    .string()
    .regex(/^\d{1,2}(?:,\d{1,2}){0,4}$/)
    .default('5,10,15')
    .transform((text) => [...new Set(text.split(',').map(Number))].sort((a, b) => a - b))
    .pipe(z.array(z.int().min(1).max(MOST_MINUTES))),
  profile: z.enum(PROFILES).default('emergency'),
})

/** GeoJSON: one feature a band. `roads` null: no network is there. */
export function reachDoors(roads: Reached | null): readonly Door[] {
  return [
    door({
      method: 'GET',
      path: '/api/roads/reach',
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'none', because: 'a question to the map of roads; nobody and no incident is named in it' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({}),
      query,
      body: z.unknown(),
      summary: 'The roads reached from a place within so many minutes, as the roads are now.',
      answer: async ({ query: asked }) => {
        if (!roads) return problem(503, 'no-roads', 'import roads first: firstminute roads import')
        const { network, live, isochrones } = roads
        const place = network.nearest(asked.profile, [asked.lon, asked.lat])
        if (!place) return problem(422, 'no-road-there')
        const bands = isochrones().from(place, asked.minutes, live.ms[asked.profile])
        return json({
          type: 'FeatureCollection',
          features: bands.map(({ minutes, lines, km }) => ({
            type: 'Feature',
            properties: { minutes, km },
            geometry: { type: 'MultiLineString', coordinates: lines },
          })),
        })
      },
    }),
  ]
}
