/** The doors of units: who is on duty, what the room says of each, and which standby posts an order would open. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { distanceM } from '../../core/geo.ts'
import { ok } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Given } from '../io/given.ts'
import { coverage } from '../recommend/coverage.ts'
import { noBody, nothing, unitId } from '../schemas.ts'
import { OUT_CAUSES } from '../units/duty.ts'
import { readDuties, sayUnit, unitsKnown } from '../units/io/units.ts'
import { refused, replied } from './reply.ts'

const KB = 1024
const dutyBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('on'), crew: z.int().min(0).max(20).nullable() }),
  z.strictObject({ type: z.literal('off') }),
  z.strictObject({ type: z.literal('out'), cause: z.enum(OUT_CAUSES) }),
  z.strictObject({ type: z.literal('rest'), until: z.int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ type: z.literal('move-up'), post: z.string().min(1).max(64) }),
  z.strictObject({ type: z.literal('leave-post') }),
])
/** Ids with commas between. */
const coverageQuery = z.strictObject({
  without: z
    .string()
    .max(4_000)
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(unitId).max(60)),
})

export function unitDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'GET',
      path: '/api/units',
      knock: 'signed-in',
      act: 'unit.manage',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'The duty of every unit of which somebody has said anything; the others count as on duty.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'board', id: 'units' })
        if (!look.ok) return refused(look.refusal)
        const { ledger } = given.access
        return replied(await ledger.reading(look.value, async (tx) => ok({ units: await readDuties(sqlOf(tx)) })))
      },
    }),
    door({
      method: 'POST',
      path: '/api/units/:id/duty',
      knock: 'signed-in',
      act: 'unit.manage',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: z.strictObject({ id: unitId }),
      query: nothing,
      body: dutyBody,
      summary: 'A unit comes on duty, goes off, out of service, to rest, or moves up to a standby post.',
      answer: async (call) => {
        const { id } = call.params
        return replied(await sayUnit(given, commandOf(call, `duty ${id}`), id, call.body, call.principal.id))
      },
    }),
    door({
      method: 'GET',
      path: '/api/coverage',
      knock: 'signed-in',
      act: 'unit.manage',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: coverageQuery,
      body: noBody,
      summary:
        'Standby posts that nobody free reaches in time, without the units that are about to be ordered, and who could move up.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'board', id: 'cover' })
        if (!look.ok) return refused(look.refusal)
        const seen = await given.access.ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        const { standby: posts } = given.centre
        const units = posts.length === 0 ? [] : await unitsKnown(given, call.at)
        const holes = coverage(posts, units, new Set(call.query.without), call.at, given.travel, distanceM)
        return json({ posts: posts.length, holes })
      },
    }),
  ]
}
