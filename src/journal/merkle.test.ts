import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  consistencyProof,
  growingTree,
  inclusionProof,
  leafHash,
  provesConsistency,
  provesInclusion,
  rootOf,
  type Sha256,
} from './merkle.ts'

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The vectors of the Certificate Transparency implementations (RFC 6962): inputs and the root after each. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = (inputs: readonly string[]) => inputs.map((input) => leafHash(sha256, Buffer.from(input, 'hex')))

test('the roots are those of the vectors of RFC 6962, the empty tree included', () => {
  const tree = growingTree(sha256)
  assert.equal(hex(tree.root()), hex(sha256(new Uint8Array())))
  for (const [index, leaf] of leaves(INPUTS).entries()) {
    tree.add(leaf)
    assert.equal(hex(tree.root()), ROOTS[index])
  }
})

test('the proofs are those of the vectors of RFC 6962', () => {
  const path = inclusionProof(sha256, leaves(INPUTS), 5).map(hex)
  assert.deepEqual(path, [
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  assert.deepEqual(consistencyProof(sha256, leaves(INPUTS), 6).map(hex), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const someLeaves = fc
  .integer({ min: 1, max: 70 })
  .map((n) => Array.from({ length: n }, (_, i) => sha256(Buffer.from([i]))))

test('every leaf is proved to be in the tree, and no other leaf, place or size is', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (all, pick, wrong) => {
      const index = pick % all.length
      const leaf = all[index] ?? new Uint8Array()
      const proof = inclusionProof(sha256, all, index)
      const root = rootOf(sha256, all)
      assert.ok(provesInclusion(sha256, leaf, index, all.length, proof, root))
      const other = wrong % (all.length + 3)
      if (other !== index) assert.ok(!provesInclusion(sha256, leaf, other, all.length, proof, root))
      assert.ok(!provesInclusion(sha256, sha256(leaf), index, all.length, proof, root))
      assert.ok(!provesInclusion(sha256, leaf, index, all.length, [...proof, root], root))
    }),
  )
})

test('a longer tree is proved to have grown from a shorter one, and not from one with a changed leaf', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (all, cut, wrong) => {
      const size = 1 + (cut % all.length)
      const begin = all.slice(0, size)
      const proof = consistencyProof(sha256, all, size)
      const [first, second] = [rootOf(sha256, begin), rootOf(sha256, all)]
      assert.ok(provesConsistency(sha256, size, all.length, proof, first, second))
      const changed = begin.with(wrong % size, sha256(new Uint8Array([9, 9])))
      assert.ok(!provesConsistency(sha256, size, all.length, proof, rootOf(sha256, changed), second))
      assert.ok(!provesConsistency(sha256, size, all.length, [...proof, second], first, second))
    }),
  )
})

test('a copy of a tree grows without the original', () => {
  const tree = growingTree(sha256)
  for (const leaf of leaves(INPUTS.slice(0, 5))) tree.add(leaf)
  const copy = tree.copy()
  for (const leaf of leaves(INPUTS.slice(5))) copy.add(leaf)
  assert.deepEqual([tree.size, hex(tree.root()), copy.size, hex(copy.root())], [5, ROOTS[4], 8, ROOTS[7]])
})
