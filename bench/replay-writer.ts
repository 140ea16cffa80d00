/** Writes a city's events as facts: each through `decide`, with its view, several streams in one transaction; some transactions commit late. */
import type { Dice } from '../src/core/dice.ts'
import { type IncidentId, id, type OrderId, type WarningId } from '../src/core/ids.ts'
import { ok, type Result, refuse } from '../src/core/result.ts'
import { decide as decideIncident, type Incident, type IncidentWish } from '../src/dispatch/incident.ts'
import { type Change, type Held, incidentChange, orderChange, record, warningChange } from '../src/dispatch/io/store.ts'
import { incidentNumber, orderNumber } from '../src/dispatch/number.ts'
import { decide as decideOrder, isRunning, type Order, type OrderWish } from '../src/dispatch/order.ts'
import { issued, OFFICER, opened, RESCUE_DESK, raised } from '../src/dispatch/samples.ts'
import { decide as decideWarning, type Warning, type WarningWish } from '../src/dispatch/warning.ts'
import type { Journal } from '../src/journal/journal.ts'
import type { Event } from './replay-city.ts'

/** Chance that a transaction stays open while the others of its step commit. */
const LATE = 0.2

export type Write = (events: readonly Event[], meanwhile: () => Promise<void>) => Promise<void>

export function openWriter(journal: Journal, dice: Dice, key: () => string): Write {
  const warnings = new Map<WarningId, Held<Warning>>()
  const incidents = new Map<IncidentId, Held<Incident>>()
  const orders = new Map<OrderId, Held<Order>>()
  let number = 0

  const onWarning = (one: WarningId, wish: WarningWish): readonly Change[] => {
    const held = warnings.get(one) ?? null
    const decided = decideWarning(held?.state ?? null, wish)
    if (!decided.ok) return []
    const change = warningChange(one, held, decided.value)
    warnings.set(one, { state: change.state, version: (held?.version ?? 0) + 1, correlation: one })
    return [change]
  }
  const onIncident = (one: IncidentId, wish: IncidentWish): readonly Change[] => {
    const held = incidents.get(one) ?? null
    const decided = decideIncident(held?.state ?? null, wish)
    if (!decided.ok) return []
    const change = incidentChange(one, held, decided.value)
    incidents.set(one, { state: change.state, version: (held?.version ?? 0) + 1, correlation: one })
    return [change]
  }
  const onOrder = (one: OrderId, wish: OrderWish): readonly Change[] => {
    const held = orders.get(one) ?? null
    const decided = decideOrder(held?.state ?? null, wish)
    if (!decided.ok) return []
    const change = orderChange(one, held, decided.value)
    orders.set(one, { state: change.state, version: (held?.version ?? 0) + 1, correlation: one })
    return [change]
  }

  function changesOf(event: Event): readonly Change[] {
    const { at } = event
    switch (event.type) {
      case 'raise':
        return onWarning(event.warning, { type: 'raise', at, raised: raised({ onsetAt: at - 9_000, observedAt: at }) })
      case 'judge': {
        const verdict = event.incident ? 'true' : 'false'
        return onWarning(event.warning, { type: 'judge', at, verdict, by: OFFICER, incident: event.incident })
      }
      case 'open':
        return onIncident(event.incident, {
          ...{ type: 'open', at },
          opened: opened({
            number: incidentNumber('20261123', ++number),
            kind: event.kind,
            priority: 2,
            firstObservedAt: at,
            origin: event.warning
              ? { from: 'warning', warning: event.warning, warnedAt: at }
              : { from: 'call', caller: null },
            ...(event.exercise ? { exercise: true } : {}),
          }),
        })
      case 'order': {
        const incident = incidents.get(event.incident)
        if (!incident || incident.state.state === 'closed') return []
        const wish = {
          type: 'order',
          at,
          orders: event.sends.map((sent) => sent.order),
          plan: null,
          by: OFFICER,
        } as const
        const running = incident.state.orders.length
        return [
          ...onIncident(event.incident, wish),
          ...event.sends.flatMap(({ order, agency, unit }, index) => {
            const { number: said, place, firstObservedAt } = incident.state.opened
            const brief = { ...issued().brief, incidentNumber: said, place, firstObservedAt }
            const what = {
              incident: event.incident,
              number: orderNumber(said, running + index + 1),
              agency,
              unit,
              brief,
            }
            // No webhook: nobody is to send these anywhere.
            return onOrder(order, { type: 'issue', at, issued: issued({ ...what, channel: 'console' }) })
          }),
        ]
      }
      case 'answer':
        return onOrder(event.order, {
          ...{ type: 'answer', at, answer: event.answer, by: RESCUE_DESK, agencyNumber: null, unit: event.unit },
          cause: event.answer === 'rejected' ? 'no-unit' : null,
        })
      case 'amend':
        return onIncident(event.incident, {
          type: 'amend',
          at,
          amendment: { priority: 1 },
          was: { priority: 2 },
          by: OFFICER,
        })
      case 'note':
        return onIncident(event.incident, { type: 'note', at, text: 'two lanes are closed', by: OFFICER })
      case 'close': {
        const ids = incidents.get(event.incident)?.state.orders ?? []
        const running = ids.filter((one) => {
          const held = orders.get(one)
          return held ? isRunning(held.state) : false
        })
        return onIncident(event.incident, { type: 'close', at, outcome: 'resolved', by: OFFICER, running })
      }
    }
  }

  const origin = (recordedAt: number) =>
    ({ by: { kind: 'person', id: OFFICER, role: 'duty-officer' }, correlation: key(), recordedAt }) as const
  const committed = async (changes: readonly Change[], at: number, before: Promise<void>): Promise<void> => {
    const result = await journal.transact(async (tx): Promise<Result<null, 'conflict'>> => {
      const recorded = await record(journal, tx, changes, origin(at))
      await before
      return recorded.ok ? ok(null) : refuse('conflict')
    })
    if (!result.ok) throw new Error('two writers of one stream')
  }

  return async (events, meanwhile) => {
    const at = events.at(-1)?.at ?? 0
    // Each stream once in a transaction; what comes again waits for the next one.
    for (let rest: readonly Event[] = events; rest.length > 0; ) {
      const [now, later]: [Change[], Event[]] = [[], []]
      const streams = new Set<string>()
      let blocked = false
      for (const event of rest) {
        const names = namesOf(event)
        blocked ||= names.some((name) => streams.has(name))
        if (blocked) later.push(event)
        else {
          for (const name of names) streams.add(name)
          now.push(...changesOf(event))
        }
      }
      // A look-up among them, which every console passes over.
      const looked = {
        stream: `look-up/${id<'look'>(key())}`,
        expected: 0,
        facts: [{ type: 'looked-up', v: 1, at }],
      } as const
      if (dice.chance(0.3)) await journal.transact(async (tx) => journal.append(tx, [looked], origin(at)))
      if (now.length > 1 && dice.chance(LATE)) {
        const half = Math.ceil(now.length / 2)
        let free = (): void => {}
        const held = new Promise<void>((done) => {
          free = done
        })
        const late = committed(now.slice(0, half), at, held)
        await committed(now.slice(half), at, Promise.resolve())
        await meanwhile()
        free()
        await late
      } else if (now.length > 0) await committed(now, at, Promise.resolve())
      rest = later
    }
  }
}

function namesOf(event: Event): readonly string[] {
  switch (event.type) {
    case 'raise':
    case 'judge':
      return [event.warning]
    case 'order':
      return [event.incident, ...event.sends.map(({ order }) => order)]
    case 'answer':
      return [event.order]
    case 'open':
    case 'amend':
    case 'note':
    case 'close':
      return [event.incident]
  }
}
