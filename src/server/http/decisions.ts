/** Remembers policy decisions: policies do not change while the server runs, so one question has one answer; bounded. */
import type { Authorise, Decision } from '../../access/policy.ts'

/** A question is everything that the policies can see of who, what and which. */
export function rememberDecisions(authorise: Authorise, most = 20_000): Authorise {
  const known = new Map<string, Decision>()
  return (principal, act, resource) => {
    const { id, role, agency = '', unit = '', station = '' } = principal
    const question = [
      id,
      role,
      agency,
      unit,
      station,
      act,
      resource.kind,
      resource.id,
      resource.agency ?? '',
      resource.unit ?? '',
      resource.station ?? '',
    ].join('\n')
    const before = known.get(question)
    if (before) return before
    const decision = authorise(principal, act, resource)
    if (known.size >= most) known.clear()
    known.set(question, decision)
    return decision
  }
}
