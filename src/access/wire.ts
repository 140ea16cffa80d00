/** The form of `Firstminute-Signature: t=<ms>,v1=<hex>`: read strictly, fresh within five minutes; the HMAC itself is in io/. */
import { ok, type Result, refuse } from '../core/result.ts'
import { MINUTE } from '../core/time.ts'

/** Both ways: a sender's clock may also be ahead. */
export const SIGNATURE_WINDOW_MS = 5 * MINUTE
export const SIGNATURE_HEADER = 'firstminute-signature'

/** More than one `v1` while a secret is being replaced. */
export type Signature = { readonly at: number; readonly v1: readonly string[] }
export type SignatureRefusal = 'signature-malformed' | 'signature-stale' | 'signature-forged'

const MOST_SIGNATURES = 4
const HMAC_HEX = /^[0-9a-f]{64}$/
const MILLISECONDS = /^[1-9][0-9]{12,14}$/

/** Unknown, repeated or missing parts are refused: a header that two readers could understand differently proves nothing. */
export function parseSignature(header: string | undefined): Result<Signature, 'signature-malformed'> {
  if (header === undefined || header.length > 400) return refuse('signature-malformed')
  let at: number | null = null
  const v1: string[] = []
  for (const part of header.split(',')) {
    const equals = part.indexOf('=')
    const [key, value] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()]
    if (key === 't' && at === null && MILLISECONDS.test(value)) at = Number(value)
    else if (key === 'v1' && HMAC_HEX.test(value) && v1.length < MOST_SIGNATURES) v1.push(value)
    else return refuse('signature-malformed')
  }
  return at === null || v1.length === 0 ? refuse('signature-malformed') : ok({ at, v1 })
}

export const isFresh = (signedAt: number, now: number): boolean => Math.abs(now - signedAt) <= SIGNATURE_WINDOW_MS

/** What comes before the raw body bytes in the text to sign. */
export const signedPrefix = (at: number): string => `${at}.`

export const signatureText = (at: number, v1: string): string => `t=${at},v1=${v1}`
