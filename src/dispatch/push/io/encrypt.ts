/** Web Push Encryption (RFC 8291, one record of aes128gcm as RFC 8188 writes it): only the browser that subscribed can read it, the push service between cannot. */
import { createCipheriv, createECDH, createHmac, ECDH, randomBytes } from 'node:crypto'

/** What a browser gives with its subscription: its public key (P-256, uncompressed) and 16 bytes that the service does not know. */
export type PushKeys = { readonly p256dh: Uint8Array; readonly auth: Uint8Array }

const CURVE = 'prime256v1'
const POINT_BYTES = 65
const AUTH_BYTES = 16
const RECORD_BYTES = 4_096
const TAG_BYTES = 16
/** Every message is filled up to this length or a multiple, so that its length says nothing of what it is. */
const FILLED_TO = 1_024
/** RFC 8291 §4: what a service must take is 4096 bytes; head, delimiter and tag go off. */
const MOST_BYTES = RECORD_BYTES - (16 + 4 + 1 + POINT_BYTES) - 1 - TAG_BYTES

/** Whether they can be keys at all: a point that is not on the curve would tell something about ours. */
export function areKeys({ p256dh, auth }: PushKeys): boolean {
  if (p256dh.length !== POINT_BYTES || p256dh[0] !== 4 || auth.length !== AUTH_BYTES) return false
  try {
    ECDH.convertKey(p256dh, CURVE)
    return true
  } catch {
    return false
  }
}

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => {
  const made = createHmac('sha256', key)
  for (const part of parts) made.update(part)
  return made.digest()
}
const ONE = Uint8Array.of(1)

/** `made` fixes what is else drawn by chance, for the vector of RFC 8291; it also leaves the filling out. */
export function encrypt(
  text: Uint8Array,
  { p256dh, auth }: PushKeys,
  made?: { readonly privateKey: Uint8Array; readonly salt: Uint8Array },
): Buffer {
  if (text.length > MOST_BYTES) throw new RangeError(`a push message of ${text.length} bytes does not fit`)
  const own = createECDH(CURVE)
  if (made) own.setPrivateKey(made.privateKey)
  else own.generateKeys()
  const salt = made?.salt ?? randomBytes(16)
  const point = own.getPublicKey()
  // RFC 8291 §3.3 and §3.4; HKDF with one block each (RFC 5869).
  const shared = hmac(auth, own.computeSecret(p256dh))
  const material = hmac(shared, Buffer.from('WebPush: info\0'), p256dh, point, ONE)
  const secret = hmac(salt, material)
  const key = hmac(secret, Buffer.from('Content-Encoding: aes128gcm\0'), ONE).subarray(0, 16)
  const nonce = hmac(secret, Buffer.from('Content-Encoding: nonce\0'), ONE).subarray(0, 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const filled = made ? text.length : Math.min(MOST_BYTES, Math.ceil(Math.max(1, text.length) / FILLED_TO) * FILLED_TO)
  // 2 ends the last record; zeros fill it.
  const record = [
    cipher.update(text),
    cipher.update(Uint8Array.of(2)),
    cipher.update(Buffer.alloc(filled - text.length)),
  ]
  const size = Buffer.alloc(5)
  size.writeUInt32BE(RECORD_BYTES)
  size[4] = point.length
  return Buffer.concat([salt, size, point, ...record, cipher.final(), cipher.getAuthTag()])
}
