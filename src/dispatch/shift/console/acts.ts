/** What is done in the room from a screen: the same for a key, a button and a command; the answer comes back as facts. */
import i18next from 'i18next'
import { sightOf } from '../../../access/sight.ts'
import { get } from '../../../console/api.ts'
import { refusalSentence } from '../../../console/i18n/refusal.ts'
import { board as boardNow, boardOf } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { session } from '../../../console/session.ts'
import { MINUTE } from '../../../core/time.ts'
import { message, panel } from '../../console/desk/desk-state.ts'
import { perform } from '../../console/desk/doing.ts'
import { selectionNow } from '../../console/desk/selection.ts'
import type { Incident } from '../../incident.ts'
import type { Broadcast } from '../broadcast.ts'
import type { RoomId } from '../entry.ts'
import { type Desk, deskOf } from '../heard.ts'
import type { Hold } from '../hold.ts'
import type { LookOut } from '../look-out.ts'
import { type RoomThing, stands } from '../room.ts'
import { exercising } from './exercise.ts'
import { instantOf, type RoomCommand, type Until } from './grammar.ts'

const room = i18next.getFixedT(null, 'room')
const desk = i18next.getFixedT(null, 'desk')
const refused = (text: string): void => message.set({ tone: 'refused', text })

/** Answers whether it was done; what the server refused is said at the foot. */
export async function roomAct(path: string, body: object = {}, about = 'room'): Promise<boolean> {
  const answer = await perform('room', about, path, body)
  if (answer && !answer.ok) refused(refusalSentence(answer.refusal))
  return answer?.ok ?? false
}

const untilNow = (until: Until): number => {
  const now = nowByServer()
  return Math.round(instantOf(until, now, -new Date(now).getTimezoneOffset() * MINUTE))
}

export function selectedIncident(): Incident | null {
  const selection = selectionNow()
  const found = selection?.what === 'incident' ? boardOf(boardNow.get()).incidents.get(selection.id) : undefined
  if (!found) refused(desk(selection ? 'command.notIncident' : 'command.nothingSelected'))
  return found ?? null
}

/** Under which name this screen acknowledges. */
export function ownDesk(): Desk | null {
  const now = session.get()
  return now.state === 'in' ? deskOf(sightOf(now.person), now.person.id) : null
}

const things = (): readonly RoomThing[] => [...boardOf(boardNow.get()).room.values()]

/** Broadcasts that stand and were not read at this desk yet, oldest first. */
export function unread(all: Iterable<RoomThing>, own: Desk | null, now: number): readonly Broadcast[] {
  return [...all].filter(
    (thing): thing is Broadcast =>
      thing.what === 'broadcast' && stands(thing, now) && !thing.acknowledged.some((one) => one.desk === own),
  )
}
export const lookOuts = (all: Iterable<RoomThing>, now: number): readonly LookOut[] =>
  [...all].filter((thing): thing is LookOut => thing.what === 'look-out' && stands(thing, now))

/** The hold of an incident that waits, or that has come back last. */
export function holdOf(all: Iterable<RoomThing>, incident: Incident['id']): Hold | null {
  const holds = [...all].filter((thing): thing is Hold => thing.what === 'hold' && thing.incident === incident)
  return holds.at(-1) ?? null
}

/** Held calls whose time has come and that nobody has taken up yet; only the room sees incidents. */
export function broughtBack(
  all: Iterable<RoomThing>,
  incidents: ReadonlyMap<Incident['id'], Incident>,
): readonly Hold[] {
  const things = [...all]
  return things.filter(
    (thing): thing is Hold =>
      thing.what === 'hold' &&
      thing.state === 'back' &&
      incidents.get(thing.incident)?.state === 'open' &&
      holdOf(things, thing.incident) === thing,
  )
}

export const acknowledge = (broadcast: RoomId): Promise<boolean> =>
  roomAct(`/api/broadcasts/${broadcast}/acknowledgement`, {}, broadcast)

export function readFirst(): void {
  const [first] = unread(things(), ownDesk(), nowByServer())
  if (first) void acknowledge(first.id)
  else refused(room('said.noBroadcast'))
}

export function takeUpSelected(): void {
  const incident = selectedIncident()
  const hold = incident ? holdOf(things(), incident.id) : null
  if (hold?.state === 'waiting') void roomAct(`/api/holds/${hold.id}/end`, {}, hold.id)
  else if (incident) refused(room('said.notHeld'))
}

/** Particulars come out of the vault only on purpose, and each look is on record; null: refused, said at the foot. */
export async function showPlate(lookOut: LookOut): Promise<string | null> {
  const answer = await get<{ plate: string }>(`/api/incidents/${lookOut.incident}/look-outs/${lookOut.id}/plate`, {
    purpose: `incident/${lookOut.incident}`,
  })
  if (answer.ok) return answer.value.plate
  refused(refusalSentence(answer.refusal))
  return null
}

export function runRoom(command: RoomCommand): void {
  switch (command.verb) {
    case 'log':
      void roomAct('/api/log', { text: command.text })
      return
    case 'broadcast':
      void roomAct('/api/broadcasts', { text: command.text, to: 'everybody', expiresAt: untilNow(command.until) })
      return
    case 'tell': {
      const selection = selectionNow()
      const about = selection?.what === 'incident' ? { about: selection.id } : {}
      const { text, to, until } = command
      void roomAct('/api/broadcasts', { text, to: [to], expiresAt: untilNow(until), ...about })
      return
    }
    case 'hold': {
      const incident = selectedIncident()
      const { until, text } = command
      if (incident)
        void roomAct(`/api/incidents/${incident.id}/hold`, { until: untilNow(until), reason: text }, incident.id)
      return
    }
    case 'take-up':
      takeUpSelected()
      return
    case 'read':
      readFirst()
      return
    case 'exercise':
      exercising.set(command.on)
      return
    case 'shift':
    case 'lend':
      panel.set(command.verb)
      return
    case 'premises':
      panel.set('places')
      return
    case 'report':
      if (selectedIncident()) panel.set('methane')
      return
    case 'lookout':
      if (selectedIncident()) panel.set('look-out')
      return
  }
}
