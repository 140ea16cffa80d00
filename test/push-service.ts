/** A push service and a browser behind it, as the standards say and not as our code does: it takes the request over HTTP, checks the VAPID signature, and decrypts with the subscription's own keys. */
import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type Server } from 'node:http'

/** A browser's subscription with the private half that never leaves it. */
export type TestSubscription = {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
  readonly own: ECDH
  readonly auth: Buffer
}

export function makeSubscription(endpoint: string): TestSubscription {
  const own = createECDH('prime256v1')
  own.generateKeys()
  const auth = randomBytes(16)
  const keys = { p256dh: own.getPublicKey('base64url'), auth: auth.toString('base64url') }
  return { endpoint, keys, own, auth }
}

/** RFC 8188 §2 and RFC 8291 §3.4, over node's own HKDF; throws when it was not meant for this subscription or was changed. */
export function decrypt(body: Buffer, to: Pick<TestSubscription, 'own' | 'auth'>): string {
  const salt = body.subarray(0, 16)
  const recordSize = body.readUInt32BE(16)
  const idLength = body[20] ?? 0
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  if (record.length > recordSize) throw new Error('more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), to.own.getPublicKey(), sender])
  const material = Buffer.from(hkdfSync('sha256', to.own.computeSecret(sender), to.auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: nonce\0', 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const filled = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = filled.findLastIndex((byte) => byte !== 0)
  if (filled[end] !== 2) throw new Error('the last record does not end with 2')
  return filled.subarray(0, end).toString('utf8')
}

/** RFC 8292: the claims of a header whose signature holds for the key it names; throws one sentence otherwise. */
export function checkVapid(
  header: string,
  audience: string,
  now: number,
): { readonly sub: string; readonly k: string } {
  const [, token = '', k = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(k, 'base64url')
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const holds = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!holds) throw new Error('the signature does not hold')
  if (JSON.parse(Buffer.from(head, 'base64url').toString()).alg !== 'ES256') throw new Error('not ES256')
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  if (aud !== audience) throw new Error(`for ${aud}, not for ${audience}`)
  if (exp * 1000 <= now || exp * 1000 > now + 86_400_000) throw new Error('its time is over, or more than a day')
  return { sub, k }
}

export type Pushed = {
  readonly at: number
  readonly path: string
  readonly ttl: number
  readonly urgency: string
  readonly topic: string
  readonly vapid: { readonly sub: string; readonly k: string }
  readonly body: Buffer
}

export type TestPushService = {
  /** As the configuration names it. */
  readonly origin: string
  readonly received: Pushed[]
  /** Answers with these first, one a request; then with `status`. */
  readonly first: number[]
  status: number | 'silent'
  headers: Record<string, string>
  subscribe(): TestSubscription
  /** The note for this subscription, in the clear. */
  read(pushed: Pushed, to: TestSubscription): Record<string, unknown>
  close(): Promise<void>
}

/** Throws into `received` nothing that a real service would refuse: such a request is answered 400 and kept nowhere. */
export async function openPushService(): Promise<TestPushService> {
  let count = 0
  const service: TestPushService & { origin: string } = {
    origin: '',
    received: [],
    first: [],
    status: 201,
    headers: {},
    subscribe: () => makeSubscription(`${service.origin}/push/${++count}-${randomBytes(8).toString('hex')}`),
    read: (pushed, to) => JSON.parse(decrypt(pushed.body, to)),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one = (name: string): string => String(request.headers[name] ?? '')
      try {
        if (request.method !== 'POST' || one('content-encoding') !== 'aes128gcm') throw new Error('not a push')
        if (!/^[A-Za-z0-9_-]{0,32}$/.test(one('topic'))) throw new Error('RFC 8030 §5.4: not a topic')
        const body = Buffer.concat(parts)
        if (body.length > 4_096) throw new Error('too long')
        service.received.push({
          at: Date.now(),
          path: request.url ?? '',
          ttl: Number(one('ttl')),
          urgency: one('urgency'),
          topic: one('topic'),
          vapid: checkVapid(one('authorization'), service.origin, Date.now()),
          body,
        })
      } catch (error) {
        response.writeHead(400).end(String(error))
        return
      }
      const status = service.first.shift() ?? service.status
      if (status !== 'silent') response.writeHead(status, service.headers).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  service.origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return service
}
