/** The shift's own acts: started, handed over with everything that is open, signed for item by item, taken over in one transaction with the next one's start. */
import type { PersonId } from '../../../core/ids.ts'
import { ok, type Result } from '../../../core/result.ts'
import { type Command, once, originOf } from '../../../journal/command.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict } from '../../../journal/journal.ts'
import { type Given, newId } from '../../io/given.ts'
import { decideShift, evolveShift, type Shift, type ShiftRefusal, type ShiftWish } from '../shift.ts'
import { openItems } from './open-items.ts'
import { lockShift, recordThing } from './store.ts'

/** Any fixed number of our own. */
const START_LOCK = 7_031_164_520

type Answer = Result<{ readonly shift: Shift }, ShiftRefusal | Conflict | 'key-reused'>

export function startShift(given: Given, command: Command, by: PersonId): Promise<Answer> {
  return once<{ readonly shift: Shift }, ShiftRefusal>(given, command, async (tx) => {
    // Where none runs there is no row to wait for: two who start one in the same instant wait for each other here.
    await sqlOf(tx)`select pg_advisory_xact_lock(${START_LOCK}::bigint)`
    const running = await lockShift(tx)
    const decided = decideShift(running?.state ?? null, { type: 'start', at: command.at, by, from: null })
    if (!decided.ok) return decided
    const key = newId<'room'>(given)
    const origin = originOf(command, command.correlation)
    const done = await recordThing(given.journal, tx, key, null, decided.value, origin)
    return done.ok ? ok({ shift: evolveShift(null, key, decided.value) }) : done
  })
}

type Own = Exclude<ShiftWish, { type: 'start' | 'open-hand-over' | 'take-over' }>

/** Something about the shift that runs. */
export function onShift(given: Given, command: Command, wish: Own | 'open-hand-over', by: PersonId): Promise<Answer> {
  return once<{ readonly shift: Shift }, ShiftRefusal>(given, command, async (tx) => {
    const held = await lockShift(tx)
    const wished: ShiftWish =
      wish === 'open-hand-over'
        ? { type: wish, at: command.at, by, items: await openItems(given, tx, command.at) }
        : wish
    const decided = decideShift(held?.state ?? null, wished)
    if (!decided.ok || !held) return decided.ok ? { ok: false, refusal: 'no-shift' } : decided
    const { id: key } = held.state
    const done = await recordThing(given.journal, tx, key, held, decided.value, originOf(command, held.correlation))
    return done.ok ? ok({ shift: evolveShift(held.state, key, decided.value) }) : done
  })
}

/** Ends the one shift and starts the next; there is no instant without an officer who answers. */
export function takeOver(given: Given, command: Command, by: PersonId, knowingly: boolean): Promise<Answer> {
  return once<{ readonly shift: Shift }, ShiftRefusal>(given, command, async (tx) => {
    const held = await lockShift(tx)
    const next = newId<'room'>(given)
    const { at } = command
    const decided = decideShift(held?.state ?? null, { type: 'take-over', at, by, next, knowingly })
    if (!decided.ok || !held) return decided.ok ? { ok: false, refusal: 'no-shift' } : decided
    const origin = originOf(command, held.correlation)
    const ended = await recordThing(given.journal, tx, held.state.id, held, decided.value, origin)
    if (!ended.ok) return ended
    const started = decideShift(null, { type: 'start', at, by, from: held.state.id })
    if (!started.ok) return started
    const done = await recordThing(given.journal, tx, next, null, started.value, origin)
    return done.ok ? ok({ shift: evolveShift(null, next, started.value) }) : done
  })
}
