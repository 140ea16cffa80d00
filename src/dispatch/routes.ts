/** Every door of dispatch, from what composition gives: warnings, incidents, orders, the board and the reference data. */

import { lookOf } from '../access/calls.ts'
import { type Door, door, json } from '../access/door.ts'
import { sightOf } from '../access/sight.ts'
import { ok } from '../core/result.ts'
import { snapshot } from './io/board.ts'
import type { Given } from './io/given.ts'
import { plansInForce } from './plans/io/plans.ts'
import { alertDoors } from './routes/alerts.ts'
import { correctionDoors } from './routes/corrections.ts'
import { incidentDoors } from './routes/incidents.ts'
import { laterDoors } from './routes/later.ts'
import { mergerDoors } from './routes/mergers.ts'
import { methaneDoors } from './routes/methane.ts'
import { noteDoors } from './routes/notes.ts'
import { orderDoors } from './routes/orders.ts'
import { partnerDoors } from './routes/partners.ts'
import { pictureDoors } from './routes/pictures.ts'
import { planDoors } from './routes/plans.ts'
import { replayDoors } from './routes/replay.ts'
import { refused } from './routes/reply.ts'
import { reportDoors } from './routes/reports.ts'
import { roomDoors } from './routes/room.ts'
import { unitDoors } from './routes/units.ts'
import { wallDoors } from './routes/wall.ts'
import { warningDoors } from './routes/warnings.ts'
import { wayDoors } from './routes/ways.ts'
import { wordDoors } from './routes/words.ts'
import { noBody, nothing } from './schemas.ts'
import { lentUnits } from './shift/io/loans.ts'

export function dispatchDoors(given: Given): readonly Door[] {
  return [
    ...boardDoors(given),
    ...warningDoors(given),
    ...incidentDoors(given),
    ...laterDoors(given),
    ...wallDoors(given),
    ...methaneDoors(given),
    ...noteDoors(given),
    ...wayDoors(given),
    ...correctionDoors(given),
    ...mergerDoors(given),
    ...orderDoors(given),
    ...pictureDoors(given),
    ...replayDoors(given),
    ...alertDoors(given),
    ...roomDoors(given),
    ...wordDoors(given),
    ...reportDoors(given),
    ...planDoors(given),
    ...unitDoors(given),
    ...partnerDoors(given),
  ]
}

function boardDoors(given: Given): readonly Door[] {
  const { name, agencies, units: own, ground, standby, demo } = given.centre
  return [
    door({
      method: 'GET',
      path: '/api/board',
      knock: 'signed-in',
      act: 'board.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'What runs and what ended in the last twelve hours, as far as this person may see it.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'board', id: 'board' })
        if (!look.ok) return refused(look.refusal)
        // The trace is committed first; the board then needs its own snapshot of the database.
        const seen = await given.access.ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        return json(await snapshot(given.database.sql, sightOf(call.principal), call.at))
      },
    }),
    door({
      method: 'GET',
      path: '/api/reference',
      knock: 'signed-in',
      act: null,
      trace: {
        leaves: 'none',
        because: 'names of cameras, agencies, units and plans; nothing of a person or an incident',
      },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: "The centre's reference data.",
      // Cameras are drawn anew and plans published while the centre runs.
      answer: async (call) => {
        const { sql } = given.database
        const [plans, lent] = await Promise.all([plansInForce(sql), lentUnits(sql, call.at)])
        const units = [...own, ...lent.map(({ unit }) => unit)]
        return json({ centre: { name }, cameras: given.centre.cameras, agencies, units, plans, ground, standby, demo })
      },
    }),
  ]
}
