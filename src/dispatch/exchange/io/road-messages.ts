/** What is done with road messages: an officer publishes one for an incident or takes it back; a job lets it follow its incident to the end. */
import type { IncidentId, PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { again, type Command, once, originOf } from '../../../journal/command.ts'
import type { Actor } from '../../../journal/fact.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../../journal/journal.ts'
import type { Incident } from '../../incident.ts'
import { type Given, newId } from '../../io/given.ts'
import { lockIncident } from '../../io/store.ts'
import { type Alert, type AlertRefusal, type AlertWish, decide } from '../alert.ts'
import { messageOf } from '../public-alert.ts'
import { due, type MessageRefusal, roadMessage } from '../road-message.ts'
import { lockAlert, lockMessageOf, recordAlert } from './store.ts'

const FOLLOWER: Actor = { kind: 'system', id: 'road-messages' }
const AT_MOST = 500
/** A chain of mergers longer than this is a circle. */
const MOST_MERGERS = 20

export type PublishRefusal = AlertRefusal | MessageRefusal | 'not-open'
type Answer = Result<{ readonly alert: Alert }, PublishRefusal | Conflict | 'key-reused'>

/** The name under which the centre speaks to the public: that of its own address. */
export const hostOf = (given: Pick<Given, 'centre'>): string => new URL(given.centre.publicUrl).host

export function publish(given: Given, command: Command, incident: IncidentId, by: PersonId): Promise<Answer> {
  return once<{ readonly alert: Alert }, PublishRefusal>(given, command, async (tx) => {
    const held = await lockIncident(tx, incident)
    if (!held) return refuse('not-open')
    const { at } = command
    if (await lockMessageOf(tx, incident)) return refuse('alert-there')
    const notice = roadMessage(held.state, at)
    if (!notice.ok) return notice
    const key = newId<'alert'>(given)
    const decided = decide(null, {
      type: 'publish',
      at,
      incident,
      verdictAt: held.state.openedAt,
      message: messageOf(key, hostOf(given), 0, at),
      notice: notice.value,
      by,
    })
    if (!decided.ok) return decided
    const recorded = await recordAlert(given.journal, tx, key, null, decided.value, originOf(command, held.correlation))
    return recorded.ok ? ok({ alert: recorded.value }) : recorded
  })
}

export function takeBack(given: Given, command: Command, incident: IncidentId, by: PersonId): Promise<Answer> {
  return once<{ readonly alert: Alert }, PublishRefusal>(given, command, async (tx) => {
    const held = await lockMessageOf(tx, incident)
    if (!held) return refuse('not-public')
    const { at } = command
    const { id: key, messages } = held.state
    const message = messageOf(key, hostOf(given), messages.length, at)
    const decided = decide(held.state, { type: 'end', at, because: 'withdrawn', by, message })
    if (!decided.ok) return decided
    const origin = originOf(command, held.correlation)
    const recorded = await recordAlert(given.journal, tx, key, held, decided.value, origin)
    return recorded.ok ? ok({ alert: recorded.value }) : recorded
  })
}

/**
 * Puts right every road message whose incident was corrected, merged or closed, and makes longer what would end by itself
 * while its incident runs. All its memory is in the database; answers how many messages went out.
 */
export async function followIncidents(given: Given, now: number): Promise<number> {
  const rows = await given.database.sql<{ id: Alert['id'] }[]>`
    select id from alert_view where running and incident is not null order by id limit ${AT_MOST}`
  let sent = 0
  for (const { id } of rows) {
    const done = await again(() =>
      given.journal.transact<boolean, Conflict | AlertRefusal>(async (tx) => {
        const alert = await lockAlert(tx, id)
        const wish = alert ? await wishOf(given, tx, alert.state, now) : null
        if (!alert || !wish) return ok(false)
        const decided = decide(alert.state, wish)
        if (!decided.ok) return decided
        const origin = { by: FOLLOWER, correlation: alert.correlation, recordedAt: now }
        const recorded = await recordAlert(given.journal, tx, id, alert, decided.value, origin)
        return recorded.ok ? ok(true) : recorded
      }),
    )
    if (done.ok && done.value) sent += 1
  }
  return sent
}

async function wishOf(given: Given, tx: Transaction, alert: Alert, now: number): Promise<AlertWish | null> {
  if (alert.way === 'in') return null
  const incident = await workedOn(tx, alert.incident)
  if (!incident) return null
  const [other] = await sqlOf(tx)<{ id: string }[]>`
    select id from alert_view where incident = ${incident.id} and running and id <> ${alert.id}`
  const next = due(alert, incident, other !== undefined, now)
  const message = messageOf(alert.id, hostOf(given), alert.messages.length, now)
  switch (next.do) {
    case 'nothing':
      return null
    case 'revise':
      return { type: 'revise', at: now, message, notice: next.notice }
    case 'end':
      return { type: 'end', at: now, message, because: next.because, by: null }
  }
}

/** The incident itself, or the one that it was merged into. */
async function workedOn(tx: Transaction, key: IncidentId): Promise<Incident | null> {
  let at = key
  for (let step = 0; step < MOST_MERGERS; step++) {
    const [row] = await sqlOf(tx)<{ state: Incident }[]>`select state from incident_view where id = ${at}`
    const state = row?.state
    if (state?.state !== 'merged') return state ?? null
    at = state.into
  }
  return null
}
