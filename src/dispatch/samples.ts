/** Ready-made warnings, incidents and orders for the tests of this floor, so that a test says only what it is about. */
import { type AgencyId, id } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import type { Issued } from './brief.ts'
import type { Agency, Unit } from './forces.ts'
import type { Opened } from './incident.ts'
import type { Answerer } from './order.ts'
import type { Requirement } from './plan.ts'
import type { Raised } from './warning.ts'

/** Half past seven in the morning of 23 November 2026 in Hecheng. */
export const MORNING = Date.UTC(2026, 10, 22, 23, 30)

export const OFFICER = id<'person'>('wang-min')
export const POLICE = id<'agency'>('traffic-police')
export const RESCUE = id<'agency'>('road-rescue')
export const AMBULANCE = id<'agency'>('ambulance-120')
export const OPERATOR = id<'agency'>('road-operator')

export const SHOULDER: Place = {
  position: [120.75, 30.71],
  label: { zh: 'S12 上行 K45+300 硬路肩', en: 'S12 up K45+300 hard shoulder' },
  road: 'S12',
  kilometre: 45.3,
  carriageway: 'up',
  zone: 'shoulder',
}

export const raised = (change: Partial<Raised> = {}): Raised => ({
  kind: 'stopped-vehicle',
  source: { kind: 'camera', id: 'S12-K45-up', label: { zh: 'K45 上行', en: 'K45 up' } },
  place: SHOULDER,
  grade: 'A',
  reason: { zh: '硬路肩静止 9 秒', en: 'still on the hard shoulder for 9 s' },
  hazardLights: true,
  onsetAt: MORNING - 9_000,
  observedAt: MORNING,
  ...change,
})

export const opened = (change: Partial<Opened> = {}): Opened => ({
  number: '20261123-0031',
  kind: 'medical-emergency',
  priority: 1,
  place: SHOULDER,
  origin: { from: 'call', caller: null },
  firstObservedAt: MORNING - 9_000,
  by: OFFICER,
  ...change,
})

export const issued = (change: Partial<Issued> = {}): Issued => ({
  incident: id<'incident'>('0193f000-0000-7000-8000-000000000001'),
  number: '20261123-0031-2',
  agency: RESCUE,
  unit: null,
  channel: 'webhook',
  brief: {
    incidentNumber: '20261123-0031',
    kind: 'medical-emergency',
    priority: 1,
    place: SHOULDER,
    reason: { zh: '硬路肩静止 9 秒', en: 'still on the hard shoulder for 9 s' },
    firstObservedAt: MORNING - 9_000,
    together: [POLICE, RESCUE, AMBULANCE],
  },
  insteadOf: null,
  by: OFFICER,
  ...change,
})

export const RESCUE_DESK: Answerer = { via: 'console', id: 'road-rescue' }

const agency = (
  key: AgencyId,
  kind: Agency['kind'],
  channel: Agency['channel'],
  fallback: AgencyId | null,
): Agency => ({ id: key, kind, channel, fallback, name: { zh: key, en: key } })

export const AGENCIES: readonly Agency[] = [
  agency(POLICE, 'traffic-police', 'webhook', OPERATOR),
  agency(RESCUE, 'road-rescue', 'webhook', OPERATOR),
  agency(AMBULANCE, 'ambulance', 'webhook', POLICE),
  agency(OPERATOR, 'road-operator', 'console', RESCUE),
]

/** A line of a plan. */
export const needs = (
  owner: AgencyId,
  unitKind: Requirement['unitKind'],
  change: Partial<Requirement> = {},
): Requirement => ({ agency: owner, unitKind, capabilities: [], count: 1, crew: 0, level: 1, ...change })

export const unit = (key: string, owner: AgencyId, kind: Unit['kind'], index = 0): Unit => ({
  id: id<'unit'>(key),
  agency: owner,
  kind,
  capabilities: [],
  label: { zh: key, en: key },
  index,
})
