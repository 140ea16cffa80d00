/** What is done with warnings: a sensor raises one, an officer judges it, and a true one opens its incident in the same transaction. */
import type { IncidentId, PersonId, WarningId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { again, type Command, once, originOf } from '../../journal/command.ts'
import type { Actor } from '../../journal/fact.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import {
  decide as decideIncident,
  type Incident,
  type IncidentKind,
  type IncidentRefusal,
  type Priority,
  type Report,
} from '../incident.ts'
import { localDay } from '../number.ts'
import {
  decide as decideWarning,
  type Raised,
  type Support,
  stillOf,
  type Warning,
  type WarningRefusal,
} from '../warning.ts'
import { type Given, newId } from './given.ts'
import {
  type IncidentChange,
  incidentChange,
  lockIncident,
  lockWarning,
  nextIncidentNumber,
  record,
  warningChange,
} from './store.ts'

export type Raising = {
  readonly id: WarningId
  readonly raised: Raised
  readonly by: Actor
  readonly at: number
  readonly correlation: string
}

export type RaisedOnce = { readonly id: WarningId; readonly known: boolean }

/** The sensor's own id makes it idempotent: `known` says that this warning had been raised before. */
export async function raise(given: Given, raising: Raising): Promise<Result<RaisedOnce, WarningRefusal | Conflict>> {
  const { id, raised, by, at, correlation } = raising
  return again(() =>
    given.journal.transact<RaisedOnce, WarningRefusal | Conflict>(async (tx) => {
      const held = await lockWarning(tx, id)
      if (held) return ok({ id, known: true })
      const decided = decideWarning(null, { type: 'raise', at, raised })
      if (!decided.ok) return decided
      const change = warningChange(id, null, decided.value)
      const recorded = await record(given.journal, tx, [change], { by, correlation, recordedAt: at })
      return recorded.ok ? ok({ id, known: false }) : recorded
    }),
  )
}

export type Supporting = {
  readonly id: WarningId
  readonly support: Support
  readonly by: Actor
  readonly at: number
}

/** A later sign for a warning that stands; it runs on under the warning's own correlation. */
export async function support(
  given: Pick<Given, 'journal'>,
  { id, support: sign, by, at }: Supporting,
): Promise<Result<{ readonly warning: Warning }, WarningRefusal | Conflict>> {
  return again(() =>
    given.journal.transact<{ readonly warning: Warning }, WarningRefusal | Conflict>(async (tx) => {
      const held = await lockWarning(tx, id)
      const decided = decideWarning(held?.state ?? null, { type: 'support', at, support: sign })
      if (!decided.ok) return decided
      const change = warningChange(id, held, decided.value)
      const origin = { by, correlation: held?.correlation ?? id, recordedAt: at }
      const recorded = await record(given.journal, tx, [change], origin)
      return recorded.ok ? ok({ warning: change.state }) : recorded
    }),
  )
}

/** The emergency button: always believed, always raised; the key of the request makes it one call however often it is sent. */
export async function callForHelp(
  given: Given,
  command: Command,
  raised: Raised,
): Promise<Result<{ readonly id: WarningId }, WarningRefusal | Conflict | 'key-reused'>> {
  return once(given, command, async (tx) => {
    const id = newId<'warning'>(given)
    const decided = decideWarning(null, { type: 'raise', at: raised.observedAt, raised })
    if (!decided.ok) return decided
    const change = warningChange(id, null, decided.value)
    const recorded = await record(given.journal, tx, [change], originOf(command, command.correlation))
    return recorded.ok ? ok({ id }) : recorded
  })
}

export type Judgement =
  | {
      readonly verdict: 'true'
      readonly incident:
        | { readonly kind: IncidentKind; readonly priority: Priority }
        /** It is the same event as an incident that runs already. */
        | { readonly joins: IncidentId }
    }
  | { readonly verdict: 'false' | 'cannot-tell' }

export type Judged = { readonly warning: Warning; readonly incident?: Incident }

/** Two officers at once: the second waits for the first and is told who judged. */
export async function judge(
  given: Given,
  command: Command,
  id: WarningId,
  judgement: Judgement,
  by: PersonId,
): Promise<Result<Judged, WarningRefusal | IncidentRefusal | Conflict | 'key-reused'>> {
  return once<Judged, WarningRefusal | IncidentRefusal>(given, command, async (tx) => {
    const held = await lockWarning(tx, id)
    const stands = judgement.verdict === 'true' ? judgement.incident : null
    const opens = stands === null ? null : 'joins' in stands ? stands.joins : newId<'incident'>(given)
    const decided = decideWarning(held?.state ?? null, {
      type: 'judge',
      at: command.at,
      verdict: judgement.verdict,
      by,
      incident: opens,
    })
    if (!decided.ok || !held) return refusedBy(decided, held?.state ?? null)
    const judged = warningChange(id, held, decided.value)
    const origin = originOf(command, held.correlation)
    if (!stands || !opens) {
      const recorded = await record(given.journal, tx, [judged], origin)
      return recorded.ok ? ok({ warning: judged.state }) : recorded
    }
    if ('joins' in stands) {
      const joined = await join(given, command, stands.joins, id, by, tx)
      if (!joined.ok) return joined
      const recorded = await record(given.journal, tx, [judged, joined.value], origin)
      return recorded.ok ? ok({ warning: judged.state, incident: joined.value.state }) : recorded
    }
    const incident = await openFrom(given, command, opens, held.state, stands, by, tx)
    const recorded = await record(given.journal, tx, [judged, incident], origin)
    return recorded.ok ? ok({ warning: judged.state, incident: incident.state }) : recorded
  })
}

/** The screen that lost is shown who judged, as the refusal's detail. */
function refusedBy(
  decided: Result<unknown, WarningRefusal>,
  now: Warning | null,
): { readonly ok: false; readonly refusal: WarningRefusal; readonly detail?: string } {
  const refusal = decided.ok ? 'not-raised' : decided.refusal
  return refuse(refusal, refusal === 'already-judged' && now?.state === 'judged' ? now.by : undefined)
}

/** The warning as one more report of an incident that runs. */
async function join(
  given: Given,
  command: Command,
  id: IncidentId,
  warning: WarningId,
  by: PersonId,
  tx: Transaction,
): Promise<Result<IncidentChange, IncidentRefusal>> {
  const held = await lockIncident(tx, id)
  const report: Report = { id: newId<'report'>(given), from: 'warning', warning }
  const decided = decideIncident(held?.state ?? null, { type: 'join', at: command.at, report, by })
  return decided.ok ? ok(incidentChange(id, held, decided.value)) : decided
}

async function openFrom(
  given: Given,
  command: Command,
  id: IncidentId,
  judged: Warning,
  { kind, priority }: { readonly kind: IncidentKind; readonly priority: Priority },
  by: PersonId,
  tx: Parameters<typeof lockWarning>[0],
) {
  const { id: warning, raised, raisedAt } = judged
  const picture = stillOf(judged)
  const number = await nextIncidentNumber(tx, localDay(command.at, given.centre.timeZone))
  const still = picture === undefined ? {} : { still: picture }
  const decided = decideIncident(null, {
    type: 'open',
    at: command.at,
    opened: {
      number,
      kind,
      priority,
      place: raised.place,
      origin: { from: 'warning', warning, warnedAt: raisedAt, ...still },
      firstObservedAt: raised.onsetAt,
      by,
    },
  })
  if (!decided.ok) throw new Error(`a new incident was refused: ${decided.refusal}`)
  return incidentChange(id, null, decided.value)
}

export async function withdrawVerdict(
  given: Given,
  command: Command,
  id: WarningId,
  by: PersonId,
): Promise<Result<{ readonly warning: Warning }, WarningRefusal | Conflict | 'key-reused'>> {
  return once<{ readonly warning: Warning }, WarningRefusal>(given, command, async (tx) => {
    const held = await lockWarning(tx, id)
    const decided = decideWarning(held?.state ?? null, { type: 'withdraw-verdict', at: command.at, by })
    if (!decided.ok) return decided
    const change = warningChange(id, held, decided.value)
    const recorded = await record(
      given.journal,
      tx,
      [change],
      originOf(command, held?.correlation ?? command.correlation),
    )
    return recorded.ok ? ok({ warning: change.state }) : recorded
  })
}
