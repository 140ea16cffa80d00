/**
 * What two centres tell each other of an incident, and how EIDO says it: the incident with its place, its calls without
 * anybody's particulars, the orders and the units. What EIDO has no word for stands under `firstminute`, as its extension. Pure.
 */
import { z } from 'zod'
import type { AgencyId, IncidentId, OrderId, UnitId } from '../../core/ids.ts'
import type { Place } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import { type AgencyKind, UNIT_KINDS, type UnitKind } from '../forces.ts'
import type { IncidentKind, Priority } from '../incident.ts'
import { ANSWERS, type OrderState, REJECTION_CAUSES } from '../order.ts'
import { type EidoDocument, VOCABULARY } from './eido-schema.ts'
import { writePidf } from './pidf.ts'

export const EXTENSION = 'urn:firstminute:eido:1'

export type SharedOrder = {
  readonly id: OrderId
  readonly number: string
  readonly agency: AgencyId
  readonly unit: { readonly id: UnitId; readonly kind: UnitKind; readonly label: Text } | null
  readonly state: OrderState
  /** The agency's own number for it. */
  readonly agencyNumber: string | null
  readonly issuedAt: number
  /** Whoever signs for it takes the incident over. */
  readonly handOver?: true
  /** When it last moved. */
  readonly at: number
}

export type SharedIncident = {
  readonly id: IncidentId
  readonly number: string
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: Place
  readonly state: 'new' | 'running' | 'closed'
  readonly openedAt: number
  /** When it last changed. */
  readonly at: number
  /** When each call came in. */
  readonly calls: readonly number[]
  readonly orders: readonly SharedOrder[]
}

/** Who speaks: a host name that nobody else has, and the agencies that the orders name. */
export type Speaker = {
  readonly host: string
  readonly name: Text
  readonly agencies: readonly { readonly id: AgencyId; readonly kind: AgencyKind; readonly name: Text }[]
}

/**
 * Words for NENA's registries. The registries themselves are not among our data: a partner that checks them strictly
 * needs its own words here, in this one place; the internal code beside them is exact.
 */
const INCIDENT_WORD: Record<IncidentKind, string> = {
  'stopped-vehicle': 'Disabled Vehicle',
  'medical-emergency': 'Medical',
  collision: 'Traffic Collision',
  obstacle: 'Traffic Hazard',
  pedestrian: 'Pedestrian on Roadway',
  'wrong-way': 'Wrong Way Driver',
  congestion: 'Traffic Congestion',
  'officer-help': 'Officer Needs Assistance',
  other: 'Other',
}
const STATUS_WORD: Record<SharedIncident['state'], string> = { new: 'New', running: 'Active', closed: 'Closed' }
export const UNIT_STATUS: Record<OrderState, string> = {
  issued: 'Dispatched',
  delivered: 'Dispatched',
  'signed-for': 'Acknowledged',
  'on-the-way': 'En Route',
  arrived: 'On Scene',
  cleared: 'Available',
  rejected: 'Unavailable',
  withdrawn: 'Canceled',
}
const RESOURCE_WORD: Record<UnitKind, string> = {
  'patrol-car': 'Patrol Car',
  motorcycle: 'Motorcycle',
  'tow-truck': 'Tow Truck',
  ambulance: 'Ambulance',
  drone: 'Unmanned Aircraft',
  'foot-pair': 'Foot Patrol',
}
/** Of urn:emergency:service:responder (IANA). */
const RESPONDER: Record<AgencyKind, string> = {
  'traffic-police': 'police.local',
  'road-rescue': 'towing',
  ambulance: 'ambulance',
  'road-operator': 'road_service',
  'police-station': 'police.local',
}

const text = z.strictObject({ zh: z.string(), en: z.string() })
/** What stands under `firstminute` of a location, an order and a unit. */
export const placeExtension = z.looseObject({
  label: text,
  carriageway: z.enum(['up', 'down']).optional(),
  zone: z.string().max(64).optional(),
  lane: z.string().max(64).optional(),
  unverified: z.literal(true).optional(),
})
const ORDER_STATES = [
  'issued',
  'delivered',
  'signed-for',
  'on-the-way',
  'arrived',
  'cleared',
  'rejected',
  'withdrawn',
] as const satisfies readonly OrderState[]
export const orderExtension = z.looseObject({
  number: z.string(),
  state: z.enum(ORDER_STATES),
  agencyNumber: z.string().nullable(),
  issuedAt: z.int(),
  handOver: z.literal(true).optional(),
})
/** The same place in a partner's document: what it answers to one order. */
export const answerExtension = z.looseObject({
  answer: z.enum(ANSWERS),
  at: z.int().nonnegative(),
  cause: z.enum(REJECTION_CAUSES).optional(),
  agencyNumber: z.string().min(1).max(80).optional(),
  unit: z.string().min(1).max(80).optional(),
})
export const unitExtension = z.looseObject({ label: text, kind: z.enum(UNIT_KINDS) })

export const wordOfKind = (kind: IncidentKind): string => INCIDENT_WORD[kind]

const when = (at: number): string => new Date(at).toISOString()

export const incidentUrn = (incident: string, host: string): string =>
  `urn:emergency:uid:incidentid:${incident}:${host}`

/** The document of an incident as it stands; `orders` may be one order alone, for the agency that gets it. */
export function eidoOf(incident: SharedIncident, speaker: Speaker): EidoDocument {
  const { host } = speaker
  const { place } = incident
  const us = { $ref: host }
  const agent = { $ref: `dispatch@${host}` }
  const base = (key: string, at: number) => ({ $id: key, lastUpdateTimeStamp: when(at), updatedByAgencyReference: us })
  const placeId = `${incident.id}/place`
  const named = new Set(incident.orders.map((order) => order.agency))
  const document: EidoDocument = {
    ...base(incidentUrn(incident.id, host), incident.at),
    eidoVersion: '1.0',
    eidoExtensionId: [EXTENSION],
    issuingElementIdentification: host,
    incidentComponent: {
      ...base(`${incident.id}/incident`, incident.at),
      incidentTypeCommonRegistryText: INCIDENT_WORD[incident.kind],
      incidentTypeInternalCode: incident.kind,
      incidentStatusCommonRegistryText: [STATUS_WORD[incident.state]],
      incidentStatusInternalText: [incident.state],
      internalIncidentId: incident.number,
      incidentCommonPriorityNumber: incident.priority,
      locationReference: [{ $ref: placeId }],
      firstminute: { openedAt: incident.openedAt },
    },
    locationComponent: [
      {
        ...base(placeId, incident.openedAt),
        locationTypeDescriptionRegistryText: 'Incident',
        locationByValue: writePidf(place),
        locationDescriptionText: place.label.en,
        firstminute: {
          label: place.label,
          ...(place.carriageway === undefined ? {} : { carriageway: place.carriageway }),
          ...(place.zone === undefined ? {} : { zone: place.zone }),
          ...(place.lane === undefined ? {} : { lane: place.lane }),
          ...(place.unverified === undefined ? {} : { unverified: place.unverified }),
        },
      },
    ],
    agencyComponent: [
      {
        ...base(host, incident.openedAt),
        agencyRoleDescriptionRegistryText: ['Dispatching'],
        agencyType: ['psap'],
        incidentOwningAgencyIndicator: true,
      },
      ...speaker.agencies
        .filter((agency) => named.has(agency.id))
        .map((agency) => ({
          ...base(agency.id, incident.openedAt),
          agencyRoleDescriptionRegistryText: ['Responding'],
          agencyType: [RESPONDER[agency.kind]],
        })),
    ],
    agentComponent: [
      { ...base(agent.$ref, incident.openedAt), agentRoleRegistryText: ['Dispatching'], agencyReference: us },
    ],
    // jsonld asks for the vocabulary by this very name.
    '@context': { '@vocab': VOCABULARY },
    ...(incident.calls.length === 0
      ? {}
      : {
          callComponent: incident.calls.map((at, n) => ({
            ...base(`${incident.id}/call/${n}`, at),
            callStateRegistryText: 'callEnd',
            standardPrimaryCallType: 'emergency',
            direction: 'incoming' as const,
            callStartTimestamp: when(at),
          })),
        }),
    ...(incident.orders.length === 0
      ? {}
      : {
          dispatchComponent: incident.orders.map((order) => ({
            ...base(order.id, order.at),
            agencyReference: { $ref: order.agency },
            agentReference: agent,
            ...(order.unit ? { emergencyResourceReference: [{ $ref: order.unit.id }] } : {}),
            firstminute: {
              number: order.number,
              state: order.state,
              agencyNumber: order.agencyNumber,
              issuedAt: order.issuedAt,
              ...(order.handOver ? { handOver: true } : {}),
            },
          })),
          emergencyResourceComponent: incident.orders.flatMap((order) =>
            order.unit
              ? [
                  {
                    ...base(order.unit.id, order.at),
                    emergencyResourceTypeCommonRegistryText: RESOURCE_WORD[order.unit.kind],
                    resourceAttributeRegistryText: [],
                    emergencyResourceName: order.unit.label.en,
                    primaryUnitStatusRegistryText: UNIT_STATUS[order.state],
                    secondaryUnitStatusRegistryText: [],
                    agentReference: [agent],
                    firstminute: { label: order.unit.label, kind: order.unit.kind },
                  },
                ]
              : [],
          ),
        }),
  }
  return document
}

export const refOf = (reference: unknown): string | null =>
  typeof reference === 'object' && reference !== null && '$ref' in reference && typeof reference.$ref === 'string'
    ? reference.$ref
    : null
