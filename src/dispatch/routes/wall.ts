/** The wall's door: today's figures, counts and nothing else. */
import { type Door, door, json } from '../../access/door.ts'
import { MINUTE } from '../../core/time.ts'
import type { Given } from '../io/given.ts'
import { localDay } from '../number.ts'
import { noBody, nothing } from '../schemas.ts'
import { readDay } from '../wall/io/day.ts'

/** The first instant of the local day, found by halving: days have no fixed length where clocks are changed. */
function midnight(now: number, timeZone: string): number {
  const today = localDay(now, timeZone)
  let [before, inside] = [now - 26 * 60 * MINUTE, now]
  while (inside - before > 1) {
    const middle = Math.floor((before + inside) / 2)
    if (localDay(middle, timeZone) === today) inside = middle
    else before = middle
  }
  return inside
}

export function wallDoors(given: Given): readonly Door[] {
  const { timeZone } = given.centre
  return [
    door({
      method: 'GET',
      path: '/api/wall',
      knock: 'signed-in',
      act: 'wall.read',
      trace: { leaves: 'none', because: 'counts of a day; nothing of a person or of one incident' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: "Today's figures for the wall.",
      answer: async ({ at }) =>
        json(await readDay(given.database.sql, localDay(at, timeZone), midnight(at, timeZone), at)),
    }),
  ]
}
