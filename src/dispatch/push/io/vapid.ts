/** The centre's own key towards push services (VAPID, RFC 8292): made once, kept readable by its owner alone; it signs who calls, and browsers bind their subscriptions to it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOUR, SECOND } from '../../../core/time.ts'

/** RFC 8292 §2: at most a day. */
const VALID_MS = 12 * HOUR
/** One signature serves a service for so long: browsers' services ask for no fresh one. */
const AGAIN_AFTER_MS = HOUR

export type Vapid = {
  /** The public key as browsers take it: the uncompressed point, base64url. */
  readonly publicKey: string
  /** The Authorization header for the service at this address. */
  authorization(endpoint: string, now: number): string
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

/** Opens or makes `<folder>/push-key.pem`. `subject`: whom a service writes to when something is wrong, mailto: or https:. */
export function openVapid(folder: string, subject: string): Vapid {
  const file = join(folder, 'push-key.pem')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  }
  const privateKey = createPrivateKey(readFileSync(file))
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const point = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  if (point.length !== 65)
    throw new Error(`${file} holds no key of the curve P-256: take it away, and a new one is made.`)
  const publicKey = point.toString('base64url')
  const head = base64url(JSON.stringify({ typ: 'JWT', alg: 'ES256' }))
  const signed = new Map<string, { readonly header: string; readonly until: number }>()

  return {
    publicKey,
    authorization(endpoint, now) {
      const { origin } = new URL(endpoint)
      const known = signed.get(origin)
      if (known && now < known.until && known.until - now <= AGAIN_AFTER_MS) return known.header
      const exp = Math.floor((now + VALID_MS) / SECOND)
      const claims = `${head}.${base64url(JSON.stringify({ aud: origin, exp, sub: subject }))}`
      const signature = sign('sha256', Buffer.from(claims), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      const header = `vapid t=${claims}.${signature.toString('base64url')}, k=${publicKey}`
      signed.set(origin, { header, until: now + AGAIN_AFTER_MS })
      return header
    },
  }
}
