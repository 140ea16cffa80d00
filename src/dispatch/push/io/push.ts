/** Rings browsers whose pages are closed: follows the journal beside everything else, so that no order waits for it, and says nothing that is older than a minute. */
import type { Principal } from '../../../access/roles.ts'
import { type Sight, sightOf } from '../../../access/sight.ts'
import { id, type SessionId } from '../../../core/ids.ts'
import type { Chance, Clock } from '../../../core/time.ts'
import { idOf, kindOf, type Numbered } from '../../../journal/fact.ts'
import type { Database } from '../../../journal/io/database.ts'
import type { Journal } from '../../../journal/journal.ts'
import { readOrder } from '../../io/store.ts'
import { readBroadcast } from '../../shift/io/store.ts'
import { hearsNote, isFor, messageOf, NEWS_MS, noteOf, type PushNote, quiets, ringsFor, tagOf } from '../note.ts'
import { endpointAt } from '../service.ts'
import type { Subscription } from '../subscription.ts'
import { encrypt } from './encrypt.ts'
import { openSender } from './sender.ts'
import { cursor, forget, subscriptionAt, subscriptionsAt, takeInHand } from './store.ts'
import type { Vapid } from './vapid.ts'

/** More facts than a minute has: a start after a long rest does not read the log from where it once stopped. */
const MOST_BACK = 5_000

export type PushGiven = {
  readonly journal: Journal
  readonly database: Database
  readonly clock: Clock
  readonly chance: Chance
  readonly vapid: Vapid
  readonly topicKey: Uint8Array
  readonly services: readonly string[]
  /** Who holds these sessions, as access says now. */
  readonly holders: (sessions: readonly SessionId[], at: number) => Promise<ReadonlyMap<SessionId, Principal>>
  readonly trouble: (error: unknown) => void
  readonly timeoutMs?: number
}

export type Push = {
  /** Deletes what belongs to sessions that are over; a job calls it. */
  sweep(): Promise<void>
  /** Resolves when everything that was taken in hand has been sent or given up; for tests. */
  settle(): Promise<void>
  stop(): Promise<void>
}

type Rung = { readonly subscription: Subscription; readonly sight: Sight; readonly service: string }

export async function openPush(given: PushGiven): Promise<Push> {
  const { journal, clock, services, holders } = given
  const { sql } = given.database

  /** Those that may be rung now, and those whose person is gone or may not be rung any more. */
  async function standing(
    subscriptions: readonly Subscription[],
  ): Promise<{ readonly rung: readonly Rung[]; readonly over: readonly string[] }> {
    const who = await holders([...new Set(subscriptions.map(({ session }) => session))], clock())
    const rung: Rung[] = []
    const over: string[] = []
    for (const subscription of subscriptions) {
      const person = who.get(subscription.session)
      const sight = person?.id === subscription.person ? sightOf(person) : null
      // The list of services may have become shorter since.
      const at = endpointAt(subscription.endpoint, services)
      if (sight && isFor(sight) && at.ok) rung.push({ subscription, sight, service: at.value.service })
      else over.push(subscription.endpoint)
    }
    return { rung, over }
  }

  const sender = openSender({
    ...given,
    isWanted: async (endpoint) => {
      const there = await subscriptionAt(sql, endpoint)
      return there !== null && (await standing([there])).rung.length > 0
    },
    onGone: (endpoint) => forget(sql, [endpoint]),
  })

  async function noteOfFact({ stream, fact }: Numbered): Promise<PushNote | null> {
    if (kindOf(stream) === 'room') {
      const broadcast = await readBroadcast(sql, id<'room'>(idOf(stream)))
      return broadcast?.state === 'running' ? { says: 'broadcast', broadcast } : null
    }
    const order = await readOrder(sql, id<'order'>(idOf(stream)))
    return order && noteOf(fact.type, order)
  }

  async function take(numbered: Numbered): Promise<void> {
    const { stream, seq, recordedAt, fact } = numbered
    const kind = kindOf(stream)
    if (kind === 'order' && quiets(fact.type)) sender.drop(`order/${idOf(stream)}`)
    if (!(kind === 'order' ? ringsFor(fact.type) : kind === 'room' && fact.type === 'broadcast')) return
    const until = recordedAt + NEWS_MS
    if (clock() >= until) return
    // Whoever came later has seen the page; a restart must not tell them what was before.
    const subscriptions = await subscriptionsAt(sql, recordedAt)
    if (subscriptions.length === 0) return
    const note = await noteOfFact(numbered)
    if (!note) return
    const { rung } = await standing(subscriptions)
    const hearing = rung.filter(({ sight }) => hearsNote(sight, note))
    if (hearing.length === 0 || !(await takeInHand(sql, seq))) return
    for (const { subscription, sight, service } of hearing) {
      const { endpoint, language, p256dh, auth } = subscription
      const keys = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') }
      const body = () =>
        encrypt(Buffer.from(JSON.stringify(messageOf(note, { sight, language }, { seq, at: recordedAt }))), keys)
      sender.send({ endpoint, service, tag: tagOf(note), until, body })
    }
  }

  const from = Math.max(await cursor(sql), (await journal.head()) - MOST_BACK)
  const following = journal.follow(from, async (facts) => {
    for (const fact of facts) await take(fact)
  })

  return {
    async sweep() {
      const { over } = await standing(await subscriptionsAt(sql, clock()))
      await forget(sql, over)
    },
    settle: () => sender.settle(),
    async stop() {
      await following.stop()
      await sender.stop()
    },
  }
}
