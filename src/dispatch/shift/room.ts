/** Everything that the room keeps beside incidents and orders, folded by one function; when the clock asks something of it, and what of it somebody outside may see. Pure. */
import type { Sight } from '../../access/sight.ts'
import { never } from '../../core/result.ts'
import { type Broadcast, type BroadcastFact, decideBroadcast, evolveBroadcast } from './broadcast.ts'
import { type EntryFact, evolveEntry, type LogEntry, type RoomId } from './entry.ts'
import { deskOf, type Heard, hears } from './heard.ts'
import { decideHold, evolveHold, type Hold, type HoldFact } from './hold.ts'
import { decideLoan, evolveLoan, type Loan, type LoanFact } from './loan.ts'
import { decideLookOut, evolveLookOut, type LookOut, type LookOutFact } from './look-out.ts'
import { evolveShift, type Shift, type ShiftFact } from './shift.ts'

export type RoomThing = LogEntry | Shift | Broadcast | LookOut | Hold | Loan
export type RoomFact = EntryFact | ShiftFact | BroadcastFact | LookOutFact | HoldFact | LoanFact

/** Throws on a fact of one thing in the stream of another: that is a bug, not an input. */
export function evolve(now: RoomThing | null, id: RoomId, fact: RoomFact): RoomThing {
  switch (fact.type) {
    case 'logged':
    case 'corrected':
      return evolveEntry(is(now, 'entry'), id, fact)
    case 'shift-started':
    case 'hand-over-opened':
    case 'hand-over-called-off':
    case 'item-signed':
    case 'taken-over':
      return evolveShift(is(now, 'shift'), id, fact)
    case 'broadcast':
    case 'acknowledged':
    case 'recalled':
    case 'broadcast-lapsed':
      return evolveBroadcast(is(now, 'broadcast'), id, fact)
    case 'look-out-given':
    case 'look-out-ended':
    case 'look-out-lapsed':
      return evolveLookOut(is(now, 'look-out'), id, fact)
    case 'held':
    case 'brought-back':
    case 'hold-ended':
      return evolveHold(is(now, 'hold'), id, fact)
    case 'lent':
    case 'given-back':
    case 'loan-lapsed':
      return evolveLoan(is(now, 'loan'), id, fact)
  }
  return never(fact)
}

type Of<W extends RoomThing['what']> = Extract<RoomThing, { what: W }>
const hasKind = <W extends RoomThing['what']>(thing: RoomThing, what: W): thing is Of<W> => thing.what === what

/** The thing, if it is one of that kind; null for nothing. */
function is<W extends RoomThing['what']>(now: RoomThing | null, what: W): Of<W> | null {
  if (now === null || hasKind(now, what)) return now
  throw new Error(`${now.what} ${now.id} got a fact of a ${what}`)
}

/** Whether it still asks for anything: an entry of the log never does. */
export function isRunning(thing: RoomThing): boolean {
  switch (thing.what) {
    case 'entry':
      return false
    case 'shift':
      return thing.state !== 'over'
    case 'hold':
      return thing.state === 'waiting'
    case 'broadcast':
    case 'look-out':
    case 'loan':
      return thing.state === 'running'
  }
  return never(thing)
}

/** When it was over, by its own times; null: it runs. An entry of the log is over when its last word is written. */
export function roomOverAt(thing: RoomThing): number | null {
  switch (thing.what) {
    case 'entry':
      return thing.corrections.at(-1)?.at ?? thing.at
    case 'shift':
      return thing.state === 'over' ? thing.endedAt : null
    case 'broadcast':
    case 'look-out':
    case 'hold':
    case 'loan':
      return thing.endedAt
  }
  return never(thing)
}

/** When the clock ends it or brings it back; null: never. */
export function dueAt(thing: RoomThing): number | null {
  if (!isRunning(thing)) return null
  switch (thing.what) {
    case 'entry':
    case 'shift':
      return null
    case 'broadcast':
    case 'look-out':
      return thing.expiresAt
    case 'hold':
    case 'loan':
      return thing.until
  }
  return never(thing)
}

/** By the clock itself, so that a late job leaves nothing standing that has ended. */
export const stands = (thing: RoomThing, now: number): boolean =>
  isRunning(thing) && now < (dueAt(thing) ?? Number.POSITIVE_INFINITY)

/** What the clock says of a thing at `at`; null: nothing is due. */
export function byClock(thing: RoomThing, at: number): RoomFact | null {
  switch (thing.what) {
    case 'entry':
    case 'shift':
      return null
    case 'broadcast':
      return factOf(decideBroadcast(thing, { type: 'lapse', at }))
    case 'look-out':
      return factOf(decideLookOut(thing, { type: 'lapse', at }))
    case 'hold':
      return factOf(decideHold(thing, { type: 'bring-back', at }))
    case 'loan':
      return factOf(decideLoan(thing, { type: 'lapse', at }))
  }
  return never(thing)
}
const factOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T | null =>
  result.ok ? result.value : null

const roomOnly: Heard = 'room'
const toOf = (it: RoomThing | RoomFact): Heard => ('to' in it ? it.to : roomOnly)

/** Whether one fact may be sent to somebody with this sight. Who else has read a broadcast is the room's business. */
export function hearsFact(sight: Sight, fact: RoomFact): boolean {
  if (sight.scope === 'all') return true
  if (!hears(sight, toOf(fact))) return false
  return fact.type !== 'acknowledged' || fact.desk === deskOf(sight, fact.by)
}

/** What somebody with this sight is shown of a thing: exactly what the facts sent to them add up to. */
export function shown(sight: Sight, thing: RoomThing): RoomThing | null {
  if (sight.scope === 'all') return thing
  if (!hears(sight, toOf(thing))) return null
  if (thing.what !== 'broadcast') return thing
  const own = deskOf(sight, '')
  return { ...thing, acknowledged: thing.acknowledged.filter(({ desk }) => desk === own) }
}
