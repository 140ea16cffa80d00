/** What the crew has said about an order, as its buttons show it: the server's picture with the letters on their way folded in by the same decide and evolve. */
import type { AgencyId, UnitId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { type Clocks, decide, evolve, isOver, type Order, type OrderRefusal, type OrderWish } from '../../order.ts'
import { type Picture, picturesOf } from '../../picture/picture.ts'
import {
  type AnswerLetter,
  FIELD_ANSWERS,
  type FieldAnswer,
  type Letter,
  type Outbox,
  type PictureLetter,
} from './outbox.ts'

const wishOf = (answer: FieldAnswer, at: number, by: string): OrderWish => ({
  type: 'answer',
  at,
  answer,
  by: { via: 'field', id: by },
  cause: null,
  agencyNumber: null,
  unit: null,
})

/** Only the server knows the hash that it will be kept under: here its letter's key stands in. */
const pictureWish = (key: string, at: number): OrderWish => ({
  type: 'picture',
  still: key,
  at,
  by: { via: 'field', id: key },
})

/** null: the letter is about no order. */
function wishOfLetter(letter: Letter): OrderWish | null {
  switch (letter.to) {
    case 'help':
      return null
    case 'order':
      return wishOf(letter.answer, letter.at, letter.key)
    case 'picture':
      return pictureWish(letter.key, letter.at)
  }
  return never(letter)
}

/** The order as it will be when everything said here has arrived. */
export function expected(order: Order, box: Outbox): Order {
  const letters = [...box.said, ...box.waiting].filter((letter) => letter.to !== 'help' && letter.order === order.id)
  return letters.reduce((now, letter) => {
    const wish = wishOfLetter(letter)
    const fact = wish && decide(now, wish)
    return fact?.ok ? evolve(now, order.id, fact.value) : now
  }, order)
}

/** Of one order: those at the server, those that wait here, and why no more may be taken (null: one may). */
export type PicturesNow = {
  readonly sent: readonly Picture[]
  readonly waiting: readonly PictureLetter[]
  readonly refusal: OrderRefusal | null
}

/** `order` is as expected: with those that wait. */
export function picturesNow(order: Order, box: Outbox, now: number): PicturesNow {
  const waiting = box.waiting.filter((letter) => letter.to === 'picture').filter((letter) => letter.order === order.id)
  const keys = new Set(waiting.map(({ key }) => key))
  const decided = decide(order, pictureWish('next', now))
  return {
    sent: picturesOf(order).filter(({ still }) => !keys.has(still)),
    waiting,
    refusal: decided.ok ? null : decided.refusal,
  }
}

/** The lane shows it, or the order has moved past it. */
export const isShownBy = (order: Order, letter: AnswerLetter): boolean =>
  !decide(order, wishOf(letter.answer, letter.at, letter.key)).ok

const CLOCK: Record<FieldAnswer, keyof Clocks> = {
  'signed-for': 'signedForAt',
  'on-the-way': 'setOutAt',
  arrived: 'arrivedAt',
  cleared: 'clearedAt',
}

export type Button = {
  readonly answer: FieldAnswer
} /** `at` is null when the step was passed over; `waiting`: given here and not yet at the server. */ & (
  | { readonly state: 'done'; readonly at: number | null; readonly waiting: boolean }
  /** The step that is due. */
  | { readonly state: 'next' }
  /** Allowed, but it skips a step: asked for twice. */
  | { readonly state: 'ahead' }
  | { readonly state: 'closed'; readonly refusal: OrderRefusal }
)

/** The four buttons for an order as expected; what may be pressed is what the server would take. */
export function buttonsOf(order: Order, box: Outbox, now: number): readonly Button[] {
  let nextGiven = false
  return FIELD_ANSWERS.map((answer): Button => {
    const verdict = decide(order, wishOf(answer, now, 'thumb'))
    const at = order.clocks[CLOCK[answer]]
    if (verdict.ok) {
      const state = nextGiven ? 'ahead' : 'next'
      nextGiven = true
      return { answer, state }
    }
    const waiting = box.waiting.some((one) => one.to === 'order' && one.order === order.id && one.answer === answer)
    if (at !== null || verdict.refusal === 'already-said') return { answer, state: 'done', at, waiting }
    return { answer, state: 'closed', refusal: verdict.refusal }
  })
}

/**
 * This crew's orders: those that name its unit, and those that wait for any unit of its agency, which it may take.
 * What still runs stands first, the newest on top; then what is over.
 */
export function ordersOf(
  orders: Iterable<Order>,
  unit: UnitId,
  agency: AgencyId | null,
): { readonly running: readonly Order[]; readonly past: readonly Order[] } {
  const mine = [...orders]
    .filter((order) => order.unit === unit || (order.unit === null && order.issued.agency === agency && !isOver(order)))
    .sort((a, b) => b.clocks.issuedAt - a.clocks.issuedAt)
  return { running: mine.filter((order) => !isOver(order)), past: mine.filter(isOver) }
}
