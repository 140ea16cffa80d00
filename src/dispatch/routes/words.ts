/** The doors of what the room says to others until a time: broadcasts, look-outs, held calls, lent units. */
import { z } from 'zod'
import type { VaultRefusal } from '../../access/access.ts'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import { sightOf } from '../../access/sight.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import { UNIT_KINDS } from '../forces.ts'
import type { Given } from '../io/given.ts'
import { agencyId, incidentId, instant, noBody, nothing, plain, position } from '../schemas.ts'
import { type BroadcastRefusal, decideBroadcast } from '../shift/broadcast.ts'
import { deskOf, type Heard, hears } from '../shift/heard.ts'
import { decideHold } from '../shift/hold.ts'
import { lend } from '../shift/io/loans.ts'
import { giveLookOut, readOpen } from '../shift/io/look-outs.ts'
import { begin, go } from '../shift/io/room.ts'
import { decideLoan } from '../shift/loan.ts'
import { decideLookOut, ENDINGS, type LookOut } from '../shift/look-out.ts'
import { refused, replied } from './reply.ts'
import { oneThing, roomId, writes } from './room.ts'

const heard = z.union([z.literal(['room', 'everybody']), z.array(agencyId).max(50)])
const name = plain(60).min(1)

export function wordDoors(given: Given): readonly Door[] {
  const { access } = given
  const isKnown = (to: Heard): boolean =>
    typeof to === 'string' || to.every((agency) => given.centre.agencies.some((known) => known.id === agency))
  return [
    door({
      ...writes,
      path: '/api/broadcasts',
      params: nothing,
      body: z.strictObject({
        text: plain(300).min(1),
        to: heard,
        about: incidentId.exactOptional(),
        expiresAt: instant,
      }),
      summary: 'Says one sentence to everybody, to the desks, or to some agencies, until a time.',
      answer: async (call) => {
        const { at, principal } = call
        const { about, ...body } = call.body
        return replied(
          await begin<BroadcastRefusal | 'unknown-agency' | 'not-open' | 'closed'>(
            given,
            commandOf(call, 'broadcast'),
            async (tx) => {
              if (!isKnown(body.to)) return refuse('unknown-agency')
              const incident = about === undefined ? null : await readOpen(tx, about)
              if (incident && !incident.ok) return incident
              const of = incident && { id: incident.value.id, number: incident.value.opened.number }
              return decideBroadcast(null, { type: 'send', at, sent: { ...body, about: of, by: principal.id } })
            },
          ),
          201,
        )
      },
    }),
    door({
      ...writes,
      path: '/api/broadcasts/:id/acknowledgement',
      // Whoever hears it says so: the desk, an agency's room, a crew.
      act: 'board.read',
      params: oneThing,
      body: nothing,
      summary: 'Says at this desk, in this agency or by this crew that a broadcast was read.',
      answer: async (call) => {
        const { at, principal, params } = call
        const sight = sightOf(principal)
        return replied(
          await go<'broadcast', BroadcastRefusal | 'not-found'>(
            given,
            commandOf(call, `acknowledge ${params.id}`),
            'broadcast',
            params.id,
            (now) => {
              // What is for other ears is not there.
              if (!now || !hears(sight, now.to)) return refuse('not-found')
              return decideBroadcast(now, {
                type: 'acknowledge',
                at,
                desk: deskOf(sight, principal.id),
                by: principal.id,
              })
            },
          ),
        )
      },
    }),
    door({
      ...writes,
      path: '/api/broadcasts/:id/recall',
      params: oneThing,
      body: nothing,
      summary: 'Takes a broadcast back before its time.',
      answer: async (call) => {
        const wish = { type: 'recall', at: call.at, by: call.principal.id } as const
        const { id: key } = call.params
        return replied(
          await go(given, commandOf(call, `recall ${key}`), 'broadcast', key, (now) => decideBroadcast(now, wish)),
        )
      },
    }),
    door({
      ...writes,
      path: '/api/look-outs',
      params: nothing,
      body: z.strictObject({
        text: plain(300).min(1),
        to: heard,
        incident: incidentId,
        plate: plain(20).min(2).nullable(),
        expiresAt: instant,
      }),
      summary:
        'Asks to keep an eye open for a thing or a vehicle, because of a running incident; a plate goes to the vault.',
      answer: async (call) =>
        isKnown(call.body.to)
          ? replied(await giveLookOut(given, commandOf(call, 'look-out'), call.body, call.principal.id), 201)
          : refused('unknown-agency'),
    }),
    door({
      ...writes,
      path: '/api/look-outs/:id/end',
      params: oneThing,
      body: z.strictObject({ because: z.enum(ENDINGS) }),
      summary: 'Ends a look-out: found, or no longer sought.',
      answer: async (call) => {
        const wish = { type: 'end', at: call.at, because: call.body.because, by: call.principal.id } as const
        const { id: key } = call.params
        return replied(
          await go(given, commandOf(call, `end-look-out ${key}`), 'look-out', key, (now) => decideLookOut(now, wish)),
        )
      },
    }),
    door({
      method: 'GET',
      path: '/api/incidents/:id/look-outs/:look/plate',
      knock: 'signed-in',
      act: 'caller.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({ id: incidentId, look: roomId }),
      query: nothing,
      body: noBody,
      summary: 'The number plate of a look-out, for the purpose of the very incident it was given for.',
      answer: async (call) => {
        const { id: key, look: lookOut } = call.params
        const look = lookOf(call, { kind: 'plate', id: key })
        if (!look.ok) return refused(look.refusal)
        if (!access.authorise(call.principal, 'caller.read', { kind: 'incident', id: key }).allowed)
          return refused('not-allowed')
        return replied(
          await access.ledger.reading<{ plate: string }, VaultRefusal | 'not-found' | 'no-plate'>(
            look.value,
            async (tx) => {
              const [row] = await sqlOf(tx)<{ state: LookOut }[]>`
              select state from room_view where id = ${lookOut} and what = 'look-out'`
              if (row?.state.incident !== key) return refuse('not-found')
              if (row.state.plate === null) return refuse('no-plate')
              const opened = await access.vault.open(tx, row.state.plate)
              return opened.ok ? ok({ plate: opened.value.plate ?? '' }) : opened
            },
          ),
        )
      },
    }),
    door({
      ...writes,
      path: '/api/incidents/:id/hold',
      params: z.strictObject({ id: incidentId }),
      body: z.strictObject({ until: instant, reason: plain(200).min(1) }),
      summary: 'Puts an incident aside until a time; the clock brings it back.',
      answer: async (call) => {
        const { at, principal, params, body } = call
        return replied(
          await begin(given, commandOf(call, `hold ${params.id}`), async (tx) => {
            const incident = await readOpen(tx, params.id)
            if (!incident.ok) return incident
            // Who was ordered is on the way now, not later.
            if (incident.value.state !== 'open') return refuse('not-for-later')
            // Held twice, it would come back at two times.
            const [other] = await sqlOf(tx)`
              select 1 from room_view where running and what = 'hold' and state->>'incident' = ${params.id}`
            if (other) return refuse('already-held-back')
            const held = { ...body, incident: params.id, number: incident.value.opened.number, by: principal.id }
            return decideHold(null, { type: 'hold', at, held })
          }),
          201,
        )
      },
    }),
    door({
      ...writes,
      path: '/api/holds/:id/end',
      params: oneThing,
      body: nothing,
      summary: 'Takes a held incident up before its time.',
      answer: async (call) => {
        const wish = { type: 'end', at: call.at, by: call.principal.id } as const
        const { id: key } = call.params
        return replied(await go(given, commandOf(call, `end-hold ${key}`), 'hold', key, (now) => decideHold(now, wish)))
      },
    }),
    door({
      ...writes,
      path: '/api/loans',
      act: 'unit.manage',
      params: nothing,
      body: z.strictObject({
        label: name,
        kind: z.enum(UNIT_KINDS),
        capabilities: z.array(name).max(10),
        agency: agencyId,
        lender: z.union([z.strictObject({ agency: agencyId }), z.strictObject({ centre: name })]),
        standsAt: position,
        until: instant,
      }),
      summary: 'A unit lent by another agency or centre until a time.',
      answer: async (call) => replied(await lend(given, commandOf(call, 'lend'), call.body, call.principal.id), 201),
    }),
    door({
      ...writes,
      path: '/api/loans/:id/end',
      act: 'unit.manage',
      params: oneThing,
      body: nothing,
      summary: 'Gives a lent unit back before its time.',
      answer: async (call) => {
        const wish = { type: 'give-back', at: call.at, by: call.principal.id } as const
        const { id: key } = call.params
        return replied(await go(given, commandOf(call, `end-loan ${key}`), 'loan', key, (now) => decideLoan(now, wish)))
      },
    }),
  ]
}
