/** An agency system's own hand: signs and checks the webhook's text with HMAC-SHA-256, in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isFresh, parseSignature, type SignatureRefusal, signatureText, signedPrefix } from '../../access/wire.ts'
import { ok, type Result, refuse } from '../../core/result.ts'

const hmac = (secret: string, at: number, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(signedPrefix(at)).update(body).digest()

export function sign(secret: string, at: number, body: Uint8Array): string {
  return signatureText(at, hmac(secret, at, body).toString('hex'))
}

export function check(
  secret: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): Result<null, SignatureRefusal> {
  const read = parseSignature(header)
  if (!read.ok) return read
  const wanted = hmac(secret, read.value.at, body)
  if (!read.value.v1.some((hex) => timingSafeEqual(Buffer.from(hex, 'hex'), wanted))) return refuse('signature-forged')
  return isFresh(read.value.at, now) ? ok(null) : refuse('signature-stale')
}
