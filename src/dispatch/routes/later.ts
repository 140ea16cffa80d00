/** The door for paper forms that are written up when the server is back. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door } from '../../access/door.ts'
import type { Given } from '../io/given.ts'
import { enterPaper } from '../later/io/enter.ts'
import { nothing, paperBody } from '../schemas.ts'
import { particularsOf } from './particulars.ts'
import { placeRefused } from './place.ts'
import { refused, replied } from './reply.ts'

const KB = 1024

export function laterDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/incidents/later',
      knock: 'signed-in',
      act: 'incident.open',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 8 * KB,
      params: nothing,
      query: z.strictObject({}),
      body: paperBody,
      summary: 'Enters what was written on a paper form, with the original times; marked as entered later.',
      answer: async (call) => {
        const { caller, ...paper } = call.body
        const wrong = placeRefused(given, paper.place)
        if (wrong) return refused(wrong)
        const form = { ...paper, caller: particularsOf(caller) }
        return replied(await enterPaper(given, commandOf(call, 'enter paper'), form, call.principal.id), 201)
      },
    }),
  ]
}
