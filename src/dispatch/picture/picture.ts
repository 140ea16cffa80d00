/** Pictures that a crew sends of the place: which of them an order takes, how many, and until when. Pure. */
import type { AgencyId, UnitId } from '../../core/ids.ts'
import type { Answerer, Order, OrderState } from '../order.ts'

export type Picture = {
  /** SHA-256 of the picture as it is kept, hex. */
  readonly still: string
  /** When it was taken, by the clock of whoever took it. */
  readonly at: number
  readonly by: Answerer
}

/** As many as an officer looks through in a minute; a thirteenth says nothing new. */
export const MOST_PICTURES = 12

/** As a sensor's still: enough to see what lies where, little enough for a weak line. */
export const MOST_BYTES = 512 * 1024

export type PictureRefusal = 'not-signed-for' | 'over' | 'already-said' | 'enough-pictures'

const STANDS: Record<OrderState, 'waits' | 'runs' | 'over'> = {
  issued: 'waits',
  delivered: 'waits',
  'signed-for': 'runs',
  'on-the-way': 'runs',
  arrived: 'runs',
  cleared: 'over',
  rejected: 'over',
  withdrawn: 'over',
}

export const picturesOf = (order: Order): readonly Picture[] => order.pictures ?? []

/** null: the order takes it. */
export function refusedPicture(now: Order, { still, at }: Pick<Picture, 'still' | 'at'>): PictureRefusal | null {
  const stands = STANDS[now.state]
  if (stands === 'waits') return 'not-signed-for'
  if (stands === 'over' && at > ranUntil(now)) return 'over'
  const pictures = picturesOf(now)
  if (pictures.some((known) => known.still === still)) return 'already-said'
  return pictures.length < MOST_PICTURES ? null : 'enough-pictures'
}

/** Answers go before pictures, and a phone may be off-line: one that was taken while the order ran may come when it is over. */
function ranUntil(now: Order): number {
  if (now.state === 'cleared') return now.clocks.clearedAt ?? 0
  return now.state === 'withdrawn' && STANDS[now.was] === 'runs' ? now.withdrawnAt : 0
}

/** One of the pictures of an incident, with whose it is. */
export type ScenePicture = Picture & { readonly agency: AgencyId; readonly unit: UnitId | null }

/** Of several orders, in the order in which they were taken. */
export const scenePictures = (orders: readonly Order[]): readonly ScenePicture[] =>
  orders
    .flatMap((order) =>
      picturesOf(order).map((one) => ({
        ...one,
        agency: order.issued.agency,
        unit: one.by.via === 'field' ? order.unit : null,
      })),
    )
    .toSorted((a, b) => a.at - b.at)

/** The one that the key shows: first the newest, then each time the one before it, and the newest again. */
export function nextShown(pictures: readonly ScenePicture[], shown: string | null): ScenePicture | null {
  const at = pictures.findIndex(({ still }) => still === shown)
  return pictures[at > 0 ? at - 1 : pictures.length - 1] ?? null
}
