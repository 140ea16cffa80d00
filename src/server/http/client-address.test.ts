import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress } from './client-address.ts'

test('a stranger cannot claim another address', () => {
  assert.equal(clientAddress('203.0.113.9', '10.0.0.1', ['127.0.0.1']), '203.0.113.9')
})

test('behind trusted proxies the nearest stranger counts, not the first entry that anybody could have written', () => {
  assert.equal(clientAddress('127.0.0.1', '1.1.1.1, 198.51.100.7, 10.0.0.2', ['127.0.0.1', '10.0.0.2']), '198.51.100.7')
  assert.equal(clientAddress('127.0.0.1', undefined, ['127.0.0.1']), '127.0.0.1')
})
