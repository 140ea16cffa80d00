/** Sessions on the server: random tokens of which only the SHA-256 is kept, two clocks (12 h and idle), revocable at once. */
import { createHash, randomBytes } from 'node:crypto'
import { id, type PersonId, type SessionId, uuidv7 } from '../../core/ids.ts'
import { type Chance, HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { type Database, sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import type { Principal } from '../roles.ts'
import { type PersonRow, principalOf } from './people.ts'

/** A twelve-hour shift is one session. */
export const SESSION_MS = 12 * HOUR
/** Nobody at the screen: an open console asks more often than this by itself. */
export const IDLE_MS = HOUR
/** How long another process may go on answering for a session that was ended here. */
export const REMEMBER_MS = 5 * SECOND
const SEEN_EVERY_MS = MINUTE
const MOST_REMEMBERED = 5_000

export type Opened = { readonly token: string; readonly session: SessionId; readonly endsAt: number }

export type Sessions = {
  open(tx: Transaction, person: PersonId, at: number): Promise<Opened>
  /** The person of this token with `session` set; null: unknown, ended, run out, idle, or the person is disabled. */
  find(token: string, at: number): Promise<Principal | null>
  /** For the live lane, every few seconds: a session that was ended ends its connections too. Counts as being there. */
  stillOpen(session: SessionId, at: number): Promise<boolean>
  /**
   * Who holds these sessions, as they may act now; ended, run out or a person's that is disabled: not in it. An hour with nobody
   * at the screen does not count here: what rings in a pocket is for somebody who is not at a screen.
   */
  holders(sessions: readonly SessionId[], at: number): Promise<ReadonlyMap<SessionId, Principal>>
  end(tx: Transaction, session: SessionId, at: number): Promise<void>
  /** Forgets what was remembered of one session or of everybody: after a commit that ended some. */
  forget(session?: SessionId): void
  /** Deletes rows whose end is older than `before`; facts keep what matters. A job calls it. */
  sweep(before: number): Promise<number>
}

export type SessionDeps = {
  readonly database: Database
  readonly chance: Chance
  /** Whether people of the demo, who have no password, may be signed in. */
  readonly demo: boolean
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export function openSessions({ database, chance, demo }: SessionDeps): Sessions {
  const { sql } = database
  type Remembered = { readonly principal: Principal | null; readonly until: number }
  const remembered = new Map<string, Remembered>()
  const remember = (key: string, entry: Remembered): void => {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, entry)
  }
  const held = (at: number) => sql`
    s.ended_at is null and s.ends_at > ${at} and p.disabled_at is null and (${demo} or not p.demo)`
  const live = (at: number) => sql`${held(at)} and s.last_seen_at > ${at - IDLE_MS}`
  const seen = (session: string, lastSeenAt: number, at: number) =>
    at - lastSeenAt < SEEN_EVERY_MS
      ? null
      : sql`update sessions set last_seen_at = ${at} where id = ${session} and last_seen_at < ${at}`

  return {
    async open(tx, person, at) {
      const own = sqlOf(tx)
      const token = randomBytes(32).toString('base64url')
      const session = id<'session'>(uuidv7(at, chance(10)))
      const endsAt = at + SESSION_MS
      await own`insert into sessions ${own({
        token_hash: hashOf(token),
        id: session,
        person,
        opened_at: at,
        last_seen_at: at,
        ends_at: endsAt,
      })}`
      return { token, session, endsAt }
    },

    async find(token, at) {
      if (!TOKEN.test(token)) return null
      const hash = hashOf(token)
      const key = hash.toString('base64url')
      const known = remembered.get(key)
      if (known && at < known.until) return known.principal
      const [row] = await sql<(PersonRow & { session: string; last_seen_at: number; ends_at: number })[]>`
        select p.id, p.name, p.role, p.agency, p.unit, p.station, s.id as session, s.last_seen_at, s.ends_at
        from sessions s join people p on p.id = s.person where s.token_hash = ${hash} and ${live(at)}`
      const person = row && principalOf(row)
      const principal = row && person ? { ...person, session: id<'session'>(row.session) } : null
      if (row) await seen(row.session, row.last_seen_at, at)
      // Unknown tokens are not remembered: whoever invents them would only push out the real ones.
      if (row && principal) remember(key, { principal, until: Math.min(at + REMEMBER_MS, row.ends_at) })
      return principal
    },

    async stillOpen(session, at) {
      const [row] = await sql<{ last_seen_at: number }[]>`
        select s.last_seen_at from sessions s join people p on p.id = s.person where s.id = ${session} and ${live(at)}`
      if (row) await seen(session, row.last_seen_at, at)
      return row !== undefined
    },

    async holders(sessions, at) {
      if (sessions.length === 0) return new Map()
      const rows = await sql<(PersonRow & { session: string })[]>`
        select p.id, p.name, p.role, p.agency, p.unit, p.station, s.id as session
        from sessions s join people p on p.id = s.person where s.id = any(${[...sessions]}::text[]) and ${held(at)}`
      return new Map(
        rows.flatMap((row) => {
          const session = id<'session'>(row.session)
          const person = principalOf(row)
          return person ? [[session, { ...person, session }]] : []
        }),
      )
    },

    async end(tx, session, at) {
      await sqlOf(tx)`update sessions set ended_at = ${at} where id = ${session} and ended_at is null`
    },

    forget(session) {
      if (session === undefined) remembered.clear()
      else for (const [key, { principal }] of remembered) if (principal?.session === session) remembered.delete(key)
    },

    async sweep(before) {
      const swept = await sql`delete from sessions where ends_at < ${before} or ended_at < ${before}`
      return swept.count
    },
  }
}
