/** What is open in the room at one instant, from every view, most pressing first: the sheet that a relieving officer signs. */

import type { Text } from '../../../core/text.ts'
import { sqlOf } from '../../../journal/io/database.ts'
import type { Transaction } from '../../../journal/journal.ts'
import type { Condition } from '../../../roads/conditions/condition.ts'
import type { Alert } from '../../exchange/alert.ts'
import type { Incident } from '../../incident.ts'
import type { Given } from '../../io/given.ts'
import { isDueForReview, type Note } from '../../notes/note.ts'
import { awaitsSignature, type Order } from '../../order.ts'
import { type Duty, dutyAt } from '../../units/duty.ts'
import { readDuties } from '../../units/io/units.ts'
import type { Warning } from '../../warning.ts'
import type { Item } from '../shift.ts'
import { standing } from './store.ts'

const both = (text: string): Text => ({ zh: text, en: text })
const after = (lead: string, text: Text): Text => ({ zh: `${lead} ${text.zh}`, en: `${lead} ${text.en}` })
const MOST_LETTERS = 80
const short = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text)

/** Of duty these ask for nothing; a rest ends by itself. */
const OFF: ReadonlySet<Duty['state']> = new Set<Duty['state']>(['off-duty', 'out-of-service'])

export async function openItems(given: Given, tx: Transaction, now: number): Promise<readonly Item[]> {
  const sql = sqlOf(tx)
  const [incidents, orders, warnings, notes] = [
    await sql<{ state: Incident }[]>`select state from incident_view where running order by id`,
    await sql<{ state: Order }[]>`select state from order_view where running order by id`,
    await sql<{ state: Warning }[]>`select state from warning_view where running order by id`,
    await sql<{ state: Note }[]>`select state from note_view where running order by expires_at`,
  ]
  const nameOf = (agency: string): Text =>
    given.centre.agencies.find((known) => known.id === agency)?.name ?? both(agency)
  const [holds, lookOuts, broadcasts, loans] = [
    await standing(sql, 'hold', now),
    await standing(sql, 'look-out', now),
    await standing(sql, 'broadcast', now),
    await standing(sql, 'loan', now),
  ]
  const conditions = await sql<{ state: Condition }[]>`
    select state from condition_view where running and until > ${now} order by id`
  const alerts = await sql<{ state: Alert }[]>`
    select state from alert_view where running and until > ${now} order by id`
  const duties = await readDuties(sql)
  const unitName = (unit: string): Text => given.centre.units.find((known) => known.id === unit)?.label ?? both(unit)
  return [
    ...incidents.map(
      ({ state }): Item => ({
        kind: 'incident',
        id: state.id,
        label: after(state.opened.number, state.opened.place.label),
      }),
    ),
    ...orders
      .filter(({ state }) => awaitsSignature(state))
      .map(
        ({ state }): Item => ({
          kind: 'order',
          id: state.id,
          label: after(state.issued.number, nameOf(state.issued.agency)),
        }),
      ),
    ...warnings.map(({ state }): Item => ({ kind: 'warning', id: state.id, label: state.raised.place.label })),
    ...holds.map((hold): Item => ({ kind: 'hold', id: hold.id, label: both(short(`${hold.number} ${hold.reason}`)) })),
    ...lookOuts.map((lookOut): Item => ({ kind: 'look-out', id: lookOut.id, label: both(short(lookOut.text)) })),
    ...broadcasts.map((one): Item => ({ kind: 'broadcast', id: one.id, label: both(short(one.text)) })),
    ...loans.map((loan): Item => ({ kind: 'loan', id: loan.id, label: both(short(loan.label)) })),
    ...conditions.map(({ state }): Item => ({ kind: 'closure', id: state.id, label: state.stretch.label })),
    ...duties
      .filter(({ duty }) => OFF.has(dutyAt(duty, now).state))
      .map(({ id: unit }): Item => ({ kind: 'unit', id: unit, label: unitName(unit) })),
    ...alerts.map(({ state }): Item => ({ kind: 'alert', id: state.id, label: state.notice.headline })),
    ...notes
      .filter(({ state }) => isDueForReview(state, now))
      .map(({ state }): Item => ({ kind: 'note', id: state.id, label: both(short(state.content.text)) })),
  ]
}
