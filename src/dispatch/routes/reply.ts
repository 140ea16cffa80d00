/** How a result of dispatch becomes an answer of HTTP: one status for each refusal. */
import { json, problem, type Reply } from '../../access/door.ts'
import type { Result } from '../../core/result.ts'

/** Not here, or not for the one who asks: both look the same. */
const MISSING = new Set([
  'not-found',
  'not-raised',
  'not-open',
  'not-issued',
  'not-written',
  'alert-unknown',
  'not-public',
  'not-logged',
  'not-sent-here',
  'not-given',
  'not-held-back',
  'not-lent',
  'no-plate',
  'no-caller',
  'not-in-vault',
  'erased',
  'picture-erased',
  'plan-unknown',
  'unknown-unit',
])
const UNFIT = new Set([
  'unknown-agency',
  'unknown-plan',
  'unknown-area',
  'unknown-post',
  'section-backwards',
  'rest-in-the-past',
  'rest-too-long',
  'unit-not-of-agency',
  'unit-twice',
  'no-orders',
  'cause-needed',
  'onset-after-observation',
  'true-needs-incident',
  'only-true-has-incident',
  'not-timely',
  'paper-ahead',
  'paper-too-old',
  'paper-out-of-order',
  'unknown-sight',
  'span-too-long',
  'key-reused',
  'not-a-jpeg',
  'picture-cut-short',
  'not-the-still-announced',
  'not-an-identifier',
  'particulars-refused',
  'cap-invalid',
  'xml-doctype',
  'xml-too-deep',
  'xml-unreadable',
  'alert-empty',
  'alert-for-systems',
  'not-an-alert',
  'place-unreadable',
  'off-the-road',
  'not-at-kilometre',
  'plate-in-text',
  'nobody-hears',
  'lent-to-itself',
  'broadcast-too-long',
  'look-out-too-long',
  'loan-too-long',
  'hold-past',
  'hold-too-far',
  'expiry-past',
  'expiry-too-far',
  'review-past',
  'review-after-expiry',
  'itself',
  'exercise-and-real',
  'nothing-amended',
  'push-service-unknown',
  'bad-push-keys',
])

export function statusOf(refusal: string): number {
  if (MISSING.has(refusal)) return 404
  if (UNFIT.has(refusal)) return 422
  if (refusal.startsWith('signature-')) return 401
  if (refusal.startsWith('purpose-') || refusal === 'not-allowed') return 403
  if (refusal === 'still-too-large' || refusal === 'picture-too-large' || refusal === 'xml-too-large') return 413
  if (refusal === 'no-font') return 503
  // Everything else is a wish that what has happened meanwhile does not allow.
  return 409
}

export const refused = (refusal: string, detail?: string): Reply => problem(statusOf(refusal), refusal, detail)

export function replied(result: Result<unknown>, status = 200): Reply {
  return result.ok ? json(result.value, status) : refused(result.refusal, result.detail)
}
