/** A city's day for the replay: when calls come, who is ordered, how they answer; the same wishes for `decide` that people and agencies make, in the order of their times. */
import type { Dice } from '../src/core/dice.ts'
import {
  type AgencyId,
  type IncidentId,
  id,
  type OrderId,
  type UnitId,
  uuidv7,
  type WarningId,
} from '../src/core/ids.ts'
import { HOUR, MINUTE, SECOND } from '../src/core/time.ts'
import { INCIDENT_KINDS } from '../src/dispatch/incident.ts'
import type { Answer } from '../src/dispatch/order.ts'

export const AGENCIES = ['traffic-police', 'road-rescue', 'ambulance-120', 'road-operator'].map((key) =>
  id<'agency'>(key),
)
const CREWS = 40
export const unitOf = (agency: AgencyId, crew: number): UnitId => id<'unit'>(`${agency}-${crew % CREWS}`)

export type Event = { readonly at: number } & (
  | { readonly type: 'raise'; readonly warning: WarningId }
  | { readonly type: 'judge'; readonly warning: WarningId; readonly incident: IncidentId | null }
  | {
      readonly type: 'open'
      readonly incident: IncidentId
      readonly kind: (typeof INCIDENT_KINDS)[number]
      readonly warning: WarningId | null
      readonly exercise: boolean
    }
  | { readonly type: 'order'; readonly incident: IncidentId; readonly sends: readonly Sent[] }
  | { readonly type: 'answer'; readonly order: OrderId; readonly answer: Answer; readonly unit: UnitId | null }
  | { readonly type: 'amend' | 'note' | 'close'; readonly incident: IncidentId }
)
type Sent = { readonly order: OrderId; readonly agency: AgencyId; readonly unit: UnitId | null }

/** More calls by day than by night, as everywhere: 0.3 at four in the morning, 1.7 at four in the afternoon. */
const busyness = (hour: number): number => 1 + 0.7 * Math.sin(((hour - 10) / 24) * 2 * Math.PI)

/** `calls` incidents between `from` and a day later; what began late in the day goes on into the next. */
export function cityDay(dice: Dice, from: number, calls: number): readonly Event[] {
  const events: Event[] = []
  const bytes = (): Uint8Array => Uint8Array.from({ length: 10 }, () => dice.below(256))
  for (let made = 0; made < calls; ) {
    const at = from + dice.below(24 * HOUR)
    if (dice.next() * 1.7 > busyness((at / HOUR) % 24)) continue
    made++
    one(dice, at, () => uuidv7(at, bytes()), events)
  }
  return events.sort((a, b) => a.at - b.at)
}

function one(dice: Dice, at: number, key: () => string, events: Event[]): void {
  const incident = id<'incident'>(key())
  let warning: WarningId | null = null
  if (dice.chance(0.15)) {
    warning = id<'warning'>(key())
    const isTrue = dice.chance(0.8)
    events.push({ type: 'raise', at: at - 12 * SECOND, warning })
    events.push({ type: 'judge', at: at - 1, warning, incident: isTrue ? incident : null })
    if (!isTrue) return
  }
  const kind = INCIDENT_KINDS[dice.below(INCIDENT_KINDS.length)] ?? 'other'
  events.push({ type: 'open', at, incident, kind, warning, exercise: dice.chance(0.01) })
  if (dice.chance(0.05)) events.push({ type: 'amend', at: at + dice.below(10 * MINUTE), incident })
  if (dice.chance(0.2)) events.push({ type: 'note', at: at + dice.below(20 * MINUTE), incident })
  let over = at + 10 * MINUTE
  for (let act = dice.chance(0.15) ? 2 : 1, when = at + (10 + dice.below(80)) * SECOND; act > 0; act--) {
    const agencies = AGENCIES.filter(() => dice.chance(0.45))
    const sends = agencies.map((agency): Sent => {
      const named = dice.chance(0.5)
      return { order: id<'order'>(key()), agency, unit: named ? unitOf(agency, dice.below(CREWS)) : null }
    })
    if (sends.length > 0) events.push({ type: 'order', at: when, incident, sends })
    for (const sent of sends) over = Math.max(over, answers(dice, sent, when, events))
    when += (2 + dice.below(15)) * MINUTE
  }
  events.push({ type: 'close', at: over + dice.below(10 * MINUTE), incident })
}

/** Answers when the last of them came. Some crews skip a step, some orders are signed for by another crew, some are refused. */
function answers(dice: Dice, { order, agency, unit }: Sent, issuedAt: number, events: Event[]): number {
  const crew = dice.chance(0.1) ? unitOf(agency, dice.below(CREWS)) : unit
  const signer = crew ?? unitOf(agency, dice.below(CREWS))
  let at = issuedAt + dice.below(2 * SECOND)
  const said = (answer: Answer, after: number): void => {
    at += after
    events.push({ type: 'answer', at, order, answer, unit: answer === 'signed-for' ? signer : null })
  }
  said('received', 0)
  if (dice.chance(0.03)) {
    said('rejected', dice.below(40 * SECOND))
    return at
  }
  said('signed-for', Math.round(-Math.log(1 - dice.next()) * 14 * SECOND))
  said('on-the-way', dice.below(4 * MINUTE))
  if (!dice.chance(0.05)) said('arrived', (2 + dice.below(15)) * MINUTE)
  said('cleared', (5 + dice.below(90)) * MINUTE)
  return at
}
