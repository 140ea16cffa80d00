/** The doors of notes on places: kept by the room, shown at an incident with what happened there before, and to whoever has an order there. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Incident } from '../incident.ts'
import type { Given } from '../io/given.ts'
import { wish, write } from '../notes/io/notes.ts'
import { recentEvents } from '../notes/io/recent.ts'
import { allNotes, notesAt } from '../notes/io/store.ts'
import { AUDIENCES, LONGEST_MS, NOTE_KINDS } from '../notes/note.ts'
import { incidentId, instant, noBody, nothing, orderId, plain, position } from '../schemas.ts'
import { ownOrder } from './own-order.ts'
import { refused, replied } from './reply.ts'

const KB = 1024
const noteId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'note'>(key))
const one = z.strictObject({ id: noteId })
const km = z.number().min(0).max(10_000)

export const notePlace = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('point'), position, radiusM: z.number().min(10).max(5_000) }),
  z.strictObject({
    by: z.literal('section'),
    road: plain(40).min(1),
    fromKm: km,
    toKm: km,
    carriageway: z.enum(['up', 'down']).nullable(),
  }),
  z.strictObject({ by: z.literal('address'), address: plain(120).min(2) }),
])

const contentBody = z.strictObject({
  place: notePlace,
  kind: z.enum(NOTE_KINDS),
  audience: z.enum(AUDIENCES),
  text: plain(500).min(1),
  owner: plain(80).min(1),
  reason: plain(200).min(1),
  reviewAt: instant,
  expiresAt: instant,
})

export function noteDoors(given: Given): readonly Door[] {
  const { access } = given
  const { ledger, authorise } = access
  return [
    door({
      method: 'POST',
      path: '/api/notes',
      knock: 'signed-in',
      act: 'note.write',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 8 * KB,
      params: nothing,
      query: nothing,
      body: contentBody,
      summary: 'Writes a note on a place, with its owner, reason, day of review and end.',
      answer: async (call) =>
        replied(await write(given, commandOf(call, 'write-note'), call.body, call.principal.id), 201),
    }),
    door({
      method: 'POST',
      path: '/api/notes/:id/revision',
      knock: 'signed-in',
      act: 'note.write',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 8 * KB,
      params: one,
      query: nothing,
      body: contentBody,
      summary: 'Says a note anew; what it said before stays on record.',
      answer: async (call) =>
        replied(
          await wish(given, commandOf(call, `revise-note ${call.params.id}`), call.params.id, {
            type: 'revise',
            at: call.at,
            content: call.body,
            by: call.principal.id,
          }),
        ),
    }),
    door({
      method: 'POST',
      path: '/api/notes/:id/review',
      knock: 'signed-in',
      act: 'note.write',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: z.strictObject({ reviewAt: instant }),
      summary: 'Says that a note was looked at again and holds, and when the next look is due.',
      answer: async (call) =>
        replied(
          await wish(given, commandOf(call, `review-note ${call.params.id}`), call.params.id, {
            type: 'review',
            at: call.at,
            reviewAt: call.body.reviewAt,
            by: call.principal.id,
          }),
        ),
    }),
    door({
      method: 'POST',
      path: '/api/notes/:id/withdrawal',
      knock: 'signed-in',
      act: 'note.write',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: nothing,
      summary: 'Withdraws a note before its end.',
      answer: async (call) =>
        replied(
          await wish(given, commandOf(call, `withdraw-note ${call.params.id}`), call.params.id, {
            type: 'withdraw',
            at: call.at,
            by: call.principal.id,
          }),
        ),
    }),
    door({
      method: 'GET',
      path: '/api/notes',
      knock: 'signed-in',
      act: 'note.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: z.strictObject({ ended: z.literal('also').exactOptional() }),
      body: noBody,
      summary: 'Every note that holds; on wish also those that ended within twelve months.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'note', id: 'all' })
        if (!look.ok) return refused(look.refusal)
        const since = call.query.ended === undefined ? null : call.at - LONGEST_MS
        return replied(
          await ledger.reading(look.value, async (tx) => ok({ notes: await allNotes(sqlOf(tx), call.at, since) })),
        )
      },
    }),
    door({
      method: 'GET',
      path: '/api/incidents/:id/place',
      knock: 'signed-in',
      act: 'note.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({ id: incidentId }),
      query: nothing,
      body: noBody,
      summary: 'What is known of the place of an incident: the notes that hold there, and what happened there before.',
      answer: async (call) => {
        const key = call.params.id
        const look = lookOf(call, { kind: 'note', id: key })
        if (!look.ok) return refused(look.refusal)
        if (!authorise(call.principal, 'incident.read', { kind: 'incident', id: key }).allowed)
          return refused('not-allowed')
        return replied(
          await ledger.reading(look.value, async (tx) => {
            const sql = sqlOf(tx)
            const [row] = await sql<{ state: Incident }[]>`select state from incident_view where id = ${key}`
            if (!row) return refuse('not-found')
            const { place } = row.state.opened
            const notes = await notesAt(sql, place, call.at, 'room')
            return ok({ notes, events: await recentEvents(sql, row.state, call.at) })
          }),
        )
      },
    }),
    door({
      method: 'GET',
      path: '/api/orders/:id/notes',
      knock: 'signed-in',
      act: 'order.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({ id: orderId }),
      query: nothing,
      body: noBody,
      summary: "The notes for crews at the place of one's own order.",
      answer: async (call) => {
        const key = call.params.id
        const look = lookOf(call, { kind: 'note', id: key })
        if (!look.ok) return refused(look.refusal)
        return replied(
          await ledger.reading(look.value, async (tx) => {
            const own = await ownOrder(given, tx, call.principal, key)
            if (!own.ok) return own
            return ok({ notes: await notesAt(sqlOf(tx), own.value.issued.brief.place, call.at, 'crews') })
          }),
        )
      },
    }),
  ]
}
