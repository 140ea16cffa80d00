/** The acts of the desk, the same for a key, a button and a command: asks `decide` first, then sends; the answer comes back as facts. */

import i18next from 'i18next'
import { refusalSentence } from '../../../console/i18n/refusal.ts'
import { board as boardNow, boardOf } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { reference } from '../../../console/reference.ts'
import { session } from '../../../console/session.ts'
import type { IncidentId, PersonId } from '../../../core/ids.ts'
import { id } from '../../../core/ids.ts'
import { opened } from '../../../sensing/console/evidence/opened.ts'
import type { Board } from '../../board.ts'
import { roadMessageNow } from '../../exchange/console/alerts.ts'
import { untellable } from '../../exchange/road-message.ts'
import type { Incident, Outcome } from '../../incident.ts'
import { awaitsSignature, isOver, type Order } from '../../order.ts'
import { acceptMoveUps } from '../../recommend/console/cover.tsx'
import type { Verdict, Warning } from '../../warning.ts'
import type { Send } from './commands.ts'
import { adding, change, changesFor, chooser, lastAct, message, proposal, tab } from './desk-state.ts'
import { perform } from './doing.ts'
import { recall, reopen } from './event/acts.ts'
import { mayClose, mayJudge, mayOrder, mayResend, mayWithdraw } from './may.ts'
import { deadOrders, ordersFor } from './queue.ts'
import { besideProposal, type Choice, nextChoice, recommendedChoice, sendsOf, UNCHANGED } from './recommended.ts'
import { select, selectionNow } from './selection.ts'

const board = (): Board => boardOf(boardNow.get())
const me = (): PersonId => {
  const now = session.get()
  return now.state === 'in' ? now.person.id : id('nobody')
}

export const refused = (text: string): void => message.set({ tone: 'refused', text })
const refusedBy = (word: string): void => refused(refusalSentence(word))
const desk = i18next.getFixedT(null, 'desk')
const event = i18next.getFixedT(null, 'event')
const unitWords = i18next.getFixedT(null, 'units')
const recommend = i18next.getFixedT(null, 'recommend')

function selectedWarning(): Warning | null {
  const selection = selectionNow()
  if (!selection) refused(desk('command.nothingSelected'))
  else if (selection.what === 'incident') refused(desk('command.notWarning'))
  else return board().warnings.get(selection.id) ?? null
  return null
}

export function selectedIncident(): Incident | null {
  const selection = selectionNow()
  if (!selection) refused(desk('command.nothingSelected'))
  else if (selection.what === 'warning') refused(desk('command.notIncident'))
  else return board().incidents.get(selection.id) ?? null
  return null
}

/** A true verdict needs a kind and a priority: opens the chooser with what is recommended. */
export function openChooser(choice: Partial<Choice> = {}): void {
  const warning = selectedWarning()
  if (!warning) return
  const refusal = mayJudge(warning, 'true', me(), nowByServer())
  if (refusal) refusedBy(refusal)
  else {
    const proposed = recommendedChoice(warning.raised, reference.get(), nowByServer())
    chooser.set({ warning: warning.id, ...proposed, ...choice })
    tab.set('selected')
  }
}

export function acceptChoice(): void {
  const open = chooser.get()
  if (!open) return
  chooser.set(null)
  const warning = board().warnings.get(open.warning)
  if (warning) void judge(warning, 'true', open)
}

export function judgeSelected(verdict: Exclude<Verdict, 'true'>): void {
  const warning = selectedWarning()
  if (warning) void judge(warning, verdict, null)
}

async function judge(warning: Warning, verdict: Verdict, choice: Choice | null): Promise<void> {
  const refusal = mayJudge(warning, verdict, me(), nowByServer())
  if (refusal) {
    refusedBy(refusal)
    return
  }
  chooser.set(null)
  const body = choice ? { verdict, incident: { kind: choice.kind, priority: choice.priority } } : { verdict }
  const answer = await perform<{ incident?: { id: IncidentId } | IncidentId | null }>(
    'verdict',
    warning.id,
    `/api/warnings/${warning.id}/verdict`,
    body,
  )
  if (!answer?.ok) return
  if (!choice) lastAct.set({ name: 'verdict', undo: () => takeBack(warning.id) })
  const opened = answer.value.incident
  const incident = typeof opened === 'string' ? opened : opened?.id
  // Follow the warning to its incident, unless the officer has gone on to something else.
  const selection = selectionNow()
  if (incident && selection?.what === 'warning' && selection.id === warning.id)
    select({ what: 'incident', id: incident }, 'replace')
}

function takeBack(key: Warning['id']): void {
  const warning = board().warnings.get(key)
  if (!warning) return
  const refusal = mayWithdraw(warning, me(), nowByServer())
  if (refusal) {
    refusedBy(refusal)
    return
  }
  void perform('withdrawal', key, `/api/warnings/${key}/verdict/withdrawal`)
  select({ what: 'warning', id: key })
}

/** Takes back the verdict on the selected warning, or else the last act of this desk that can be undone. */
export function undo(): void {
  const selection = selectionNow()
  const selected = selection?.what === 'warning' ? board().warnings.get(selection.id) : undefined
  if (selected?.state === 'judged' && !selected.incident) {
    takeBack(selected.id)
    return
  }
  const last = lastAct.get()
  if (!last) {
    refused(desk('command.nothingToUndo'))
    return
  }
  // Undone once; an undoing that is itself an act puts its own undoing here.
  lastAct.set(null)
  last.undo()
  message.set({ tone: 'said', text: event('undone', { what: desk(`doing.${last.name}`) }) })
}

/** `sends` null: what is ticked in the plan. */
export function orderSelected(sends: readonly Send[] | null): void {
  const incident = selectedIncident()
  if (!incident) return
  const now = proposal.get()
  const proposed = now?.state === 'here' && now.incident === incident.id ? now.proposal : null
  const chosen = sends ? besideProposal(sends, proposed) : sendsOf(proposed, changesFor(incident.id))
  const refusal = mayOrder(incident, chosen.length, me(), nowByServer())
  if (refusal) {
    refusedBy(refusal)
    return
  }
  const { plan = null, version, level } = proposed ?? {}
  void sendOrders(incident, { plan, ...(version ? { version, level } : {}), sends: chosen })
}

/** Undone by standing down what nobody has signed for yet: the world is not rolled back over who is under way. */
async function sendOrders(
  incident: Incident,
  body: { readonly plan: string | null; readonly sends: readonly Send[] },
): Promise<void> {
  const answer = await perform<{ readonly orders: readonly Order[] }>(
    'order',
    incident.id,
    `/api/incidents/${incident.id}/orders`,
    body,
  )
  if (!answer?.ok) return
  // What was changed or raised belongs to the act that is done.
  if (adding.get()?.incident === incident.id) adding.set(null)
  change(incident.id, UNCHANGED)
  const { orders } = answer.value
  lastAct.set({
    name: 'order',
    undo: () => {
      const waiting = orders.filter(({ id: key }) => {
        const now = board().orders.get(key)
        return now !== undefined && awaitsSignature(now)
      })
      if (waiting.length === 0) refusedBy('signed-for')
      for (const { id: key } of waiting) recall(key)
    },
  })
}

/** Raises the alarm of the selected incident: what the level adds is proposed, nothing is ordered yet. `level` null: the next one. */
export function raiseSelected(level: number | null): void {
  const incident = selectedIncident()
  if (!incident || incident.state === 'closed' || incident.state === 'merged') return
  const now = proposal.get()
  const known = now?.state === 'here' && now.incident === incident.id ? now.proposal : null
  const standing = Math.max(incident.level, incident.orders.length > 0 ? 1 : 0, adding.get()?.level ?? 0)
  const next = level ?? standing + 1
  if (known && next > known.top) {
    refused(recommend('top', { level: known.top }))
    return
  }
  change(incident.id, UNCHANGED)
  adding.set({ incident: incident.id, level: next })
}

/** Everybody who is proposed to move up does. */
export function acceptCover(): void {
  if (!acceptMoveUps()) refused(unitWords('nobodyToMove'))
}

/** The digit of a line: its next choice. */
export function nextOnLine(digit: number): void {
  const selection = selectionNow()
  const now = proposal.get()
  if (selection?.what !== 'incident' || now?.state !== 'here' || now.incident !== selection.id) return
  const line = now.proposal.lines[digit - 1]
  if (line) change(selection.id, nextChoice(now.proposal, line, changesFor(selection.id)))
}

/** Opens the choice of further agencies for the selected incident. */
export function orderMore(): void {
  const incident = selectedIncident()
  if (incident) adding.set({ incident: incident.id, level: null })
}

/** Opens, or folds away, the evidence of the selected warning or of the one that an incident stands on. */
export function evidenceOfSelected(): void {
  const selection = selectionNow()
  const incident = selection?.what === 'incident' ? board().incidents.get(selection.id) : undefined
  const origin = incident?.opened.origin
  const warning = selection?.what === 'warning' ? selection.id : origin?.from === 'warning' ? origin.warning : null
  if (warning) opened.set(opened.get() === warning ? null : warning)
  else refused(desk('command.nothingSelected'))
}

export function closeSelected(outcome: Outcome): void {
  const incident = selectedIncident()
  if (!incident) return
  const refusal = mayClose(incident, ordersFor(board(), incident.id), me(), nowByServer())
  if (refusal) {
    refusedBy(refusal)
    return
  }
  void perform('closure', incident.id, `/api/incidents/${incident.id}/closure`, { outcome }).then((answer) => {
    if (!answer?.ok) return
    lastAct.set({
      name: 'closure',
      undo: () => {
        const now = board().incidents.get(incident.id)
        if (now) reopen(now)
      },
    })
  })
}

export function resendSelected(): void {
  const incident = selectedIncident()
  if (!incident) return
  const dead = deadOrders(ordersFor(board(), incident.id))
  if (dead.length === 0) {
    refused(desk('command.nothingDead'))
    return
  }
  for (const orderId of dead) resend(orderId)
}

export function resend(orderId: Order['id']): void {
  const order = board().orders.get(orderId)
  if (!order) return
  const refusal = mayResend(order, me(), nowByServer())
  if (refusal) refusedBy(refusal)
  else void perform('resend', orderId, `/api/orders/${orderId}/resend`)
}

/** Enter: what the desk recommends for the selected one. A verdict is never recommended: a person looks first. */
export function recommended(): void {
  if (chooser.get()) {
    acceptChoice()
    return
  }
  const selection = selectionNow()
  const incident = selection?.what === 'incident' ? board().incidents.get(selection.id) : undefined
  if (!incident) return
  const orders = ordersFor(board(), incident.id)
  if (incident.state === 'open' || adding.get()?.incident === incident.id) {
    orderSelected(null)
    return
  }
  if (incident.state === 'ordered' && deadOrders(orders).length > 0) {
    resendSelected()
    return
  }
  if (incident.state === 'ordered' && orders.every(isOver)) closeSelected('resolved')
}

/** Tells the public of the selected incident, or takes it back; null: whichever is not so yet. */
export function publishSelected(wished: boolean | null): void {
  const incident = selectedIncident()
  if (!incident) return
  const standing = roadMessageNow(incident.id)?.state === 'standing'
  const on = wished ?? !standing
  const refusal = on ? (standing ? 'alert-there' : untellable(incident)) : standing ? null : 'not-public'
  if (refusal) {
    refusedBy(refusal)
    return
  }
  const path = `/api/incidents/${incident.id}/road-message`
  if (on) void perform('publish', incident.id, path)
  else void perform('unpublish', incident.id, `${path}/withdrawal`)
}
