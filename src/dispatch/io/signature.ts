/** Signs what goes to an agency and proves what comes from one: HMAC-SHA-256 over time and raw body, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ok, type Result, refuse } from '../../core/result.ts'
import { readSignature, type SignatureRefusal, signatureHeader, signedPrefix } from '../wire.ts'

function hmac(secret: string, at: number, body: Uint8Array | string): Buffer {
  return createHmac('sha256', secret).update(signedPrefix(at)).update(body).digest()
}

/** The value of the signature header. */
export function sign(secret: string, at: number, body: Uint8Array | string): string {
  return signatureHeader(at, hmac(secret, at, body).toString('hex'))
}

/** Whether this body was signed with this secret within the window around `now`. */
export function verify(
  secret: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): Result<{ readonly at: number }, SignatureRefusal | 'signature-wrong'> {
  const read = readSignature(header, now)
  if (!read.ok) return read
  const { at, hmacHex } = read.value
  return timingSafeEqual(hmac(secret, at, body), Buffer.from(hmacHex, 'hex')) ? ok({ at }) : refuse('signature-wrong')
}
