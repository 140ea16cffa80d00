/** Machines with a token of their own: sensors, units' terminals and detector hosts; only the SHA-256 is held. */
import { createHash } from 'node:crypto'
import { id } from '../../core/ids.ts'
import type { Text } from '../../core/text.ts'
import type { Principal } from '../roles.ts'

/** `token` as configured: the token itself, or `sha256:<64 hex>` so that the configuration need not hold it. */
export type Machine =
  | { readonly kind: 'sensor' | 'detector'; readonly id: string; readonly token: string }
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
    case 'detector':
      return {
        id: id<'person'>(machine.id),
        role: 'machine',
        name: { zh: machine.id, en: machine.id },
        detector: true,
      }
    case 'unit':
      return { id: id<'person'>(machine.id), role: 'machine', name: machine.label, unit: id<'unit'>(machine.id) }
  }
}

/** Throws when two machines have one token: nobody could tell which of them spoke. */
export function openMachines(machines: readonly Machine[]): Machines {
  // Found by hash and not by comparing with each: eight hundred terminals report once a second. The time of a look-up
  // can tell something of a hash at most, and nobody can steer the hash of what they guess.
  const known = new Map(machines.map((machine) => [hashOf(machine.token).toString('hex'), principalOf(machine)]))
  if (known.size < machines.length)
    throw new Error('two sensors, units or detectors have the same token: give each its own')
  return { byToken: (token) => known.get(sha256(token).toString('hex')) ?? null }
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
