/** The doors of cameras that turn: where one looks and who holds it, and the joystick, whose every move is a fact with its purpose. */
import { z } from 'zod'
import type { Ledger } from '../../access/access.ts'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json, problem, type Reply } from '../../access/door.ts'
import { purposeText } from '../../access/ledger.ts'
import type { Authorise } from '../../access/policy.ts'
import type { Controller } from '../io/ptz/controller.ts'

export type SteeringDeps = {
  readonly controller: Pick<Controller, 'line' | 'steer' | 'whereabouts'>
  readonly ledger: Pick<Ledger, 'picture'>
  readonly authorise: Authorise
}

const one = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) })
const nothing = z.strictObject({})
const share = z.number().min(-1).max(1)
const moveBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['continuous', 'relative']), pan: share, tilt: share, zoom: share }),
  z.strictObject({ kind: z.literal('preset'), token: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('home') }),
])

const STATUS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'camera-fixed': 404,
  'not-allowed': 403,
  'key-reused': 422,
  'camera-cannot': 422,
  'camera-silent': 504,
  'camera-unreachable': 502,
  'camera-not-onvif': 502,
  'camera-locked': 502,
}
/** Who holds it is told; what the device said stays in the log, which is the machine room's. */
const refused = (refusal: string, detail?: string): Reply =>
  problem(
    STATUS[refusal] ?? (refusal.startsWith('purpose-') ? 403 : 409),
    refusal,
    refusal === 'held-by-another' ? detail : undefined,
  )

export function steeringDoors({ controller, ledger, authorise }: SteeringDeps): readonly Door[] {
  return [
    door({
      method: 'GET',
      path: '/api/cameras/:id/ptz',
      knock: 'signed-in',
      act: 'camera.view',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: z.unknown(),
      summary: 'Where a camera that turns looks, who holds it, what it can do and its presets.',
      answer: async (call) => {
        const { id } = call.params
        if (!controller.line(id)) return refused('camera-fixed')
        const look = lookOf(call, { kind: 'camera', id })
        if (!look.ok) return refused(look.refusal)
        const seen = await ledger.picture(look.value)
        if (!seen.ok) return refused(seen.refusal)
        const where = await controller.whereabouts(id)
        return where.ok ? json(where.value) : refused(where.refusal)
      },
    }),
    door({
      method: 'POST',
      path: '/api/cameras/:id/ptz/moves',
      knock: 'signed-in',
      act: 'camera.steer',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 1024,
      params: one,
      query: nothing,
      body: moveBody,
      summary:
        'One move of the joystick: wins over the machine and holds the camera for half a minute; `home` gives it back.',
      answer: async (call) => {
        const { id } = call.params
        if (!controller.line(id)) return refused('camera-fixed')
        if (!authorise(call.principal, 'camera.steer', { kind: 'camera', id }).allowed) return refused('not-allowed')
        const look = lookOf(call, { kind: 'camera', id })
        if (!look.ok) return refused(look.refusal)
        // Whoever steers looks, and the purpose is judged as that of a look.
        const seen = await ledger.picture(look.value)
        if (!seen.ok) return refused(seen.refusal)
        const done = await controller.steer(id, commandOf(call, `steer ${id}`), {
          by: call.principal.id,
          purpose: purposeText(look.value.purpose),
          move: call.body,
        })
        return done.ok ? json(done.value) : refused(done.refusal, done.detail)
      },
    }),
  ]
}
