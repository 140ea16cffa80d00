/** The facts of access: people and their sign-ins, sessions, erasures; in streams `access/<person id>` and a few named ones. */
import type { PersonId, SessionId, SubjectId } from '../core/ids.ts'
import type { Role } from './roles.ts'

/** A keyed mark stands where the text itself must not be kept: the same text gets the same mark, and nobody else can tell. */
export type Mark = string

export type AccessFact = { readonly at: number; readonly v: 1 } & (
  | { readonly type: 'signed-in'; readonly session: SessionId; readonly from: string; readonly demo: boolean }
  | { readonly type: 'signed-out'; readonly session: SessionId }
  /** In `access/<person id>`: a wrong password; in `access/unknown`: nobody of that name. */
  | { readonly type: 'sign-in-failed'; readonly name: Mark; readonly from: Mark }
  | {
      readonly type: 'person-added'
      readonly person: PersonId
      readonly role: Role
      readonly agency: string | null
      readonly unit: string | null
      readonly station: string | null
    }
  | { readonly type: 'person-disabled'; readonly person: PersonId }
  /** Of this session, a browser rings when its page is closed: by which push service; and no longer. */
  | { readonly type: 'push-subscribed'; readonly session: SessionId; readonly service: string }
  | { readonly type: 'push-unsubscribed'; readonly session: SessionId }
  | { readonly type: 'particulars-erased'; readonly subject: SubjectId; readonly because: 'due' | 'asked' }
)

export const UNKNOWN_PERSON = 'access/unknown'
export const VAULT_STREAM = 'access/vault'
