/** Signs and checks the webhook's text with HMAC-SHA-256, in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Result } from '../../core/result.ts'
import { ok, refuse } from '../../core/result.ts'
import { readSignature, type SignatureRefusal, signatureHeader, signedPrefix } from '../../dispatch/wire.ts'

const hmac = (secret: string, at: number, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(signedPrefix(at)).update(body).digest()

export function sign(secret: string, at: number, body: Uint8Array): string {
  return signatureHeader(at, hmac(secret, at, body).toString('hex'))
}

export function check(
  secret: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): Result<null, SignatureRefusal | 'signature-wrong'> {
  const read = readSignature(header, now)
  if (!read.ok) return read
  const right = timingSafeEqual(hmac(secret, read.value.at, body), Buffer.from(read.value.hmacHex, 'hex'))
  return right ? ok(null) : refuse('signature-wrong')
}
