/** Policy: what a principal may do to a resource, decided by policies/*.cedar; here the question is put into Cedar's words, purely. */
import { never } from '../core/result.ts'
import type { Act, Principal, Resource, Role } from './roles.ts'

/** `by` names the policies that decided: the permits of an allowed act, the forbids of a refused one (none: nothing permits it). */
export type Decision = { readonly allowed: boolean; readonly by: readonly string[] }

/**
 * On `{kind: 'centre'}` it answers whether the role may knock at all; a door that finds a finer resource
 * (an order, a unit, a camera) asks again about that one, and only the second answer lets anything out.
 */
export type Authorise = (principal: Principal, act: Act, resource: Resource) => Decision

export const CENTRE: Resource = { kind: 'centre', id: 'centre' }

type Uid = { readonly type: string; readonly id: string }
type Value = string | boolean | { readonly __entity: Uid }
/** Arrays and records are mutable only because Cedar's types ask for it; nobody changes them. */
export type CedarEntity = { uid: Uid; attrs: Record<string, Value>; parents: Uid[] }
export type CedarQuestion = {
  readonly principal: Uid
  readonly action: Uid
  readonly resource: Uid
  readonly entities: CedarEntity[]
}

const RESOURCE_TYPE: Record<Resource['kind'], string> = {
  centre: 'Centre',
  warning: 'Warning',
  incident: 'Incident',
  order: 'Order',
  camera: 'Camera',
  unit: 'Unit',
  journal: 'Journal',
  person: 'Person',
}

const entity = (type: string, id: string): Value => ({ __entity: { type, id } })
const role = (name: Role): Uid => ({ type: 'Role', id: name })

/** A supervisor is a duty officer who may also do more. */
function rolesOf(name: Role): readonly CedarEntity[] {
  switch (name) {
    case 'supervisor':
      return [{ uid: role(name), attrs: {}, parents: [role('duty-officer')] }]
    case 'duty-officer':
    case 'agency-user':
    case 'station-officer':
    case 'field-officer':
    case 'auditor':
    case 'administrator':
    case 'machine':
      return [{ uid: role(name), attrs: {}, parents: [] }]
  }
  return never(name)
}

function bindings(of: Pick<Principal, 'agency' | 'unit' | 'station'>): Record<string, Value> {
  return {
    ...(of.agency === undefined ? {} : { agency: entity('Agency', of.agency) }),
    ...(of.unit === undefined ? {} : { unit: entity('Unit', of.unit) }),
    ...(of.station === undefined ? {} : { station: entity('Station', of.station) }),
  }
}

/** A machine that is neither a unit's terminal, an agency's system nor a detector host is a sensor, and speaks for the camera of its own name. */
function principalEntity(principal: Principal): CedarEntity {
  const machine = principal.role === 'machine'
  const detector = machine && principal.detector === true
  const sensor = machine && !detector && principal.unit === undefined && principal.agency === undefined
  return {
    uid: { type: machine ? 'Machine' : 'Person', id: principal.id },
    attrs: {
      ...bindings(principal),
      ...(sensor ? { camera: entity('Camera', principal.id) } : {}),
      ...(detector ? { detector: true } : {}),
    },
    parents: [role(principal.role)],
  }
}

export function questionOf(principal: Principal, act: Act, resource: Resource): CedarQuestion {
  const who = principalEntity(principal)
  const what: Uid = { type: RESOURCE_TYPE[resource.kind], id: resource.id }
  // Whoever asks about themselves is described once: Cedar refuses two descriptions of one entity.
  const same = what.type === who.uid.type && what.id === who.uid.id
  // Only an order carries bindings: a unit is compared by its own identity.
  const attrs = resource.kind === 'order' ? bindings(resource) : {}
  return {
    principal: who.uid,
    action: { type: 'Action', id: act },
    resource: what,
    entities: [who, ...rolesOf(principal.role), ...(same ? [] : [{ uid: what, attrs, parents: [] }])],
  }
}
