/** The doors to places: what a typed text may mean, and what lies at a position. */
import { z } from 'zod'
import { type Door, door, json, problem } from '../../access/door.ts'
import type { PlaceFinder } from '../place-finder.ts'

const LONGEST = 120
const nothing = z.strictObject({})
const askedQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST)
    .regex(/^[^\p{Cc}]*$/u, 'control characters are refused'),
})
const atQuery = z.strictObject({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
})
const because =
  'a question to the map of roads and names; no person and no incident is looked up, and what was typed is kept nowhere'

/** `finder` null: no network is there. */
export function placeDoors(finder: PlaceFinder | null): readonly Door[] {
  const common = {
    method: 'GET',
    knock: 'signed-in',
    act: null,
    trace: { leaves: 'none', because },
    command: false,
    maxBodyBytes: 0,
    params: nothing,
    body: z.unknown(),
  } as const
  const none = problem(503, 'no-roads', 'import roads first: firstminute roads import')
  return [
    door({
      ...common,
      path: '/api/places',
      query: askedQuery,
      summary:
        'Where a typed place may be: kilometre, crossing, street, address, point of interest or coordinates; the likeliest first.',
      answer: async ({ query }) => (finder ? json(finder.find(query.q)) : none),
    }),
    door({
      ...common,
      path: '/api/places/at',
      query: atQuery,
      summary: 'The road at a position, with its kilometres and carriageways.',
      answer: async ({ query }) => {
        if (!finder) return none
        const found = finder.locate([query.lon, query.lat])
        if (!found) return json({ road: null })
        const { on, name, ref, references } = found
        return json({ road: { name, ref, offM: Math.round(on.offM), at: on.at, references } })
      },
    }),
  ]
}
