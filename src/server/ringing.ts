/** Push as the centre runs it: on where the configuration names it, with a key of its own in the data folder; off, and said so, elsewhere. */
import type { OpenAccess } from '../access/io/open.ts'
import type { Chance, Clock } from '../core/time.ts'
import { openPush } from '../dispatch/push/io/push.ts'
import { openVapid } from '../dispatch/push/io/vapid.ts'
import type { PushDoorDeps } from '../dispatch/routes/push.ts'
import type { Database } from '../journal/io/database.ts'
import type { Journal } from '../journal/journal.ts'
import type { LoadedConfig } from './config.ts'

export type Ringing = {
  /** What the doors offer to browsers; null: nothing. */
  readonly offers: PushDoorDeps['push']
  sweep(): Promise<void>
  close(): Promise<void>
}

const OFF: Ringing = { offers: null, sweep: async () => {}, close: async () => {} }

export async function openRinging(
  { push, dataFolder }: LoadedConfig,
  given: {
    readonly journal: Journal
    readonly database: Database
    readonly clock: Clock
    readonly chance: Chance
    readonly access: Pick<OpenAccess, 'sessions' | 'masterKey'>
    readonly trouble: (error: unknown) => void
  },
): Promise<Ringing> {
  if (!push) return OFF
  const { access, ...rest } = given
  const vapid = openVapid(dataFolder, push.subject)
  const { services } = push
  const opened = await openPush({
    ...rest,
    ...{ vapid, services, topicKey: access.masterKey.keyFor('push-topics'), holders: access.sessions.holders },
  })
  return { offers: { publicKey: vapid.publicKey, services }, sweep: opened.sweep, close: opened.stop }
}
