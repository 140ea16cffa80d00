/** An entry in the room's log: what somebody of the shift wrote down, by whom and when; a correction stands beside it and takes nothing away. */
import type { Id, PersonId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { ok, type Result, refuse } from '../../core/result.ts'

export type RoomId = Id<'room'>

export type EntryFact = { readonly at: number; readonly v: 1 } & (
  | { readonly type: 'logged'; readonly text: string; readonly by: PersonId }
  | { readonly type: 'corrected'; readonly text: string; readonly by: PersonId }
)

type Said = { readonly text: string; readonly at: number; readonly by: PersonId }
export type LogEntry = Said & {
  readonly what: 'entry'
  readonly id: RoomId
  readonly corrections: readonly Said[]
}

export type EntryWish = {
  readonly type: 'log' | 'correct'
  readonly at: number
  readonly text: string
  readonly by: PersonId
}
export type EntryRefusal = 'particulars-refused' | 'not-logged' | 'already-logged' | 'corrected-enough'

const MOST_CORRECTIONS = 50

export function decideEntry(now: LogEntry | null, wish: EntryWish): Result<EntryFact, EntryRefusal> {
  const { at, by, text } = wish
  if (looksPersonal(text)) return refuse('particulars-refused')
  if (wish.type === 'log') return now ? refuse('already-logged') : ok({ type: 'logged', v: 1, at, text, by })
  if (!now) return refuse('not-logged')
  return now.corrections.length >= MOST_CORRECTIONS
    ? refuse('corrected-enough')
    : ok({ type: 'corrected', v: 1, at, text, by })
}

export function evolveEntry(now: LogEntry | null, id: RoomId, fact: EntryFact): LogEntry {
  const { at, text, by } = fact
  if (fact.type === 'logged') return { what: 'entry', id, text, at, by, corrections: [] }
  if (!now) throw new Error(`log entry ${id}: corrected before logged`)
  return { ...now, corrections: [...now.corrections, { text, at, by }] }
}
