/** What is done with one thing of the room: a wish decided under its lock, recorded once; and what the clock does by itself. */
import { ok, type Result, refuse } from '../../../core/result.ts'
import { again, type Command, once, originOf } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import type { Conflict, Transaction } from '../../../journal/journal.ts'
import { type Given, newId } from '../../io/given.ts'
import type { Held } from '../../io/store.ts'
import type { RoomId } from '../entry.ts'
import { byClock, type RoomFact, type RoomThing } from '../room.ts'
import { lockThing, overdue, recordThing } from './store.ts'

const CLOCK: Actor = { kind: 'system', id: 'room-clock' }
const AT_MOST = 200

type What = RoomThing['what']
type Of<W extends What> = Extract<RoomThing, { what: W }>
type Answer<R extends string> = Result<{ readonly thing: RoomThing }, R | Conflict | 'key-reused'>

/** A new thing; `before` does in the same transaction what has to be true with it. */
export function begin<R extends string>(
  given: Given,
  command: Command,
  decide: (tx: Transaction) => Promise<Result<RoomFact, R>>,
): Promise<Answer<R>> {
  return once<{ readonly thing: RoomThing }, R>(given, command, async (tx) => {
    const decided = await decide(tx)
    if (!decided.ok) return decided
    const origin = originOf(command, command.correlation)
    const recorded = await recordThing(given.journal, tx, newId<'room'>(given), null, decided.value, origin)
    return recorded.ok ? ok({ thing: recorded.value }) : recorded
  })
}

/** A wish about a thing that is there; `decide` gets null where there is none of that kind. */
export function go<W extends What, R extends string>(
  given: Given,
  command: Command,
  what: W,
  key: RoomId,
  decide: (now: Of<W> | null) => Result<RoomFact, R>,
): Promise<Answer<R | 'not-found'>> {
  return once<{ readonly thing: RoomThing }, R | 'not-found'>(given, command, async (tx) => {
    const held = await lockThing(tx, what, key)
    const decided = decide(held?.state ?? null)
    if (!decided.ok) return decided
    if (!held) return refuse('not-found')
    return recorded(given, tx, key, held, decided.value, command)
  })
}

async function recorded<R extends string>(
  given: Given,
  tx: Transaction,
  key: RoomId,
  held: Held<RoomThing>,
  fact: RoomFact,
  command: Command,
): Promise<Result<{ readonly thing: RoomThing }, R | Conflict>> {
  const done = await recordThing(given.journal, tx, key, held, fact, originOf(command, held.correlation))
  return done.ok ? ok({ thing: done.value }) : done
}

/** Ends and brings back what is due at `now`; answers how many. */
export async function tickRoom(given: Given, now: number): Promise<number> {
  let done = 0
  for (const { id: key, what } of await overdue(given.database.sql, now, AT_MOST)) {
    const acted = await again(() =>
      given.journal.transact<RoomThing, Conflict | 'not-due'>(async (tx) => {
        // Decided again under the lock: somebody may have been faster than the clock.
        const held = await lockThing(tx, what, key)
        const fact = held ? byClock(held.state, now) : null
        if (!held || !fact) return refuse('not-due')
        const origin = { by: CLOCK, correlation: held.correlation, recordedAt: now }
        return recordThing(given.journal, tx, key, held, fact, origin)
      }),
    )
    if (acted.ok) done++
  }
  return done
}
