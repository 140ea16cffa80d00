/** Machines with a token of their own: sensors and units' terminals; only the SHA-256 is held, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { id } from '../../core/ids.ts'
import type { Text } from '../../core/text.ts'
import type { Principal } from '../roles.ts'

/** `token` as configured: the token itself, or `sha256:<64 hex>` so that the configuration need not hold it. */
export type Machine =
  | { readonly kind: 'sensor'; readonly id: string; readonly token: string }
  | { readonly kind: 'unit'; readonly id: string; readonly label: Text; readonly token: string }

export type Machines = { byToken(token: string): Principal | null }

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

function hashOf(token: string): Buffer {
  const given = /^sha256:([0-9a-f]{64})$/i.exec(token)?.[1]
  return given ? Buffer.from(given, 'hex') : sha256(token)
}

function principalOf(machine: Machine): Principal {
  switch (machine.kind) {
    case 'sensor':
      return { id: id<'person'>(machine.id), role: 'machine', name: { zh: machine.id, en: machine.id } }
    case 'unit':
      return { id: id<'person'>(machine.id), role: 'machine', name: machine.label, unit: id<'unit'>(machine.id) }
  }
}

/** Throws when two machines have one token: nobody could tell which of them spoke. */
export function openMachines(machines: readonly Machine[]): Machines {
  const known = machines.map((machine) => ({ hash: hashOf(machine.token), principal: principalOf(machine) }))
  if (new Set(known.map(({ hash }) => hash.toString('hex'))).size < known.length)
    throw new Error('two sensors or units have the same token: give each its own')
  return {
    byToken(token) {
      const given = sha256(token)
      let found: Principal | null = null
      // To the end, whichever matched: the time says nothing about which machines there are.
      for (const { hash, principal } of known) if (timingSafeEqual(hash, given)) found = principal
      return found
    },
  }
}

/** The token in `Authorization`: Bearer, or the password of Basic, which is all that some terminals can send. */
export function tokenIn(authorization: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(Bearer|Basic) ([A-Za-z0-9+/=._~-]{1,1024})$/i.exec(authorization ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return null
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? null : pair.slice(colon + 1)
}
