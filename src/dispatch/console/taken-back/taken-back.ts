/** Orders that were taken from under somebody's hands: signed for, then withdrawn, and nobody at this device has said yet that it is understood. Pure. */
import { MINUTE } from '../../../core/time.ts'
import { type Order, wasTaken } from '../../order.ts'

export type TakenBack = Extract<Order, { readonly state: 'withdrawn' }>

/** An order can be withdrawn, reinstated and withdrawn again: each time is another one to be understood. */
export const keyOf = ({ id, withdrawnAt }: TakenBack): string => `${id}@${withdrawnAt}`

/** The newest first. */
export function takenBack(orders: Iterable<Order>, understood: ReadonlySet<string>): readonly TakenBack[] {
  return [...orders]
    .flatMap((order) =>
      order.state === 'withdrawn' && wasTaken(order) && !understood.has(keyOf(order)) ? [order] : [],
    )
    .sort((a, b) => b.withdrawnAt - a.withdrawnAt)
}

/** Nobody drives on for longer without having looked; and a device that is opened in the evening is not rung for the morning. The strip stays. */
export const SOUNDS_FOR_MS = 2 * MINUTE

export const sounding = (waiting: readonly TakenBack[], now: number): number =>
  waiting.filter(({ withdrawnAt }) => now - withdrawnAt < SOUNDS_FOR_MS).length
