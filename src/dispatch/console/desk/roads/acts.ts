/** Says what holds on a stretch, or lifts it, from the desk. */
import i18next from 'i18next'
import { board as boardNow, boardOf } from '../../../../console/live.ts'
import { nowByServer } from '../../../../console/now.ts'
import type { Position } from '../../../../core/geo.ts'
import { never, type Result } from '../../../../core/result.ts'
import { type Condition, holdsAt } from '../../../../roads/conditions/condition.ts'
import type { StretchMeant } from '../../../../roads/conditions/stretch.ts'
import type { RoadState } from '../../../../roads/live.ts'
import { askPlaces } from '../call/places.ts'
import { message } from '../desk-state.ts'
import { perform } from '../doing.ts'
import type { RoadSaid, StretchSaid } from './said.ts'

/** What its acts are about. */
export const ROADS = 'roads'
const refused = (text: string): void => message.set({ tone: 'refused', text })
const words = i18next.getFixedT(null, 'roads')

/** The newest first; a condition keeps its number while it holds. */
export function holding(conditions: Iterable<Condition>, now: number): readonly Condition[] {
  return [...conditions].filter((condition) => holdsAt(condition, now)).sort((a, b) => a.saidAt - b.saidAt)
}

export async function sayRoad(said: RoadSaid): Promise<void> {
  switch (said.do) {
    case 'lift': {
      const condition = holding(boardOf(boardNow.get()).conditions.values(), nowByServer())[said.number - 1]
      if (condition) lift(condition)
      else refused(words('noSuchNumber', { number: said.number }))
      return
    }
    case 'say': {
      const stretch = await meant(said.stretch)
      if (stretch === null) return
      const { holds, reason, forMs } = said
      await sayStretch(stretch, holds, reason, nowByServer() + forMs)
      return
    }
  }
  return never(said)
}

/** null: the same act is under way, or the server is away. */
export const sayStretch = (
  stretch: StretchMeant,
  holds: RoadState,
  reason: string,
  until: number,
): Promise<Result<unknown> | null> => perform('road', ROADS, '/api/roads/conditions', { stretch, holds, reason, until })

export function lift(condition: Condition): void {
  void perform('road', condition.id, `/api/roads/conditions/${condition.id}/lift`)
}

/** null: what was typed is not one place; what it may be is said. */
async function meant(said: StretchSaid): Promise<StretchMeant | null> {
  if (said.by === 'kilometres') return said
  const from = await onePlace(said.from)
  if (from === null) return null
  if (said.to === null) return { by: 'place', at: from, bothWays: said.bothWays }
  const to = await onePlace(said.to)
  return to === null ? null : { by: 'places', from, to, bothWays: said.bothWays }
}

export async function onePlace(text: string): Promise<Position | null> {
  const answer = await askPlaces(text)
  const [only, ...more] = answer.state === 'here' ? answer.found.candidates : []
  // A street by its whole name comes first, its houses after it.
  const isSure = only !== undefined && (more.length === 0 || only.kind === 'street' || only.kind === 'crossing')
  if (isSure) return only.place.position
  const candidates = [only, ...more].flatMap((one) => (one ? [one.place.label.zh] : [])).join(' · ')
  refused(words(candidates === '' ? 'noPlace' : 'manyPlaces', { text, candidates }))
  return null
}
