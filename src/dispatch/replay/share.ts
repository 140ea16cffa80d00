/** What of the journal a replay of one sight is given: enough to fold its view, and nothing of orders that were never its agency's. Pure. */
import type { Sight } from '../../access/sight.ts'
import { id } from '../../core/ids.ts'
import { idOf, kindOf, type Numbered } from '../../journal/fact.ts'
import { type Board, visible } from '../board.ts'
import type { Order } from '../order.ts'
import { shown } from '../shift/room.ts'

/** An order may come to a crew by way of another of its agency, so a crew's replay starts from the agency's orders. */
function concerns(sight: Sight, order: Pick<Order, 'issued'>): boolean {
  if (sight.scope === 'all') return true
  if (sight.scope === 'none') return false
  return sight.agency === null || order.issued.agency === sight.agency
}

export function boardFor(sight: Sight, board: Board): Board {
  if (sight.scope === 'all') return board
  const orders = new Map([...board.orders].filter(([, order]) => concerns(sight, order)))
  const room = new Map(
    [...board.room.values()].flatMap((thing) => {
      const mine = shown(sight, thing)
      return mine ? [[mine.id, mine] as const] : []
    }),
  )
  return {
    warnings: new Map(),
    incidents: new Map(),
    orders,
    room,
    conditions: sight.scope === 'none' ? new Map() : board.conditions,
    seq: board.seq,
  }
}

/** `after` is the board behind the last of the facts. */
export function factsFor(sight: Sight, facts: readonly Numbered[], after: Board): readonly Numbered[] {
  return facts.filter((numbered) => {
    if (sight.scope === 'all') return visible(sight, numbered, null)
    if (['room', 'road'].includes(kindOf(numbered.stream))) return visible(sight, numbered, null)
    if (kindOf(numbered.stream) !== 'order') return false
    const order = after.orders.get(id<'order'>(idOf(numbered.stream)))
    return order !== undefined && concerns(sight, order)
  })
}
