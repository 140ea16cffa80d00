/** The key pair that signs checkpoints: made once, kept readable by its owner alone; and node:crypto behind the pure tree's hash and signatures. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckSignature, type Sign, verifierKey } from '../checkpoint.ts'
import type { Sha256 } from '../merkle.ts'

export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer')

/** SubjectPublicKeyInfo of Ed25519 (RFC 8410) is this prefix and the 32 bytes of the key. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const checkSignature: CheckSignature = (bytes, signature, publicKey) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  return verify(null, bytes, key, signature)
}

export type SealKey = { readonly publicKey: Uint8Array; readonly verifier: string; readonly sign: Sign }

/** Opens or makes `<folder>/seal-key.pem`; `<folder>/seal-key.pub` holds the verifier key for people to copy. */
export function openSealKey(folder: string, origin: string): SealKey {
  const file = join(folder, 'seal-key.pem')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  }
  const privateKey = createPrivateKey(readFileSync(file))
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length)
  const verifier = verifierKey(sha256, origin, publicKey)
  writeFileSync(join(folder, 'seal-key.pub'), `${verifier}\n`)
  return { publicKey, verifier, sign: (bytes) => sign(null, bytes, privateKey) }
}
