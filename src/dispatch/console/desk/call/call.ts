/** The call that is being taken: typed step by step, opened from kind and place on, completed afterwards; what was typed outlives the panel and is never stored. */

import { cell } from '../../../../console/cell.ts'
import type { Position } from '../../../../core/geo.ts'
import type { IncidentId } from '../../../../core/ids.ts'
import type { Place } from '../../../../core/place.ts'
import type { Incident, IncidentKind, Priority } from '../../../incident.ts'
import { exercising } from '../../../shift/console/exercise.ts'
import { panel, pointed, tab } from '../desk-state.ts'
import { perform } from '../doing.ts'
import { amend } from '../event/acts.ts'
import { select } from '../selection.ts'
import { readKind } from './kinds.ts'
import { askPlaces } from './places.ts'

export type Typed = {
  readonly kind: string
  readonly place: string
  readonly details: string
  readonly name: string
  readonly phone: string
}
export const BLANK: Typed = { kind: '', place: '', details: '', name: '', phone: '' }
export const typed = cell<Typed>(BLANK)
export const type = (part: Partial<Typed>): void => typed.set({ ...typed.get(), ...part })

/** `opened`: the incident is there, the rest is being completed. `placing`: the place of an incident is being corrected. */
export type Step = { readonly step: 'asking' } | { readonly step: 'opened' | 'placing'; readonly incident: IncidentId }
export const step = cell<Step>({ step: 'asking' })

/** What its acts are about: they do not wait for an order of the same incident that is on its way. */
export const ABOUT = 'call'

const isUnsaved = (): boolean => {
  const { details, name, phone } = typed.get()
  return [details, name, phone].some((text) => text.trim() !== '')
}

/** N: the call that is not finished, or a new one. */
export function takeCall(): void {
  if (step.get().step === 'placing' || (step.get().step === 'opened' && !isUnsaved())) freshCall()
  panel.set('call')
}

export function freshCall(): void {
  step.set({ step: 'asking' })
  typed.set(BLANK)
  pointed.set(null)
}

export function correctPlace(incident: IncidentId, text = ''): void {
  step.set({ step: 'placing', incident })
  type({ place: text })
  panel.set('call')
  tab.set('selected')
}

export async function openAt(kind: IncidentKind, priority: Priority, place: Place): Promise<void> {
  const answer = await perform<{ incident: { id: IncidentId } }>('open-incident', ABOUT, '/api/incidents', {
    kind,
    priority,
    place,
    // What a desk opens while it practises is practice.
    ...(exercising.get() ? { exercise: true } : {}),
  })
  if (!answer?.ok) return
  const { id } = answer.value.incident
  typed.set(BLANK)
  pointed.set(null)
  step.set({ step: 'opened', incident: id })
  panel.set('call')
  tab.set('selected')
  select({ what: 'incident', id })
}

/** `new col s12 45.3 u`: opens it where that leaves no choice, and shows the panel with what was said where it does. */
export async function callSaid(kind: string, place: string): Promise<void> {
  freshCall()
  type({ kind, place })
  const said = readKind(kind)
  if (said.state === 'one' && place.trim() !== '') {
    const answer = await askPlaces(place.trim())
    const [only, ...more] = answer.state === 'here' ? answer.found.candidates : []
    if (only && more.length === 0) {
      await openAt(said.kind, said.priority, only.place)
      if (step.get().step === 'opened') return
    }
  }
  panel.set('call')
  tab.set('selected')
}

/** A place that the map does not know, put where it is likeliest; every screen says so until somebody verifies it. */
export const forcedPlace = (text: string, near: Place | null, otherwise: Position): Place => ({
  position: near?.position ?? pointed.get() ?? otherwise,
  label: { zh: text, en: text },
  unverified: true,
})

export async function putAt(incident: Incident, place: Place): Promise<void> {
  if (!(await amend(incident, { place }))) return
  freshCall()
  panel.set('none')
}

/** The officer has made sure: the place stays as it is. */
export function verifyPlace(incident: Incident): void {
  const { unverified: _unverified, ...place } = incident.opened.place
  void amend(incident, { place })
}

/** The caller goes to the vault, what was said to the incident; each is kept in the field until it has arrived. */
export async function saveDetails(
  incident: Incident,
  changed: { readonly kind?: IncidentKind; readonly priority?: Priority },
): Promise<boolean> {
  const at = `/api/incidents/${incident.id}`
  if (Object.keys(changed).length > 0 && !(await amend(incident, changed))) return false
  const name = typed.get().name.trim()
  const phone = typed.get().phone.trim()
  if (name || phone) {
    const caller = { ...(name ? { name } : {}), ...(phone ? { phone } : {}) }
    if (!(await perform('report', ABOUT, `${at}/reports`, { caller }))?.ok) return false
    type({ name: '', phone: '' })
  }
  const text = typed.get().details.trim()
  if (text) {
    if (!(await perform('note', ABOUT, `${at}/notes`, { text }))?.ok) return false
    type({ details: '' })
  }
  return true
}
