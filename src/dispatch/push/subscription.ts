/** A subscription: one browser of one person that rings when its page is closed, for the session it was asked for in; which may be taken in. Pure. */
import type { PersonId, SessionId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Language } from '../../core/text.ts'

export const MOST_SUBSCRIPTIONS = 10

export type Subscription = {
  readonly endpoint: string
  readonly person: PersonId
  readonly session: SessionId
  readonly language: Language
  /** base64url, as the browser gave them. */
  readonly p256dh: string
  readonly auth: string
}

export type PushRefusal =
  | 'push-off'
  | 'push-service-unknown'
  | 'bad-push-keys'
  | 'push-endpoint-taken'
  | 'too-many-subscriptions'

/** `there`: what stands under this endpoint; `others`: how many other endpoints the person has. */
export function decideSubscription(
  there: Subscription | null,
  wish: Subscription,
  others: number,
): Result<'new' | 'changed' | 'same', Extract<PushRefusal, 'push-endpoint-taken' | 'too-many-subscriptions'>> {
  // The keys never leave the browser but to us: who has them is that browser, whoever sits at it now.
  const sameBrowser = there?.p256dh === wish.p256dh && there.auth === wish.auth
  if (there && there.person !== wish.person && !sameBrowser) return refuse('push-endpoint-taken')
  if (others >= MOST_SUBSCRIPTIONS) return refuse('too-many-subscriptions')
  if (!there) return ok('new')
  const same = sameBrowser && there.session === wish.session && there.language === wish.language
  return ok(same && there.person === wish.person ? 'same' : 'changed')
}
