/** Who may be signed in, what may be done, and to what: the words that policies/*.cedar and the golden matrix speak. */
import type { AgencyId, PersonId, SessionId, UnitId } from '../core/ids.ts'
import type { Text } from '../core/text.ts'

export const ROLES = [
  'duty-officer',
  'supervisor',
  'agency-user',
  'station-officer',
  'field-officer',
  'auditor',
  'administrator',
  'machine',
] as const
export type Role = (typeof ROLES)[number]

/** A person signed in, or a machine (sensor, unit terminal, agency system) known by its token or signature. */
export type Principal = {
  readonly id: PersonId
  readonly role: Role
  readonly name: Text
  /** Bound to one agency: sees its orders and no others. */
  readonly agency?: AgencyId
  /** Bound to one unit: a crew's phone. */
  readonly unit?: UnitId
  /** The station whose area a station officer sees. */
  readonly station?: string
  readonly session?: SessionId
  /** A host that watches cameras for this centre: it speaks for all of them, and only at its own door. */
  readonly detector?: true
}

export const ACTS = [
  'board.read',
  'live.follow',
  'warning.raise',
  'warning.read',
  'warning.judge',
  'incident.open',
  'incident.read',
  'incident.order',
  'incident.close',
  'caller.read',
  'order.read',
  'order.answer',
  'order.resend',
  'plan.edit',
  'road.say',
  'note.read',
  'note.write',
  'room.read',
  'room.write',
  'unit.manage',
  'alert.raise',
  'alert.read',
  'alert.publish',
  'replay.read',
  'report.read',
  'wall.read',
  'camera.view',
  'camera.calibrate',
  'camera.steer',
  'evidence.read',
  'evidence.hold',
  'evidence.export',
  'evidence.approve',
  'position.report',
  'detector.serve',
  'journal.export',
  'look-up.read',
  'person.manage',
] as const
export type Act = (typeof ACTS)[number]

export const RESOURCE_KINDS = ['centre', 'warning', 'incident', 'order', 'camera', 'unit', 'journal', 'person'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

export type Resource = {
  readonly kind: ResourceKind
  readonly id: string
  /** The agency that an order is addressed to. */
  readonly agency?: AgencyId
  /** The unit that an order or a position belongs to. */
  readonly unit?: UnitId
  readonly station?: string
}
