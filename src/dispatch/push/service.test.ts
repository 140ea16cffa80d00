/** The server calls nobody but the push services that the configuration names, however an address is written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { endpointAt, isServiceName, PUSH_SERVICES } from './service.ts'

const at = (text: string, services: readonly string[] = PUSH_SERVICES) => endpointAt(text, services)

test('the addresses that browsers get from their services are taken as they are', () => {
  for (const url of [
    'https://fcm.googleapis.com/fcm/send/dK3:APA91b_x-Y',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2f',
    'https://web.push.apple.com/QGuQyavXutnMH',
  ]) {
    const found = at(url)
    assert.ok(found.ok, url)
    assert.equal(found.value.url, url)
  }
})

test('no address of anybody else is taken, and none that two parsers may read in two ways', () => {
  for (const url of [
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://user@fcm.googleapis.com/x',
    'https://user:secret@fcm.googleapis.com/x',
    'https://fcm.googleapis.com@evil.example/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com',
    'https://evil.example#fcm.googleapis.com',
    'https://fcm.googleapis.com/x#y',
    'https://fcm.googleapis.com./x',
    'https://FCM.googleapis.com/x',
    'https://fcm。googleapis。com/x',
    'https://evilpush.services.mozilla.com/x',
    'https://push.services.mozilla.com/x',
    'https://.push.services.mozilla.com/x',
    'https://a..push.services.mozilla.com/x',
    'https://*.push.services.mozilla.com/x',
    'https://x.push.services.mozilla.com\\@evil.example/x',
    'https://fcm.googleapis.com\\.evil.example/x',
    'https:fcm.googleapis.com/x',
    'https:/fcm.googleapis.com/x',
    ' https://fcm.googleapis.com/x',
    'https://fcm.googleapis.com/x\n',
    'https://fcm.googleapis.com/a/../b',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:9/x',
    'https://localhost/x',
    'ftp://fcm.googleapis.com/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'fcm.googleapis.com/x',
    '',
    `https://fcm.googleapis.com/${'x'.repeat(1_000)}`,
  ])
    assert.deepEqual(at(url), { ok: false, refusal: 'push-service-unknown' }, url)
})

test('this machine itself is called only where the configuration names it with its port', () => {
  const named = ['http://127.0.0.1:8099']
  assert.ok(at('http://127.0.0.1:8099/push/1', named).ok)
  for (const url of [
    'http://127.0.0.1:8098/push/1',
    'http://127.0.0.1/push/1',
    'http://localhost:8099/push/1',
    'http://127.1:8099/push/1',
    'http://2130706433:8099/push/1',
    'https://127.0.0.1:8099/push/1',
    'http://user@127.0.0.1:8099/push/1',
  ])
    assert.ok(!at(url, named).ok, url)
})

test('a list of services holds hosts, and no wildcard over other people’s houses', () => {
  for (const entry of [...PUSH_SERVICES, 'push.city.example', '*.push.city.example', 'http://127.0.0.1:8099'])
    assert.ok(isServiceName(entry), entry)
  for (const entry of [
    ...['*', '*.*', '*.com', '*.city.', 'localhost', 'push', 'https://push.city.example', 'push.city.example:8443'],
    ...[
      'push.city.example/x',
      '10.0.0.5',
      '127.0.0.1',
      'http://127.0.0.1',
      'http://10.0.0.5:80',
      'http://localhost:80',
    ],
    ...['Push.city.example', 'a..b', '-a.example', 'http://127.0.0.1:99999', 'push.city.example@evil.example'],
  ])
    assert.ok(!isServiceName(entry), entry)
})

test('whatever is taken is called at a named host and nowhere else', () => {
  const pieces = fc.constantFrom(
    ...['https://', 'http://', 'fcm.googleapis.com', '.push.services.mozilla.com', 'evil.example', '127.0.0.1'],
    ...['@', ':', '/', '\\', '#', '?', '.', '%2e', 'x', '8099', ' ', '\t', '。', '//', 'user'],
  )
  const services = [...PUSH_SERVICES, 'http://127.0.0.1:8099']
  const allowed =
    /^https:\/\/(?:fcm\.googleapis\.com|[^/?#@:\\]+\.push\.services\.mozilla\.com)(?:[/?]|$)|^http:\/\/127\.0\.0\.1:8099(?:[/?]|$)/
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 2, maxLength: 8 }), (parts) => {
      const found = endpointAt(parts.join(''), services)
      if (!found.ok) return
      assert.match(found.value.url, allowed)
      assert.match(
        new URL(found.value.url).hostname,
        /^(?:fcm\.googleapis\.com|.+\.push\.services\.mozilla\.com|127\.0\.0\.1)$/,
      )
    }),
    { numRuns: 5_000, examples: [[['https://', 'fcm.googleapis.com', '/', 'x']]] },
  )
})
