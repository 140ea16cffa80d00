/** Signs and checks webhook bodies: HMAC-SHA-256 over `<t>.` and the raw body, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ok, type Result, refuse } from '../../core/result.ts'
import { isFresh, parseSignature, type SignatureRefusal, signatureText, signedPrefix } from '../wire.ts'

const hmac = (secret: string, at: number, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(signedPrefix(at)).update(body).digest()

/** The value of `Firstminute-Signature` for these bytes, sent at `at` (UTC ms). */
export function sign(secret: string, body: Uint8Array, at: number): string {
  return signatureText(at, hmac(secret, at, body).toString('hex'))
}

/**
 * Answers when the sender signed. The genuine header sent again with the same bytes passes within its five minutes:
 * what it says is answered once by its own id, so a replay changes nothing.
 */
export function checkSignature(
  secret: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): Result<number, SignatureRefusal> {
  const parsed = parseSignature(header)
  if (!parsed.ok) return parsed
  const { at, v1 } = parsed.value
  const wanted = hmac(secret, at, body)
  // Forged before stale: whoever does not know the secret learns nothing about our clock.
  const genuine = v1.map((hex) => timingSafeEqual(Buffer.from(hex, 'hex'), wanted)).includes(true)
  if (!genuine) return refuse('signature-forged')
  return isFresh(at, now) ? ok(at) : refuse('signature-stale')
}
