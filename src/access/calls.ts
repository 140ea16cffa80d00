/** What a call at a door becomes: who acts, the command that is done once, and the look that leaves its trace. */
import { ok, type Result } from '../core/result.ts'
import type { Command } from '../journal/command.ts'
import type { Actor } from '../journal/fact.ts'
import type { Look } from './access.ts'
import type { Call } from './door.ts'
import { type Looked, purposeFor } from './ledger.ts'
import type { Principal } from './roles.ts'

type AnyCall = Call<unknown, unknown, unknown>

export const actorOf = (principal: Principal): Actor =>
  principal.role === 'machine'
    ? { kind: 'machine', id: principal.id }
    : { kind: 'person', id: principal.id, role: principal.role }

/** `wish` names the door and the thing, so that one key cannot stand for two different wishes. */
export function commandOf(call: AnyCall, wish: string): Command {
  return {
    by: actorOf(call.principal),
    at: call.at,
    correlation: call.correlation,
    key: call.idempotencyKey,
    asks: `${wish} ${call.bodyHash}`,
  }
}

export function lookOf(
  call: AnyCall,
  what: Looked,
  said = call.headers.purpose,
): Result<Look, 'purpose-needed' | 'purpose-unknown'> {
  const { principal, from, at, correlation } = call
  const purpose = purposeFor(principal, said)
  return purpose.ok ? ok({ principal, what, purpose: purpose.value, from, at, correlation }) : purpose
}
