/** The doors of the room: its log, its shift and hand-over. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { ok } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Given } from '../io/given.ts'
import { instant, noBody, nothing, plain } from '../schemas.ts'
import { decideEntry } from '../shift/entry.ts'
import { begin, go } from '../shift/io/room.ts'
import { onShift, startShift, takeOver } from '../shift/io/shift.ts'
import { logBefore } from '../shift/io/store.ts'
import { refused, replied } from './reply.ts'

const KB = 1024
/** One page of the log. */
const MOST_ENTRIES = 200

export const roomId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'room'>(key))
export const oneThing = z.strictObject({ id: roomId })
/** What every command of the room has in common. */
export const writes = {
  method: 'POST',
  knock: 'signed-in',
  act: 'room.write',
  trace: { leaves: 'fact' },
  command: true,
  maxBodyBytes: 4 * KB,
  query: nothing,
} as const
const said = z.strictObject({ text: plain(500).min(1) })

export function roomDoors(given: Given): readonly Door[] {
  return [
    door({
      ...writes,
      path: '/api/log',
      params: nothing,
      body: said,
      summary: "Writes an entry into the room's log.",
      answer: async (call) => {
        const { principal, at, body } = call
        const wish = { type: 'log', at, text: body.text, by: principal.id } as const
        return replied(await begin(given, commandOf(call, 'log'), async () => decideEntry(null, wish)), 201)
      },
    }),
    door({
      ...writes,
      path: '/api/log/:id/correction',
      params: oneThing,
      body: said,
      summary: 'Puts a correction beside an entry of the log; what it said first stays.',
      answer: async (call) => {
        const { principal, at, body, params } = call
        const wish = { type: 'correct', at, text: body.text, by: principal.id } as const
        return replied(
          await go(given, commandOf(call, `correct ${params.id}`), 'entry', params.id, (now) => decideEntry(now, wish)),
        )
      },
    }),
    door({
      method: 'GET',
      path: '/api/log',
      knock: 'signed-in',
      act: 'room.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: z.strictObject({ before: z.coerce.number().pipe(instant).exactOptional() }),
      body: noBody,
      summary: "The room's log before an instant, newest first; the last twelve hours come with the board.",
      answer: async (call) => {
        const look = lookOf(call, { kind: 'room', id: 'log' })
        if (!look.ok) return refused(look.refusal)
        const before = call.query.before ?? call.at + 1
        return replied(
          await given.access.ledger.reading(look.value, async (tx) =>
            ok({ entries: await logBefore(sqlOf(tx), before, MOST_ENTRIES) }),
          ),
        )
      },
    }),
    door({
      ...writes,
      path: '/api/shift',
      params: nothing,
      body: nothing,
      summary: 'Starts the shift of the room where none runs.',
      answer: async (call) => replied(await startShift(given, commandOf(call, 'start-shift'), call.principal.id), 201),
    }),
    door({
      ...writes,
      path: '/api/shift/hand-over',
      params: nothing,
      body: nothing,
      summary: 'The officer on shift opens the hand-over with everything that is open at this instant.',
      answer: async (call) =>
        replied(await onShift(given, commandOf(call, 'hand-over'), 'open-hand-over', call.principal.id)),
    }),
    door({
      ...writes,
      path: '/api/shift/hand-over/withdrawal',
      params: nothing,
      body: nothing,
      summary: 'Calls the hand-over off; the shift goes on.',
      answer: async (call) => {
        const { principal, at } = call
        const wish = { type: 'call-off', at, by: principal.id } as const
        return replied(await onShift(given, commandOf(call, 'call-off-hand-over'), wish, principal.id))
      },
    }),
    door({
      ...writes,
      path: '/api/shift/hand-over/signature',
      params: nothing,
      body: z.strictObject({ item: plain(120).min(1) }),
      summary: 'The relieving officer signs one open item.',
      answer: async (call) => {
        const { principal, at, body } = call
        const wish = { type: 'sign-item', at, by: principal.id, item: body.item } as const
        return replied(await onShift(given, commandOf(call, 'sign-item'), wish, principal.id))
      },
    }),
    door({
      ...writes,
      path: '/api/shift/take-over',
      params: nothing,
      body: z.strictObject({ knowingly: z.literal(true).exactOptional() }),
      summary: 'Takes the shift over: with every item signed, or knowingly without, which stays on record.',
      answer: async (call) => {
        const knowingly = call.body.knowingly === true
        return replied(await takeOver(given, commandOf(call, 'take-over'), call.principal.id, knowingly))
      },
    }),
  ]
}
