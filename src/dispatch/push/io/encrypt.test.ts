/** What goes through a push service is read by the browser that subscribed and by nobody else; judged by the standard's own vector and by a decryptor that shares no line with ours. */
import assert from 'node:assert/strict'
import { createECDH } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkVapid, decrypt, makeSubscription } from '../../../../test/push-service.ts'
import { DAY, HOUR } from '../../../core/time.ts'
import { areKeys, encrypt } from './encrypt.ts'
import { openVapid } from './vapid.ts'

const bytes = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'base64url')
const keysOf = ({ keys }: ReturnType<typeof makeSubscription>) => ({
  p256dh: bytes(keys.p256dh),
  auth: bytes(keys.auth),
})

test('the vector of RFC 8291, appendix A, comes out to the byte', () => {
  const keys = {
    p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  }
  const made = {
    privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
    salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  }
  const body = encrypt(Buffer.from('When I grow up, I want to be a watermelon'), keys, made)
  assert.equal(
    body.toString('base64url'),
    `DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml
     mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT
     pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN`.replace(/\s/g, ''),
  )
  const own = createECDH('prime256v1')
  own.setPrivateKey(bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'))
  assert.equal(decrypt(body, { own, auth: keys.auth }), 'When I grow up, I want to be a watermelon')
})

test('whatever is said comes back as it was, and its length does not show', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), (said) => {
      const to = makeSubscription('https://fcm.googleapis.com/x')
      const body = encrypt(Buffer.from(said), keysOf(to))
      assert.equal(decrypt(body, to), said.toWellFormed())
      assert.equal((body.length - (16 + 4 + 1 + 65 + 1 + 16)) % 1_024 === 0 || body.length === 4_096, true)
    }),
    { numRuns: 60 },
  )
})

test('another browser, and one byte changed, read nothing', () => {
  const [to, other] = [makeSubscription('https://a.example/'), makeSubscription('https://a.example/')]
  const body = encrypt(Buffer.from('order'), keysOf(to))
  assert.throws(() => decrypt(body, other))
  for (const place of [0, 30, body.length - 40, body.length - 1]) {
    const changed = Buffer.from(body)
    changed[place] = (changed[place] ?? 0) ^ 1
    assert.throws(() => decrypt(changed, to))
  }
})

test('the same message is never the same bytes', () => {
  const to = makeSubscription('https://a.example/')
  assert.notDeepEqual(encrypt(Buffer.from('order'), keysOf(to)), encrypt(Buffer.from('order'), keysOf(to)))
})

test('keys that are none are told before anything is sent: too short, too long, not a point of the curve', () => {
  const good = keysOf(makeSubscription('https://a.example/'))
  assert.ok(areKeys(good))
  const off = Buffer.from(good.p256dh)
  off[64] = (off[64] ?? 0) ^ 1
  for (const p256dh of [off, Buffer.alloc(65), Buffer.alloc(65, 4), good.p256dh.subarray(1), Buffer.alloc(0)])
    assert.ok(!areKeys({ ...good, p256dh }))
  for (const auth of [Buffer.alloc(0), Buffer.alloc(15), Buffer.alloc(17)]) assert.ok(!areKeys({ ...good, auth }))
})

test('the centre signs who calls, for this service alone and for half a day; the key is made once and is its owner’s', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-push-'))
  try {
    const now = Date.UTC(2026, 10, 23)
    const vapid = openVapid(folder, 'mailto:it@centre.example')
    const header = vapid.authorization('https://fcm.googleapis.com/fcm/send/x', now)
    const checked = checkVapid(header, 'https://fcm.googleapis.com', now)
    assert.deepEqual(checked, { sub: 'mailto:it@centre.example', k: vapid.publicKey })
    assert.throws(() => checkVapid(header, 'https://web.push.apple.com', now), /for https:\/\/fcm/)
    assert.throws(() => checkVapid(header.replace(/\.(?=[^.]*,)/, '.A'), 'https://fcm.googleapis.com', now), /hold/)
    assert.throws(() => checkVapid(header, 'https://fcm.googleapis.com', now + DAY), /over/)
    // One signature serves an hour, and is young enough at its end.
    assert.equal(vapid.authorization('https://fcm.googleapis.com/other', now + HOUR - 1), header)
    checkVapid(vapid.authorization('https://fcm.googleapis.com/x', now + DAY), 'https://fcm.googleapis.com', now + DAY)
    assert.equal(openVapid(folder, 'mailto:it@centre.example').publicKey, vapid.publicKey)
    assert.equal(statSync(join(folder, 'push-key.pem')).mode & 0o777, 0o600)
    assert.equal(Buffer.from(vapid.publicKey, 'base64url').length, 65)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
