import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { openCheckpoint, signCheckpoint, verifierKey } from './checkpoint.ts'
import { checkSignature, sha256 } from './io/seal-key.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
const key = verifierKey(sha256, 'hecheng', raw)
const checkpoint = { origin: 'hecheng', size: 1234, root: new Uint8Array(sha256(new Uint8Array([1]))) }
const note = signCheckpoint(sha256, checkpoint, raw, (bytes) => sign(null, bytes, privateKey))

test('the published key of the Go checksum database has the id that C2SP signed-note gives it', () => {
  const bytes = Buffer.from('Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8', 'base64')
  assert.equal(
    verifierKey(sha256, 'sum.golang.org', bytes.subarray(1)),
    'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
  )
})

test('a signed checkpoint has the text of C2SP tlog-checkpoint and opens again', () => {
  const lines = note.split('\n')
  assert.deepEqual(lines.slice(0, 4), ['hecheng', '1234', Buffer.from(checkpoint.root).toString('base64'), ''])
  assert.match(lines[4] ?? '', /^— hecheng [A-Za-z0-9+/]+=*$/)
  assert.deepEqual(openCheckpoint(sha256, note, key, checkSignature), checkpoint)
  assert.deepEqual(openCheckpoint(sha256, `${note}— witness AAAAAAAA\n`, key, checkSignature), checkpoint)
})

test('no change of one letter of a checkpoint or of its key goes through', () => {
  fc.assert(
    fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = note.slice(0, at) + String.fromCharCode(note.charCodeAt(at) ^ by) + note.slice(at + 1)
      const opened = openCheckpoint(sha256, changed, key, checkSignature)
      // The last bits of base64 padding are not part of the signature.
      assert.ok(opened === null || changed.slice(0, -6) === note.slice(0, -6))
    }),
  )
  assert.equal(openCheckpoint(sha256, note, key.replace('hecheng', 'anders'), checkSignature), null)
  assert.equal(openCheckpoint(sha256, note, 'not a key', checkSignature), null)
})
