/** What is done with the selected event beyond its orders: corrected, noted, made one with another or two again, offered, reopened; crews called back; each with the way to undo it. */
import i18next from 'i18next'
import { refusalSentence } from '../../../../console/i18n/refusal.ts'
import { board as boardNow, boardOf } from '../../../../console/live.ts'
import { nowByServer } from '../../../../console/now.ts'
import { session } from '../../../../console/session.ts'
import type { AgencyId, IncidentId, OrderId, PersonId, UnitId } from '../../../../core/ids.ts'
import { id } from '../../../../core/ids.ts'
import { looksPersonal } from '../../../../core/particulars.ts'
import { type Amendment, decide, type Incident, type IncidentWish } from '../../../incident.ts'
import { isOver, type Order } from '../../../order.ts'
import { lastAct, message } from '../desk-state.ts'
import { type DoingName, perform } from '../doing.ts'
import { ordersFor } from '../queue.ts'
import { select, selectionNow } from '../selection.ts'
import { sameAs } from './same.ts'

const desk = i18next.getFixedT(null, 'desk')
const event = i18next.getFixedT(null, 'event')
const board = () => boardOf(boardNow.get())
const me = (): PersonId => {
  const now = session.get()
  return now.state === 'in' ? now.person.id : id('nobody')
}
const refused = (text: string): void => message.set({ tone: 'refused', text })

function selected(): Incident | null {
  const selection = selectionNow()
  const incident = selection?.what === 'incident' ? board().incidents.get(selection.id) : undefined
  if (!incident) refused(desk(selection ? 'command.notIncident' : 'command.nothingSelected'))
  return incident ?? null
}

/** Null: it may be done; else the refusal that the button shows. */
export function may(incident: Incident, wish: (at: number, by: PersonId) => IncidentWish): string | null {
  const decided = decide(incident, wish(nowByServer(), me()))
  return decided.ok ? null : decided.refusal
}

/** Sends it when the server would do it; remembers how it is undone once it is done. */
async function doing(
  incident: Incident,
  wish: (at: number, by: PersonId) => IncidentWish,
  act: { readonly name: DoingName; readonly path: string; readonly body?: unknown; readonly undo?: () => void },
): Promise<boolean> {
  const refusal = may(incident, wish)
  if (refusal) {
    refused(refusalSentence(refusal))
    return false
  }
  const answer = await perform(act.name, incident.id, `/api/incidents/${incident.id}/${act.path}`, act.body)
  if (answer?.ok && act.undo) lastAct.set({ name: act.name, undo: act.undo })
  return answer?.ok ?? false
}

export function amendSelected(amendment: Amendment): void {
  const incident = selected()
  if (incident) void amend(incident, amendment)
}

export function amend(incident: Incident, amendment: Amendment): Promise<boolean> {
  const { kind, priority, place } = incident.opened
  const before: Amendment = {
    ...(amendment.kind ? { kind } : {}),
    ...(amendment.priority ? { priority } : {}),
    ...(amendment.place ? { place } : {}),
  }
  return doing(incident, (at, by) => ({ type: 'amend', at, amendment, was: before, by }), {
    name: 'amend',
    path: 'amendments',
    body: { amendment, was: before },
    undo: () => {
      const now = board().incidents.get(incident.id)
      if (now) void amend(now, before)
    },
  })
}

export function noteSelected(text: string): void {
  const incident = selected()
  if (!incident) return
  if (looksPersonal(text)) refused(event('particulars'))
  else
    void doing(incident, (at, by) => ({ type: 'note', at, text, by }), { name: 'note', path: 'notes', body: { text } })
}

/** One more caller about the selected incident; who it was is taken down on the call form, or not at all. */
export function reportSelected(): void {
  const incident = selected()
  if (!incident) return
  const report = { id: id<'report'>('to-be-taken'), from: 'call', caller: null } as const
  void doing(incident, (at, by) => ({ type: 'join', at, report, by }), { name: 'report', path: 'reports' })
}

/** `into` null: the likeliest of what is proposed. A warning joins with a true verdict. */
export function mergeSelected(into: IncidentId | null): void {
  const selection = selectionNow()
  const target = into ?? sameAs(board(), selection)[0]?.key ?? null
  if (!selection) {
    refused(desk('command.nothingSelected'))
    return
  }
  if (!target) {
    refused(event('nothingAlike'))
    return
  }
  if (selection.what === 'warning') {
    void joinWarning(selection.id, target)
    return
  }
  const incident = selected()
  if (incident) void merge(incident.id, target)
}

async function joinWarning(warning: string, incident: IncidentId): Promise<void> {
  const body = { verdict: 'true', incident: { joins: incident } }
  const answer = await perform('verdict', warning, `/api/warnings/${warning}/verdict`, body)
  if (!answer?.ok) return
  lastAct.set({ name: 'merge', undo: () => partWarning(warning, incident) })
  select({ what: 'incident', id: incident }, 'replace')
}

function partWarning(warning: string, incident: IncidentId): void {
  const report = board()
    .incidents.get(incident)
    ?.reports.find((one) => one.from === 'warning' && one.warning === warning)
  if (!report) {
    refused(refusalSentence('not-joined'))
    return
  }
  void perform('split', incident, `/api/incidents/${incident}/reports/${report.id}/removal`)
  select({ what: 'warning', id: id<'warning'>(warning) })
}

async function merge(from: IncidentId, into: IncidentId): Promise<void> {
  const [incident, target] = [board().incidents.get(from), board().incidents.get(into)]
  if (!incident || !target) {
    refused(desk('gone.title'))
    return
  }
  const merged = await doing(incident, (at, by) => ({ type: 'merge', at, into: target, by }), {
    name: 'merge',
    path: 'merger',
    body: { into },
    undo: () => void split(from),
  })
  if (merged) select({ what: 'incident', id: into }, 'replace')
}

export function splitSelected(): void {
  const incident = selected()
  if (!incident) return
  // On the one that absorbed it, the last that was merged is taken out again.
  const last = incident.state === 'merged' ? incident.id : incident.absorbed.at(-1)
  if (last) void split(last)
  else refused(refusalSentence('not-merged'))
}

async function split(key: IncidentId): Promise<void> {
  const incident = board().incidents.get(key)
  if (!incident) {
    refused(desk('gone.title'))
    return
  }
  const into = incident.state === 'merged' ? incident.into : null
  const parted = await doing(incident, (at, by) => ({ type: 'unmerge', at, by }), {
    name: 'split',
    path: 'merger/withdrawal',
    undo: () => {
      if (into) void merge(key, into)
    },
  })
  if (parted) select({ what: 'incident', id: key })
}

export function offerSelected(to: AgencyId): void {
  const incident = selected()
  if (!incident) return
  const order = id<'order'>('to-be-issued')
  void doing(incident, (at, by) => ({ type: 'offer', at, to, order, by }), {
    name: 'offer',
    path: 'offer',
    body: { to },
    undo: () => {
      const offer = board().incidents.get(incident.id)?.offer
      if (offer) recall(offer.order)
    },
  })
}

export function reopenSelected(): void {
  const incident = selected()
  if (incident) reopen(incident)
}
export function reopen(incident: Incident): void {
  void doing(incident, (at, by) => ({ type: 'reopen', at, by }), { name: 'reopen', path: 'reopening' })
}

export function recall(order: OrderId): void {
  void perform('recall', order, `/api/orders/${order}/recall`, { because: 'stood-down' })
}

/** Stands down every order of the selected incident that goes to this agency or this unit and is not over. */
export function recallSelected(who: { readonly agency: AgencyId; readonly unit: UnitId | null }): void {
  const incident = selected()
  if (!incident) return
  const goes = ({ issued, unit }: Order): boolean =>
    issued.agency === who.agency && (who.unit === null || unit === who.unit)
  const running = ordersFor(board(), incident.id).filter((order) => !isOver(order) && goes(order))
  if (running.length === 0) {
    refused(event('nobodyToRecall'))
    return
  }
  for (const order of running) recall(order.id)
}

/** Another unit of the same agency goes in the place of one that is under way for the selected incident. */
export function swapSelected(from: UnitId, to: UnitId): void {
  const incident = selected()
  if (!incident) return
  const order = ordersFor(board(), incident.id).find((one) => !isOver(one) && one.unit === from)
  if (order) void perform('swap', order.id, `/api/orders/${order.id}/swap`, { unit: to })
  else refused(event('nobodyToRecall'))
}
