/** The door of the replay: the board of any console at an instant of the past, the facts that came behind it, and what consoles said they had. */
import { z } from 'zod'
import { lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { sightKey, sightNamed } from '../../access/sight.ts'
import { ok } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import { foldAll } from '../board.ts'
import type { Given } from '../io/given.ts'
import { openReplayer } from '../replay/io/replayer.ts'
import { readSaid, saidSights } from '../replay/io/said.ts'
import { boardFor, factsFor } from '../replay/share.ts'
import type { ReplayAnswer, TrailsAnswer } from '../replay/window.ts'
import { noBody, nothing } from '../schemas.ts'
import { refused } from './reply.ts'

const PAGE_FACTS = 5_000
const instant = z.coerce.number().int().min(0).max(8.64e15)
/** `all`, `agency:<id>` or `unit:<id>@<agency>`: whose console. */
const as = z.string().max(200).default('all')
const replayQuery = z.strictObject({
  from: instant,
  to: instant,
  as,
  /** The number behind which the next page starts. */
  after: z.coerce.number().int().min(1).optional(),
})

export function replayDoors(given: Given): readonly Door[] {
  const { sql } = given.database
  const replayer = openReplayer(sql)
  return [
    door({
      method: 'GET',
      path: '/api/replay',
      knock: 'signed-in',
      act: 'replay.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: replayQuery,
      body: noBody,
      summary: 'What a console had on its screen at an instant, and every fact until another, page by page.',
      answer: async (call) => {
        const { from, to, after } = call.query
        const sight = sightNamed(call.query.as)
        if (!sight || sight.scope === 'none') return refused('unknown-sight')
        if (to < from || to - from > DAY) return refused('span-too-long')
        const look = lookOf(call, { kind: 'board', id: `replay:${sightKey(sight).replaceAll('@', '.')}:${from}` })
        if (!look.ok) return refused(look.refusal)
        const seen = await given.access.ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        const start = after === undefined ? await replayer.at(from) : await replayer.behind(after)
        const { facts, more, cursor } = await replayer.facts(start, to, PAGE_FACTS)
        const { warnings, incidents, orders, room, conditions } = boardFor(sight, start.board)
        const first = after === undefined
        const answer: ReplayAnswer = {
          seq: start.board.seq,
          board: first
            ? {
                warnings: [...warnings.values()],
                incidents: [...incidents.values()],
                orders: [...orders.values()],
                room: [...room.values()],
                conditions: [...conditions.values()],
              }
            : null,
          facts: factsFor(sight, facts, foldAll(start.board, facts)),
          end: cursor.seq,
          next: more ? cursor.seq : null,
          said: first ? await readSaid(sql, sight, from, to) : [],
          sights: first ? await saidSights(sql, from, to) : [],
        }
        return json(answer)
      },
    }),
    door({
      method: 'GET',
      path: '/api/replay/trails',
      knock: 'signed-in',
      act: 'replay.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: z.strictObject({ from: instant, to: instant, as, everyMs: z.coerce.number().int().min(500) }),
      body: noBody,
      summary: 'Where the units of that console were, thinned to one position in each step.',
      answer: async (call) => {
        const { from, to, everyMs } = call.query
        const sight = sightNamed(call.query.as)
        if (!sight || sight.scope === 'none') return refused('unknown-sight')
        if (to < from || to - from > DAY) return refused('span-too-long')
        const look = lookOf(call, { kind: 'board', id: `trails:${sightKey(sight).replaceAll('@', '.')}:${from}` })
        if (!look.ok) return refused(look.refusal)
        const seen = await given.access.ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        const units = given.centre.units.filter(({ agency }) => sight.scope === 'all' || agency === sight.agency)
        const answer: TrailsAnswer = {
          trails: await given.trails(
            units.map((unit) => unit.id),
            ...([from, to, everyMs] as const),
          ),
        }
        return json(answer)
      },
    }),
  ]
}
