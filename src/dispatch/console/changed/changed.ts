/** Orders that were changed under somebody's hands: taken back after they were signed for, or put right while they are worked on; told until somebody at this device says that it is understood. Pure. */
import { MINUTE } from '../../../core/time.ts'
import { isOver, type Order, wasTaken } from '../../order.ts'

export type Changed =
  | { readonly how: 'taken-back'; readonly at: number; readonly order: Extract<Order, { readonly state: 'withdrawn' }> }
  | {
      readonly how: 'put-right'
      readonly at: number
      readonly order: Order
      readonly was: NonNullable<Order['corrected']>['was']
    }

const MARK: Record<Changed['how'], string> = { 'taken-back': '@', 'put-right': '!' }

/** An order can be withdrawn, reinstated and withdrawn again, and put right twice: each time is another one to be understood. */
export const keyOf = ({ how, at, order }: Changed): string => `${order.id}${MARK[how]}${at}`

/** The newest first. */
export function changedOf(orders: Iterable<Order>, understood: ReadonlySet<string>): readonly Changed[] {
  return [...orders]
    .flatMap((order): readonly Changed[] => {
      if (order.state === 'withdrawn')
        return wasTaken(order) ? [{ how: 'taken-back', at: order.withdrawnAt, order }] : []
      const { corrected } = order
      return corrected && !isOver(order) ? [{ how: 'put-right', at: corrected.at, order, was: corrected.was }] : []
    })
    .filter((one) => !understood.has(keyOf(one)))
    .sort((a, b) => b.at - a.at)
}

/** Nobody drives on for longer without having looked; and a device that is opened in the evening is not rung for the morning. The strip stays. */
export const SOUNDS_FOR_MS = 2 * MINUTE

export const sounding = (waiting: readonly Changed[], now: number): number =>
  waiting.filter(({ at }) => now - at < SOUNDS_FOR_MS).length
