/**
 * EIDO documents of other centres read: an incident handed to us, an answer to an order of ours, or our own form again.
 * Persons, call-back numbers, notes and additional data are never taken over: whoever needs them asks the centre that has them. Pure.
 */
import { id } from '../../core/ids.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { kilometrePost, type Place } from '../../core/place.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { INCIDENT_KINDS, type IncidentKind, PRIORITIES, type Priority } from '../incident.ts'
import type { Answer, RejectionCause } from '../order.ts'
import {
  answerExtension,
  incidentUrn,
  orderExtension,
  placeExtension,
  refOf,
  type SharedIncident,
  type SharedOrder,
  UNIT_STATUS,
  unitExtension,
  wordOfKind,
} from './eido.ts'
import { type EidoDocument, eidoDocument } from './eido-schema.ts'
import { readPidf } from './pidf.ts'

/** Any JSON value; the detail names the first thing that the schema refuses. */
export function readEido(value: unknown): Result<EidoDocument, 'eido-invalid'> {
  const parsed = eidoDocument.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const [first] = parsed.error.issues
  return refuse('eido-invalid', `/${(first?.path ?? []).join('/')}: ${first?.message ?? 'does not fit'}`)
}

/** What an officer is shown of an incident that another centre hands over. */
export type HandedOver = {
  /** Theirs. */
  readonly number: string
  /** null: in words that are not ours; the officer says what it is. */
  readonly kind: IncidentKind | null
  readonly priority: Priority | null
  /** null: no point that can be read. */
  readonly place: Place | null
  /** When it was first known there, UTC ms. */
  readonly knownAt: number
}

const PLAIN = /^[^\p{Cc}]{1,64}$/u
const plain = (text: string | undefined): string | null => (text !== undefined && PLAIN.test(text) ? text : null)

export function handedOver(document: EidoDocument): HandedOver {
  const { incidentComponent: incident, callComponent: calls = [] } = document
  const starts = calls.map((call) => Date.parse(call.callStartTimestamp))
  const known = [...starts, Date.parse(document.lastUpdateTimeStamp)].filter(Number.isFinite)
  return {
    number: plain(incident?.internalIncidentId) ?? document.$id.replace(/\p{Cc}/gu, '').slice(-64),
    kind: incident ? kindOf(incident) : null,
    priority: PRIORITIES.find((known) => known === incident?.incidentCommonPriorityNumber) ?? null,
    place: placeIn(document),
    knownAt: Math.max(0, Math.min(...known)),
  }
}

function kindOf(incident: NonNullable<EidoDocument['incidentComponent']>): IncidentKind | null {
  const code = INCIDENT_KINDS.find((known) => known === incident.incidentTypeInternalCode)
  const said = incident.incidentTypeCommonRegistryText.trim().toLowerCase()
  return code ?? INCIDENT_KINDS.find((known) => wordOfKind(known).toLowerCase() === said) ?? null
}

/** The incident's own location before any other; the first with a point that can be read. */
function placeIn(document: EidoDocument): Place | null {
  const all = document.locationComponent ?? []
  const named = (document.incidentComponent?.locationReference ?? []).map(refOf)
  const own = all.filter((one) => named.includes(one.$id))
  for (const one of [...own, ...all.filter((other) => !own.includes(other))]) {
    const located = one.locationByValue === undefined ? null : readPidf(one.locationByValue)
    if (!located?.position) continue
    const { position, road, kilometre, civic } = located
    const more = placeExtension.safeParse(one.firstminute)
    const said = (one.locationDescriptionText ?? '').trim() || civic || postOf(road, kilometre)
    // A telephone number in a description of a place is somebody's.
    const words = said.replace(/\p{Cc}/gu, ' ').slice(0, 200)
    const label = words !== '' && !looksPersonal(words) ? words : `${position[1].toFixed(5)}, ${position[0].toFixed(5)}`
    const { carriageway, zone, lane, unverified } = more.success ? more.data : {}
    return {
      position,
      label: more.success ? more.data.label : { zh: label, en: label },
      ...(road === undefined ? {} : { road }),
      ...(kilometre === undefined ? {} : { kilometre }),
      ...(carriageway === undefined ? {} : { carriageway }),
      ...(zone === undefined ? {} : { zone }),
      ...(lane === undefined ? {} : { lane }),
      ...(unverified === undefined ? {} : { unverified }),
    }
  }
  return null
}

const postOf = (road: string | undefined, kilometre: number | undefined): string =>
  [road ?? '', kilometre === undefined ? '' : kilometrePost(kilometre)].filter((part) => part !== '').join(' ')

export type EidoAnswer = {
  /** As the partner's document names it: nobody has looked yet whether it is an order of ours. */
  readonly order: string
  readonly answer: Answer
  readonly at: number
  readonly cause: RejectionCause | null
  readonly agencyNumber: string | null
  readonly unit: string | null
}

/** A unit's status in the words that EIDO partners use, as an answer. */
const ANSWER_OF_STATUS: readonly (readonly [RegExp, Answer])[] = [
  [/^acknowledged$/i, 'signed-for'],
  [/^(en.?route|responding)$/i, 'on-the-way'],
  [/^(on.?scene|arrived|at scene)$/i, 'arrived'],
  [/^(available|clear|cleared)$/i, 'cleared'],
]

/**
 * The answers in a document: each dispatch component goes by the order's id. What stands under `firstminute` says it exactly;
 * without it the status of the dispatched unit does.
 */
export function answersIn(document: EidoDocument): readonly EidoAnswer[] {
  const units = document.emergencyResourceComponent ?? []
  return (document.dispatchComponent ?? []).flatMap((dispatch): readonly EidoAnswer[] => {
    const said = answerExtension.safeParse(dispatch.firstminute)
    if (said.success) {
      const { answer, at, cause = null, agencyNumber = null, unit = null } = said.data
      return [{ order: dispatch.$id, answer, at, cause, agencyNumber, unit }]
    }
    const sent = (dispatch.emergencyResourceReference ?? []).map(refOf)
    const unit = units.find((one) => sent.includes(one.$id))
    const status = unit?.primaryUnitStatusRegistryText.trim() ?? ''
    const answer = ANSWER_OF_STATUS.find(([pattern]) => pattern.test(status))?.[1]
    if (!unit || !answer) return []
    const at = Date.parse(unit.lastUpdateTimeStamp)
    return [{ order: dispatch.$id, answer, at, cause: null, agencyNumber: null, unit: unit.$id }]
  })
}

/** Our own form out of our own document; null: another centre wrote it, or something of it was changed beyond reading. */
export function sharedFrom(document: EidoDocument, host: string): SharedIncident | null {
  const { incidentComponent: incident } = document
  const place = placeIn(document)
  const key = incident?.$id.replace(/\/incident$/, '') ?? ''
  if (!incident || !place || document.$id !== incidentUrn(key, host)) return null
  const kind = kindOf(incident)
  const priority = PRIORITIES.find((known) => known === incident.incidentCommonPriorityNumber)
  const state = (['new', 'running', 'closed'] as const).find(
    (known) => incident.incidentStatusInternalText?.[0] === known,
  )
  const openedAt = openedIn(incident.firstminute)
  if (!kind || !priority || !state || openedAt === null || incident.internalIncidentId === undefined) return null
  const orders = (document.dispatchComponent ?? []).map((dispatch) => orderFrom(document, dispatch))
  return {
    id: id<'incident'>(key),
    number: incident.internalIncidentId,
    kind,
    priority,
    place,
    state,
    openedAt,
    at: Date.parse(document.lastUpdateTimeStamp),
    calls: (document.callComponent ?? []).map((call) => Date.parse(call.callStartTimestamp)),
    orders: orders.filter((order) => order !== null),
  }
}

function openedIn(extension: unknown): number | null {
  return typeof extension === 'object' &&
    extension !== null &&
    'openedAt' in extension &&
    Number.isInteger(extension.openedAt)
    ? Number(extension.openedAt)
    : null
}

function orderFrom(
  document: EidoDocument,
  dispatch: NonNullable<EidoDocument['dispatchComponent']>[number],
): SharedOrder | null {
  const said = orderExtension.safeParse(dispatch.firstminute)
  const agency = refOf(dispatch.agencyReference)
  if (!said.success || agency === null) return null
  const { number, state, agencyNumber, issuedAt, handOver } = said.data
  const sent = refOf(dispatch.emergencyResourceReference?.[0])
  const resource = (document.emergencyResourceComponent ?? []).find(
    (one) => one.$id === sent && one.primaryUnitStatusRegistryText === UNIT_STATUS[state],
  )
  const unit = unitExtension.safeParse(resource?.firstminute)
  return {
    id: id<'order'>(dispatch.$id),
    number,
    agency: id<'agency'>(agency),
    unit:
      sent === null || !unit.success ? null : { id: id<'unit'>(sent), kind: unit.data.kind, label: unit.data.label },
    state,
    agencyNumber,
    issuedAt,
    ...(handOver ? { handOver } : {}),
    at: Date.parse(dispatch.lastUpdateTimeStamp),
  }
}
