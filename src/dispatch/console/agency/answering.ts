/** Answers of this room on their way: one at a time for each order; what is not known to have arrived can be sent again and counts once. */
import { type Act, act, send } from '../../../console/api.ts'
import { cell, useCell } from '../../../console/cell.ts'
import type { OrderId, UnitId } from '../../../core/ids.ts'
import type { RejectionCause } from '../../order.ts'
import type { RoomAnswer } from './room.ts'

export type Said = {
  readonly answer: RoomAnswer
} & (
  | { readonly state: 'sending' }
  /** Nobody knows whether it arrived: the same act goes again. */
  | { readonly state: 'unsent'; readonly act: Act }
  | { readonly state: 'refused'; readonly refusal: string }
)

/** What goes with an answer: the cause of a rejection, or our own number and unit with the signature. */
export type With = { readonly cause?: RejectionCause; readonly agencyNumber?: string; readonly unit?: UnitId }

const saying = cell<ReadonlyMap<OrderId, Said>>(new Map())

function note(order: OrderId, said: Said | null): void {
  const next = new Map(saying.get())
  if (said) next.set(order, said)
  else next.delete(order)
  saying.set(next)
}

async function deliver(order: OrderId, answer: RoomAnswer, wish: Act): Promise<void> {
  note(order, { answer, state: 'sending' })
  const reply = await send(wish)
  // `already-said` is what was wished; the board shows by whom.
  if (reply.ok || reply.refusal === 'already-said') note(order, null)
  else if (reply.refusal === 'not-reached' || reply.refusal === 'busy')
    note(order, { answer, state: 'unsent', act: wish })
  else note(order, { answer, state: 'refused', refusal: reply.refusal })
}

export function say(order: OrderId, answer: RoomAnswer, given: With): void {
  if (saying.get().get(order)?.state === 'sending') return
  void deliver(order, answer, act(`/api/orders/${encodeURIComponent(order)}/answers`, { answer, ...given }))
}

export function sayAgain(order: OrderId): void {
  const said = saying.get().get(order)
  if (said?.state === 'unsent') void deliver(order, said.answer, said.act)
}

/** The person has read it. */
export const putAway = (order: OrderId): void => note(order, null)

export const useSaid = (order: OrderId): Said | null => useCell(saying).get(order) ?? null

/** What was typed for an order stays until it is signed for, whatever is looked at meanwhile. */
export type Draft = { readonly number: string; readonly unit: UnitId | null }
const drafts = cell<ReadonlyMap<OrderId, Draft>>(new Map())
const BLANK: Draft = { number: '', unit: null }

export const draftOf = (order: OrderId): Draft => drafts.get().get(order) ?? BLANK
export function useDraft(order: OrderId): Draft {
  return useCell(drafts).get(order) ?? BLANK
}
export const keepDraft = (order: OrderId, part: Partial<Draft>): void =>
  drafts.set(new Map(drafts.get()).set(order, { ...draftOf(order), ...part }))

/** What goes with the signature out of a draft. */
export function withSignature(draft: Draft): With {
  const number = draft.number.trim()
  return { ...(number ? { agencyNumber: number } : {}), ...(draft.unit ? { unit: draft.unit } : {}) }
}
