/** A checkpoint: the signed sentence "so many facts, with this root" as C2SP tlog-checkpoint in a signed-note with Ed25519. */
import type { Hash, Sha256 } from './merkle.ts'
import { sameHash } from './merkle.ts'

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash }

/** Signs with Ed25519 (RFC 8032) / checks such a signature with a raw public key of 32 bytes. */
export type Sign = (bytes: Uint8Array) => Uint8Array
export type CheckSignature = (bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean

/** Signature type of Ed25519 in C2SP signed-note. */
const ED25519 = 1

const encoder = new TextEncoder()
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** Only the one canonical form (RFC 4648 §3.5): the spare bits of the last letter could otherwise be changed unseen. */
function fromBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return toBase64(bytes) === text ? bytes : null
  } catch {
    return null
  }
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
function keyId(sha256: Sha256, name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(Uint8Array.from([...encoder.encode(name), 10, ED25519, ...publicKey])).subarray(0, 4)
}

/** The verifier key as text, `<name>+<id>+<base64(type ‖ key)>`: what an inspector writes down. */
export function verifierKey(sha256: Sha256, name: string, publicKey: Uint8Array): string {
  if (!/^[^\s+]+$/.test(name)) throw new RangeError(`a key name has no blanks and no plus: ${name}`)
  return `${name}+${hex(keyId(sha256, name, publicKey))}+${toBase64(Uint8Array.from([ED25519, ...publicKey]))}`
}

function readKey(
  sha256: Sha256,
  key: string,
): { readonly name: string; readonly id: Uint8Array; readonly publicKey: Uint8Array } | null {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? []
  const bytes = encoded === undefined ? null : fromBase64(encoded)
  if (!name || !bytes || bytes.length !== 33 || bytes[0] !== ED25519) return null
  const publicKey = bytes.subarray(1)
  const ownId = keyId(sha256, name, publicKey)
  return hex(ownId) === id ? { name, id: ownId, publicKey } : null
}

/** Signs; the key's name is the origin. */
export function signCheckpoint(
  sha256: Sha256,
  { origin, size, root }: Checkpoint,
  publicKey: Uint8Array,
  sign: Sign,
): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`
  const signature = Uint8Array.from([...keyId(sha256, origin, publicKey), ...sign(encoder.encode(text))])
  return `${text}\n— ${origin} ${toBase64(signature)}\n`
}

/** Reads a note and returns its checkpoint when the signature of `key` holds, else null. Lines of other signers (witnesses) are passed over. */
export function openCheckpoint(sha256: Sha256, note: string, key: string, check: CheckSignature): Checkpoint | null {
  const known = readKey(sha256, key)
  const end = note.lastIndexOf('\n\n')
  if (!known || end < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, end + 1)
  const [origin, size, encodedRoot] = text.split('\n')
  const root = fromBase64(encodedRoot ?? '')
  if (origin !== known.name || !size || !/^(0|[1-9]\d*)$/.test(size) || root?.length !== 32) return null
  for (const line of note.slice(end + 2).split('\n')) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = name === known.name && encoded !== undefined ? fromBase64(encoded) : null
    if (!bytes || !sameHash(bytes.subarray(0, 4), known.id)) continue
    if (check(encoder.encode(text), bytes.subarray(4), known.publicKey)) return { origin, size: Number(size), root }
  }
  return null
}
