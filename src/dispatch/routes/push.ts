/** The doors of push: the key that browsers bind their subscriptions to, and a browser that shall ring when its page is closed, or no longer. */
import { z } from 'zod'
import { commandOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import type { Journal } from '../../journal/journal.ts'
import { areKeys } from '../push/io/encrypt.ts'
import { subscribe, unsubscribe } from '../push/io/store.ts'
import { endpointAt, LONGEST_ENDPOINT } from '../push/service.ts'
import { noBody, nothing, plain } from '../schemas.ts'
import { refused, replied } from './reply.ts'

const KB = 1024

export type PushDoorDeps = {
  readonly journal: Journal
  /** null: push is not configured, and the page says so. */
  readonly push: { readonly publicKey: string; readonly services: readonly string[] } | null
}

const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, 'base64url without padding')
const endpoint = plain(LONGEST_ENDPOINT).min(1)
const subscription = z.strictObject({
  endpoint,
  keys: z.strictObject({ p256dh: bytes(100), auth: bytes(30) }),
  language: z.enum(['zh', 'en']),
})

/** Who may answer orders may be rung for them. */
const rings = {
  knock: 'signed-in',
  act: 'order.answer',
  trace: { leaves: 'fact' },
  command: true,
  maxBodyBytes: 2 * KB,
  params: nothing,
  query: nothing,
} as const

export function pushDoors({ journal, push }: PushDoorDeps): readonly Door[] {
  const given = { journal }
  return [
    door({
      method: 'GET',
      path: '/api/push',
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'none', because: 'the public half of the key that browsers bind their subscriptions to' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'The key for subscribing; null where push is not configured.',
      answer: async () => json({ key: push?.publicKey ?? null }),
    }),
    door({
      ...rings,
      method: 'PUT',
      path: '/api/push/subscription',
      body: subscription,
      summary: 'This browser rings when its page is closed, until its person signs out.',
      answer: async (call) => {
        const { principal, body } = call
        if (!push) return refused('push-off')
        // A person at a door comes with a session; a machine has none and nothing to ring.
        if (principal.session === undefined) return refused('not-allowed')
        const at = endpointAt(body.endpoint, push.services)
        if (!at.ok) return refused(at.refusal)
        const { p256dh, auth } = body.keys
        if (!areKeys({ p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') }))
          return refused('bad-push-keys')
        const wish = {
          ...{ endpoint: at.value.url, language: body.language, p256dh, auth },
          ...{ person: principal.id, session: principal.session },
        }
        return replied(await subscribe(given, commandOf(call, 'push-subscribe'), wish, at.value.service))
      },
    }),
    door({
      ...rings,
      method: 'POST',
      path: '/api/push/subscription/withdrawal',
      body: z.strictObject({ endpoint }),
      summary: 'This browser rings no longer when its page is closed.',
      answer: async (call) => {
        const { principal, body } = call
        if (principal.session === undefined) return refused('not-allowed')
        const command = commandOf(call, 'push-unsubscribe')
        return replied(await unsubscribe(given, command, principal.id, principal.session, body.endpoint))
      },
    }),
  ]
}
