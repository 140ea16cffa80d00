/** What is done with alerts of others: a message is taken once, and raises, updates or cancels the alert that it is about. */
import type { Position } from '../../../core/geo.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { again } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import type { Conflict, Transaction } from '../../../journal/journal.ts'
import { type Given, newId } from '../../io/given.ts'
import { type AlertId, type AlertRefusal, type AlertWish, decide, type Message } from '../alert.ts'
import type { CapAlert } from '../cap.ts'
import { noticeOf } from '../notice.ts'
import { meets } from '../shape.ts'
import { alertsNamed, keyOf, lockAlert, lockSource, nameAlert, recordAlert } from './store.ts'

export type Hearing = {
  readonly cap: CapAlert
  /** The machine that brought it; it can speak about its own alerts only. */
  readonly source: string
  readonly by: Actor
  readonly at: number
  readonly correlation: string
  /** The centre's area, a closed ring; empty: everywhere. */
  readonly area: readonly Position[]
}

export type Heard = { readonly id: AlertId; readonly as: 'raised' | 'updated' | 'cancelled' | 'known' }
export type HearRefusal = AlertRefusal | 'alert-empty' | 'alert-for-systems' | 'not-an-alert'

export async function hear(given: Given, hearing: Hearing): Promise<Result<Heard, HearRefusal | Conflict>> {
  const { cap, source } = hearing
  if (cap.msgType === 'Ack' || cap.msgType === 'Error') return refuse('not-an-alert')
  const message: Message = { sender: cap.sender, identifier: cap.identifier, sent: cap.sent }
  const referred = (cap.references ?? '').split(/\s+/).filter((one) => one !== '')
  return again(() =>
    given.journal.transact<Heard, HearRefusal | Conflict>(async (tx) => {
      await lockSource(tx, source)
      const [known] = await alertsNamed(tx, source, [keyOf(message)])
      if (known) return ok({ id: known, as: 'known' })
      const named = await alertsNamed(tx, source, referred)
      const wish = wishOf(hearing, message, named.length > 0)
      if (!wish.ok) return wish
      const [first = newId<'alert'>(given), ...others] = wish.value.type === 'raise' ? [] : named
      const done = await change(given, hearing, tx, first, wish.value)
      if (!done.ok) return done
      // What it refers to and we never had belongs to it too: should it still come, it is known.
      await nameAlert(tx, source, [keyOf(message), ...referred], first)
      for (const other of others) {
        // One message may take the place of several (CAP §3.2.1 references); one that is over already stays so.
        const over = await change(given, hearing, tx, other, { type: 'cancel', at: hearing.at, message })
        if (!over.ok && over.refusal === 'conflict') return over
      }
      return ok({ id: first, as: done.value })
    }),
  )
}

/** `known`: we hold an alert that the message refers to. An update of what never reached us is news all the same. */
function wishOf({ cap, source, at, area }: Hearing, message: Message, known: boolean): Result<AlertWish, HearRefusal> {
  if (cap.msgType === 'Cancel') return known ? ok({ type: 'cancel', at, message }) : refuse('alert-unknown')
  const notice = noticeOf(cap)
  if (!notice.ok) return notice
  const said = { at, message, notice: notice.value, here: meets(notice.value.shapes, area) }
  return ok(cap.msgType === 'Update' && known ? { type: 'update', ...said } : { type: 'raise', source, ...said })
}

async function change(
  given: Given,
  { by, at, correlation }: Hearing,
  tx: Transaction,
  key: AlertId,
  wish: AlertWish,
): Promise<Result<'raised' | 'updated' | 'cancelled', AlertRefusal | Conflict>> {
  const held = await lockAlert(tx, key)
  const decided = decide(held?.state ?? null, wish)
  if (!decided.ok) return decided
  const origin = { by, correlation: held?.correlation ?? correlation, recordedAt: at }
  const recorded = await recordAlert(given.journal, tx, key, held, decided.value, origin)
  if (!recorded.ok) return recorded
  return ok(wish.type === 'raise' ? 'raised' : wish.type === 'cancel' ? 'cancelled' : 'updated')
}
