/** A note on a place: what whoever comes there should know. It has an owner, a reason, a day of review and an end, names no person, and is never shown after its end. */
import type { Id, PersonId } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import type { NotePlace } from './meeting.ts'

export type NoteId = Id<'note'>

/** `key-holder` names a function (porter's lodge, duty electrician), never a person. */
export const NOTE_KINDS = ['hazard', 'dangerous-goods', 'low-bridge', 'access', 'gate', 'key-holder', 'other'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** crews: also the agencies and crews that have an order there; room: the centre alone. */
export const AUDIENCES = ['room', 'crews'] as const
export type Audience = (typeof AUDIENCES)[number]

/** What is dangerous or bars the way is for whoever goes there; who opens a door is asked of the room. */
export const AUDIENCE_OF: Record<NoteKind, Audience> = {
  hazard: 'crews',
  'dangerous-goods': 'crews',
  'low-bridge': 'crews',
  access: 'crews',
  gate: 'crews',
  'key-holder': 'room',
  other: 'room',
}

/** Twelve months, counted as the longest twelve. */
export const LONGEST_MS = 366 * DAY

export type Content = {
  readonly place: NotePlace
  readonly kind: NoteKind
  readonly audience: Audience
  readonly text: string
  /** The role or agency that answers for it: `road operator, bridges`. */
  readonly owner: string
  /** Why it is kept: without a reason nobody can say later whether it still holds. */
  readonly reason: string
  /** UTC ms: when the owner looks whether it still holds. */
  readonly reviewAt: number
  readonly expiresAt: number
}

/** Each fact says for whom the note is, so that the live lane can decide by the fact alone who hears of it. */
export type NoteFact = { readonly at: number; readonly v: 1; readonly audience: Audience } & (
  | { readonly type: 'written'; readonly content: Content; readonly by: PersonId }
  | { readonly type: 'revised'; readonly content: Content; readonly by: PersonId }
  /** Looked at again and found to hold. */
  | { readonly type: 'reviewed'; readonly reviewAt: number; readonly by: PersonId }
  | { readonly type: 'withdrawn'; readonly by: PersonId }
  | { readonly type: 'expired' }
)

export type Note = {
  readonly id: NoteId
  readonly content: Content
  readonly writtenAt: number
  readonly by: PersonId
  /** Of the last revision or review. */
  readonly lookedAtAt: number
} & (
  | { readonly state: 'holds' }
  | { readonly state: 'withdrawn'; readonly endedAt: number; readonly endedBy: PersonId }
  | { readonly state: 'expired'; readonly endedAt: number }
)

export type NoteWish = { readonly at: number } & (
  | { readonly type: 'write'; readonly content: Content; readonly by: PersonId }
  | { readonly type: 'revise'; readonly content: Content; readonly by: PersonId }
  | { readonly type: 'review'; readonly reviewAt: number; readonly by: PersonId }
  | { readonly type: 'withdraw'; readonly by: PersonId }
  | { readonly type: 'expire' }
)

export type NoteRefusal =
  | 'already-written'
  | 'not-written'
  | 'note-over'
  | 'particulars-refused'
  | 'place-unreadable'
  | 'expiry-past'
  | 'expiry-too-far'
  | 'review-past'
  | 'review-after-expiry'
  | 'audience-fixed'
  | 'not-due'

/** What a note may not be, whoever writes it. */
function wrong(content: Content, at: number): NoteRefusal | null {
  const { place, text, owner, reason, reviewAt, expiresAt } = content
  const said = [text, owner, reason, place.by === 'address' ? place.address : '']
  if (said.some(looksPersonal)) return 'particulars-refused'
  if (place.by === 'section' && place.fromKm > place.toKm) return 'place-unreadable'
  if (expiresAt <= at) return 'expiry-past'
  if (expiresAt > at + LONGEST_MS) return 'expiry-too-far'
  if (reviewAt <= at) return 'review-past'
  return reviewAt > expiresAt ? 'review-after-expiry' : null
}

export function decide(now: Note | null, wish: NoteWish): Result<NoteFact, NoteRefusal> {
  if (wish.type === 'write') {
    if (now) return refuse('already-written')
    const refusal = wrong(wish.content, wish.at)
    if (refusal) return refuse(refusal)
    const { content, by, at } = wish
    return ok({ type: 'written', v: 1, at, audience: content.audience, content, by })
  }
  if (!now) return refuse('not-written')
  const { audience, expiresAt } = now.content
  const base = { v: 1, at: wish.at, audience } as const
  if (now.state !== 'holds') return refuse('note-over')
  if (wish.type === 'expire') return wish.at < expiresAt ? refuse('not-due') : ok({ type: 'expired', ...base })
  // Past its end it has ended, whether the job has said so yet or not.
  if (wish.at >= expiresAt) return refuse('note-over')
  switch (wish.type) {
    case 'revise': {
      // Whoever was shown it before has to hear of every change; for other eyes a new note is written.
      if (wish.content.audience !== audience) return refuse('audience-fixed')
      const refusal = wrong(wish.content, wish.at)
      return refusal ? refuse(refusal) : ok({ type: 'revised', ...base, content: wish.content, by: wish.by })
    }
    case 'review':
      if (wish.reviewAt <= wish.at) return refuse('review-past')
      return wish.reviewAt > expiresAt
        ? refuse('review-after-expiry')
        : ok({ type: 'reviewed', ...base, reviewAt: wish.reviewAt, by: wish.by })
    case 'withdraw':
      return ok({ type: 'withdrawn', ...base, by: wish.by })
  }
  return never(wish)
}

/** Throws only on a log that starts without `written`: that is a bug, not an input. */
export function evolve(now: Note | null, id: NoteId, fact: NoteFact): Note {
  const { at } = fact
  if (fact.type === 'written')
    return { id, content: fact.content, writtenAt: at, by: fact.by, lookedAtAt: at, state: 'holds' }
  if (!now) throw new Error(`note ${id}: ${fact.type} before written`)
  const { content, writtenAt, by, lookedAtAt } = now
  switch (fact.type) {
    case 'revised':
      return { ...now, content: fact.content, lookedAtAt: at }
    case 'reviewed':
      return { ...now, content: { ...content, reviewAt: fact.reviewAt }, lookedAtAt: at }
    case 'withdrawn':
      return { id, content, writtenAt, by, lookedAtAt, state: 'withdrawn', endedAt: at, endedBy: fact.by }
    case 'expired':
      return { id, content, writtenAt, by, lookedAtAt, state: 'expired', endedAt: at }
  }
  return never(fact)
}

/** The clock itself ends a note: it is not shown from that instant on, also where the job that records the end is late. */
export const holds = (note: Note, now: number): boolean => note.state === 'holds' && now < note.content.expiresAt

export const isDueForReview = (note: Note, now: number): boolean => holds(note, now) && now >= note.content.reviewAt
