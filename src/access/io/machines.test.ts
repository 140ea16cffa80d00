/** A machine is who its token says, and a token nobody configured is nobody. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { openMachines, tokenIn } from './machines.ts'

const label = { zh: '铁骑07', en: 'Rider 07' }
const machines = openMachines([
  { kind: 'sensor', id: 'cam-1', token: 'token-of-the-camera' },
  {
    kind: 'unit',
    id: 'tp-07',
    label,
    token: `sha256:${createHash('sha256').update('token-of-the-rider').digest('hex')}`,
  },
])

test('a sensor speaks for its camera and a terminal for its unit', () => {
  assert.deepEqual(machines.byToken('token-of-the-camera'), {
    id: 'cam-1',
    role: 'machine',
    name: { zh: 'cam-1', en: 'cam-1' },
  })
  assert.deepEqual(machines.byToken('token-of-the-rider'), { id: 'tp-07', role: 'machine', name: label, unit: 'tp-07' })
})

test('an unknown token, an empty one and the stored hash itself open nothing', () => {
  const stored = `sha256:${createHash('sha256').update('token-of-the-rider').digest('hex')}`
  for (const token of ['', 'token-of-the-camera ', 'Token-of-the-camera', stored, stored.slice(7)])
    assert.equal(machines.byToken(token), null, token)
})

test('two machines with one token stop the start', () => {
  const token = 'the-same-for-both'
  assert.throws(
    () =>
      openMachines([
        { kind: 'sensor', id: 'a', token },
        { kind: 'unit', id: 'b', label, token },
      ]),
    /same token/,
  )
})

test('the token comes as Bearer, or as the password of Basic for terminals that know no better', () => {
  assert.equal(tokenIn('Bearer abc.def'), 'abc.def')
  assert.equal(tokenIn('bearer abc'), 'abc')
  assert.equal(tokenIn(`Basic ${Buffer.from('tp-07:the:token').toString('base64')}`), 'the:token')
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Digest abc',
    `Basic ${Buffer.from('nocolon').toString('base64')}`,
  ])
    assert.equal(tokenIn(header), null, header)
})
