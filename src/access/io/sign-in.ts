/** Signing in and out: throttled before any work is done, the same cost for known and unknown names, every outcome a fact. */
import type { PersonId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { SECOND } from '../../core/time.ts'
import type { Journal, Transaction } from '../../journal/journal.ts'
import { actorOf } from '../calls.ts'
import { type AccessFact, UNKNOWN_PERSON } from '../facts.ts'
import { foldedName } from '../people.ts'
import type { Principal } from '../roles.ts'
import { type Attempts, afterFailure, FREE_TRIES, waitMs } from '../throttle.ts'
import type { MasterKey } from './master-key.ts'
import { note } from './notes.ts'
import type { Passwords } from './passwords.ts'
import type { People } from './people.ts'
import type { Opened, Sessions } from './sessions.ts'

export type Attempt = { readonly from: string; readonly at: number; readonly correlation: string }
export type SignedIn = Opened & { readonly principal: Principal }
/** `detail` of the last two is the number of seconds to wait, for Retry-After. */
export type SignInRefusal = 'wrong-name-or-password' | 'too-many-attempts' | 'busy-try-again'

export type SignIn = {
  withPassword(name: string, password: string, attempt: Attempt): Promise<Result<SignedIn, SignInRefusal>>
  /** One click, in the demo only. */
  asDemo(person: PersonId, attempt: Attempt): Promise<Result<SignedIn, 'not-a-demo-person'>>
  out(principal: Principal, attempt: Attempt): Promise<void>
}

export type SignInDeps = {
  readonly journal: Journal
  readonly people: Pick<People, 'toSignIn' | 'demo'>
  readonly passwords: Pick<Passwords, 'matches'>
  readonly sessions: Pick<Sessions, 'open' | 'end' | 'forget'>
  readonly masterKey: Pick<MasterKey, 'mark'>
}

const MOST_COUNTED = 20_000

/** Counts in this process only and in memory: a restart forgives, a cluster allows each process its own few tries. */
function openCounter(freeTries: number) {
  const counted = new Map<string, Attempts>()
  return {
    waitMs: (key: string, now: number): number => waitMs(counted.get(key), freeTries, now),
    /** Counted before the password is checked, so that guesses sent at the same time do not share one free try. */
    count(key: string, now: number): () => void {
      const before = counted.get(key)
      counted.delete(key)
      counted.set(key, afterFailure(before, now))
      const oldest = counted.size > MOST_COUNTED ? counted.keys().next() : undefined
      if (oldest && !oldest.done) counted.delete(oldest.value)
      return () => {
        const current = counted.get(key)
        if (current && current.failures > 1) counted.set(key, { ...current, failures: current.failures - 1 })
        else counted.delete(key)
      }
    },
    forgive: (key: string): boolean => counted.delete(key),
  }
}

export function openSignIn({ journal, people, passwords, sessions, masterKey }: SignInDeps): SignIn {
  const pairs = openCounter(FREE_TRIES.pair)
  const addresses = openCounter(FREE_TRIES.address)

  /** One after another, so that a flood of failures holds one connection to the database and not all of them. */
  let failures: Promise<unknown> = Promise.resolve()

  async function failed(person: PersonId | null, name: string, { from, at, correlation }: Attempt): Promise<void> {
    const fact: AccessFact = {
      type: 'sign-in-failed',
      v: 1,
      at,
      name: masterKey.mark(foldedName(name)),
      from: masterKey.mark(from),
    }
    const by = { kind: 'system', id: 'sign-in' } as const
    const write = () =>
      journal.transact(async (tx) => {
        await note(journal, tx, person ? `access/${person}` : UNKNOWN_PERSON, [fact], {
          by,
          correlation,
          recordedAt: at,
        })
        return ok(null)
      })
    const written = failures.then(write, write)
    failures = written.catch(() => {})
    await written
  }

  async function opened(tx: Transaction, principal: Principal, attempt: Attempt, demo: boolean): Promise<SignedIn> {
    const { from, at, correlation } = attempt
    const session = await sessions.open(tx, principal.id, at)
    const fact: AccessFact = { type: 'signed-in', v: 1, at, session: session.session, from, demo }
    await note(journal, tx, `access/${principal.id}`, [fact], { by: actorOf(principal), correlation, recordedAt: at })
    return { ...session, principal: { ...principal, session: session.session } }
  }

  return {
    async withPassword(name, password, attempt) {
      const { at, from } = attempt
      const pair = `${foldedName(name)}\n${from}`
      const wait = Math.max(pairs.waitMs(pair, at), addresses.waitMs(from, at))
      if (wait > 0) return refuse('too-many-attempts', String(Math.ceil(wait / SECOND)))
      const uncount = [pairs.count(pair, at), addresses.count(from, at)]
      const found = await people.toSignIn(name)
      const matched = await passwords.matches(password, found?.passwordHash ?? null)
      if (!matched.ok) {
        for (const back of uncount) back()
        return refuse('busy-try-again', '1')
      }
      if (!found || !matched.value) {
        await failed(found?.principal.id ?? null, name, attempt)
        return refuse('wrong-name-or-password')
      }
      uncount[1]?.()
      pairs.forgive(pair)
      return journal.transact(async (tx) => ok(await opened(tx, found.principal, attempt, false)))
    },

    async asDemo(person, attempt) {
      const found = (await people.demo()).find((one) => one.id === person)
      if (!found) return refuse('not-a-demo-person')
      return journal.transact(async (tx) => ok(await opened(tx, found, attempt, true)))
    },

    async out(principal, { at, correlation }) {
      const { session } = principal
      if (session === undefined) return
      await journal.transact(async (tx) => {
        await sessions.end(tx, session, at)
        const fact: AccessFact = { type: 'signed-out', v: 1, at, session }
        const origin = { by: actorOf(principal), correlation, recordedAt: at }
        await note(journal, tx, `access/${principal.id}`, [fact], origin)
        return ok(null)
      })
      sessions.forget(session)
    },
  }
}
