/** What the desk holds beside the board: the open chooser, changes to a proposal, panels, messages. Nothing of it is on record. */
import { type Cell, cell, useCell } from '../../../console/cell.ts'
import { remembered } from '../../../console/remembered.ts'
import type { Position } from '../../../core/geo.ts'
import type { IncidentId, WarningId } from '../../../core/ids.ts'
import type { Proposal } from '../../recommend/propose.ts'
import type { DoingName } from './doing.ts'
import { type Changes, type Choice, UNCHANGED } from './recommended.ts'

/** The chooser of a true verdict, open on one warning. */
export type Chooser = Choice & { readonly warning: WarningId }
export const chooser = cell<Chooser | null>(null)

export type Panel = 'none' | 'keys' | 'call' | 'units' | RoomPanel
/** Panels of the room's own work. */
export type RoomPanel = 'shift' | 'places' | 'methane' | 'look-out' | 'lend'
export const panel = cell<Panel>('none')

export const TABS = ['queue', 'selected', 'map'] as const
export type Tab = (typeof TABS)[number]
/** On a narrow screen one of the three is shown. */
export const tab = cell<Tab>('queue')

/** The last act of this desk that can be undone, for Z: what it was called, and the act that undoes it. */
export const lastAct = cell<{ readonly name: DoingName; readonly undo: () => void } | null>(null)

/** One sentence at the foot of the desk; `refused` stays until the next key, the other goes by itself. */
export type Message = { readonly tone: 'said' | 'refused'; readonly text: string }
export const message = cell<Message | null>(null)

export type ProposalNow =
  | { readonly state: 'loading' | 'failed'; readonly incident: IncidentId }
  | { readonly state: 'here'; readonly incident: IncidentId; readonly proposal: Proposal }
export const proposal = cell<ProposalNow | null>(null)

const changes = cell<{ readonly incident: IncidentId; readonly made: Changes } | null>(null)
export const changesFor = (incident: IncidentId): Changes => {
  const now = changes.get()
  return now?.incident === incident ? now.made : UNCHANGED
}
export function useChanges(incident: IncidentId): Changes {
  const now = useCell(changes)
  return now?.incident === incident ? now.made : UNCHANGED
}
export const change = (incident: IncidentId, made: Changes): void => changes.set({ incident, made })

/** The incident for which more is being chosen; `level`: up to which the alarm is raised, null: no further. */
export type Adding = { readonly incident: IncidentId; readonly level: number | null }
export const adding = cell<Adding | null>(null)

/** The command line: its text is kept whatever is closed. */
export const line = cell<{ readonly open: boolean; readonly text: string }>({ open: false, text: '' })

/** A place is being pointed at on the map, for the call form. */
export const pointing = cell(false)
export const pointed = cell<Position | null>(null)

/** Keyboard walking holds the queue still for a moment. */
export const walkedAt = cell(0)
/** Rows that wait are shown when this changes. */
export const letGo = cell(0)

export const sound: Cell<'on' | 'off'> = remembered('sound', ['on', 'off'] as const, 'off')
export const guidance: Cell<'shown' | 'away'> = remembered('guidance', ['shown', 'away'] as const, 'shown')
/** The timeline was opened once: the guidance goes on. */
export const timelineSeen = cell(false)
