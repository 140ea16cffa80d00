/** The Merkle tree of RFC 6962 §2.1 (unchanged in RFC 9162): a growing tree and its root, proofs that a leaf is in it, proofs that it only grew. */

/** SHA-256, given by who runs it (node:crypto, WebCrypto or a test). */
export type Sha256 = (bytes: Uint8Array) => Uint8Array
export type Hash = Uint8Array

function joined(prefix: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  bytes[0] = prefix
  let at = 1
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Leaves and nodes are hashed under different prefixes, so that none can pose as the other. */
export const leafHash = (sha256: Sha256, leaf: Uint8Array): Hash => sha256(joined(0, leaf))
const nodeHash = (sha256: Sha256, left: Hash, right: Hash): Hash => sha256(joined(1, left, right))

export function sameHash(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

export type Tree = { readonly size: number; add(leaf: Hash): void; root(): Hash; copy(): Tree }

/** A tree that grows at the right and remembers only the roots of its full subtrees: log₂ n hashes for n leaves. */
export function growingTree(sha256: Sha256, from?: { readonly size: number; readonly peaks: readonly Hash[] }): Tree {
  const peaks: Hash[] = [...(from?.peaks ?? [])]
  let size = from?.size ?? 0
  return {
    get size() {
      return size
    },
    add(leaf) {
      let hash = leaf
      // Each trailing 1 bit of the size is a full subtree that the new leaf completes to the next larger one.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const left = peaks.pop()
        if (left) hash = nodeHash(sha256, left, hash)
      }
      peaks.push(hash)
      size++
    },
    copy: () => growingTree(sha256, { size, peaks }),
    root: () =>
      peaks.reduceRight<Hash | null>((right, left) => (right ? nodeHash(sha256, left, right) : left), null) ??
      sha256(new Uint8Array()),
  }
}

/** The largest power of two smaller than n (n > 1). */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** MTH over leaf hashes. */
export function rootOf(sha256: Sha256, leaves: readonly Hash[]): Hash {
  const tree = growingTree(sha256)
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

/** PATH(m, D[n]) of §2.1.1 over leaf hashes. Throws a RangeError when there is no such leaf. */
export function inclusionProof(sha256: Sha256, leaves: readonly Hash[], index: number): readonly Hash[] {
  if (index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index} in a tree of ${leaves.length}`)
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return index < k
    ? [...inclusionProof(sha256, leaves.slice(0, k), index), rootOf(sha256, leaves.slice(k))]
    : [...inclusionProof(sha256, leaves.slice(k), index - k), rootOf(sha256, leaves.slice(0, k))]
}

/** PROOF(m, D[n]) of §2.1.2 over leaf hashes: the tree of the first `size` leaves is a beginning of this one. */
export function consistencyProof(sha256: Sha256, leaves: readonly Hash[], size: number): readonly Hash[] {
  if (size < 1 || size > leaves.length) throw new RangeError(`no tree of ${size} in one of ${leaves.length}`)
  const sub = (part: readonly Hash[], m: number, whole: boolean): Hash[] => {
    if (m === part.length) return whole ? [] : [rootOf(sha256, part)]
    const k = split(part.length)
    return m <= k
      ? [...sub(part.slice(0, k), m, whole), rootOf(sha256, part.slice(k))]
      : [...sub(part.slice(k), m - k, false), rootOf(sha256, part.slice(0, k))]
  }
  return sub(leaves, size, true)
}

const half = (n: number): number => Math.floor(n / 2)
const isOdd = (n: number): boolean => n % 2 === 1

/** RFC 9162 §2.1.3.2. */
export function provesInclusion(
  sha256: Sha256,
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (index < 0 || index >= size) return false
  let fn = index
  let sn = size - 1
  let hash = leaf
  for (const step of proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sha256, step, hash)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else hash = nodeHash(sha256, hash, step)
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameHash(hash, root)
}

/** RFC 9162 §2.1.4.2: `first` is the root of the tree of `firstSize` leaves, `second` of the later one. */
export function provesConsistency(
  sha256: Sha256,
  firstSize: number,
  secondSize: number,
  proof: readonly Hash[],
  first: Hash,
  second: Hash,
): boolean {
  if (firstSize < 1 || firstSize > secondSize) return false
  if (firstSize === secondSize) return proof.length === 0 && sameHash(first, second)
  const isPowerOfTwo = Number.isInteger(Math.log2(firstSize))
  const [begin, ...steps] = isPowerOfTwo ? [first, ...proof] : proof
  if (!begin) return false
  let fn = firstSize - 1
  let sn = secondSize - 1
  while (isOdd(fn)) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr = begin
  let sr = begin
  for (const step of steps) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(sha256, step, fr)
      sr = nodeHash(sha256, step, sr)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else sr = nodeHash(sha256, sr, step)
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameHash(fr, first) && sameHash(sr, second)
}
