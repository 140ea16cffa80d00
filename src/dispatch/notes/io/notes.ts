/** What is done with notes: written, revised, looked at again, withdrawn by a named person, and ended by the clock. */
import type { PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { again, type Command, once, originOf } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import type { Conflict } from '../../../journal/journal.ts'
import { type Given, newId } from '../../io/given.ts'
import { type Content, decide, type Note, type NoteId, type NoteRefusal, type NoteWish } from '../note.ts'
import { lockNote, overdueNotes, recordNote } from './store.ts'

const CLOCK: Actor = { kind: 'system', id: 'note-expiry' }
const AT_MOST = 200

type Answer = Result<{ readonly note: Note }, NoteRefusal | Conflict | 'key-reused'>

export function write(given: Given, command: Command, content: Content, by: PersonId): Promise<Answer> {
  return wish(given, command, newId<'note'>(given), { type: 'write', at: command.at, content, by })
}

/** Revised, reviewed or withdrawn: the earlier text stays in the journal, the new entry is what holds. */
export function wish(given: Given, command: Command, key: NoteId, wished: NoteWish): Promise<Answer> {
  return once<{ readonly note: Note }, NoteRefusal>(given, command, async (tx) => {
    const held = await lockNote(tx, key)
    const decided = decide(held?.state ?? null, wished)
    if (!decided.ok) return decided
    const origin = originOf(command, held?.correlation ?? command.correlation)
    const recorded = await recordNote(given.journal, tx, key, held, decided.value, origin)
    return recorded.ok ? ok({ note: recorded.value }) : recorded
  })
}

/** Records the end of every note whose time is over; answers how many. */
export async function expireNotes(given: Given, now: number): Promise<number> {
  let ended = 0
  for (const key of await overdueNotes(given.database.sql, now, AT_MOST)) {
    const done = await again(() =>
      given.journal.transact<Note, NoteRefusal | Conflict>(async (tx) => {
        // Decided again under the lock: it may have been withdrawn, or given a later end, meanwhile.
        const held = await lockNote(tx, key)
        const decided = held ? decide(held.state, { type: 'expire', at: now }) : refuse('not-written' as const)
        if (!decided.ok || !held) return decided.ok ? refuse('not-written') : decided
        const origin = { by: CLOCK, correlation: held.correlation, recordedAt: now }
        return recordNote(given.journal, tx, key, held, decided.value, origin)
      }),
    )
    if (done.ok) ended++
  }
  return ended
}
