/** The doors to what holds on the roads: said, lifted, listed. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door, json, problem, type Reply } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import type { Result } from '../../core/result.ts'
import { type StretchMeant, stretchOf } from '../conditions/stretch.ts'
import type { Conditions } from '../io/conditions.ts'
import type { RoadNetwork } from '../network.ts'
import type { PlaceFinder } from '../place-finder.ts'

const KB = 1024
const nothing = z.strictObject({})
const km = z.number().min(0).max(10_000)
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly()
const stretch = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('kilometres'),
    road: z.string().min(1).max(32),
    carriageway: z.enum(['up', 'down']),
    fromKm: km,
    toKm: km,
  }),
  z.strictObject({ by: z.literal('places'), from: position, to: position, bothWays: z.boolean() }),
  z.strictObject({ by: z.literal('place'), at: position, bothWays: z.boolean() }),
])
const saidBody = z.strictObject({
  stretch,
  holds: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('closed'), passable: z.literal(true).exactOptional() }),
    z.strictObject({ state: z.literal('slow'), times: z.number().min(1.1).max(20) }),
    z.strictObject({ state: z.literal('opened'), kmh: z.int().min(5).max(120) }),
  ]),
  reason: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'control characters are refused'),
  until: z.int().min(0),
})
const one = z.strictObject({
  id: z
    .uuid()
    .toLowerCase()
    .transform((key) => id<'condition'>(key)),
})

const UNFIT: ReadonlySet<string> = new Set([
  'no-such-road',
  'off-the-road',
  'no-road-there',
  'stretch-too-long',
  'stretch-empty',
  'expiry-past',
  'expiry-too-far',
  'particulars-refused',
  'key-reused',
])
const replied = (result: Result<unknown>, status = 200): Reply =>
  result.ok
    ? json(result.value, status)
    : problem(
        UNFIT.has(result.refusal) ? 422 : result.refusal === 'not-said' ? 404 : 409,
        result.refusal,
        result.detail,
      )

/** `roads` null: there is no network that a stretch could be on. */
export function conditionDoors(
  conditions: Conditions,
  roads: { readonly network: RoadNetwork; readonly places: PlaceFinder } | null,
): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/roads/conditions',
      knock: 'signed-in',
      act: 'road.say',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 2 * KB,
      params: nothing,
      query: nothing,
      body: saidBody,
      summary: 'Says that a stretch is closed, slow or opened against the traffic, why, and until when.',
      answer: async (call) => {
        if (!roads) return problem(503, 'no-roads', 'import roads first: firstminute roads import')
        const { stretch: meant, ...said } = call.body
        if (looksPersonal(said.reason)) return problem(422, 'particulars-refused')
        const found = stretchOf(roads.network, roads.places, meant satisfies StretchMeant)
        if (!found.ok) return replied(found)
        const command = commandOf(call, 'say-road')
        return replied(await conditions.say(command, { ...said, stretch: found.value }, call.principal.id), 201)
      },
    }),
    door({
      method: 'POST',
      path: '/api/roads/conditions/:id/lift',
      knock: 'signed-in',
      act: 'road.say',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: nothing,
      summary: 'Lifts what was said of a stretch.',
      answer: async (call) =>
        replied(
          await conditions.lift(commandOf(call, `lift-road ${call.params.id}`), call.params.id, call.principal.id),
        ),
    }),
    door({
      method: 'GET',
      path: '/api/roads/conditions',
      knock: 'signed-in',
      act: null,
      trace: {
        leaves: 'none',
        because: 'what holds on the roads is for everybody who drives; no person and no incident is in it',
      },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: z.unknown(),
      summary: 'What holds on the roads now.',
      answer: async () => json({ conditions: conditions.now() }),
    }),
  ]
}
