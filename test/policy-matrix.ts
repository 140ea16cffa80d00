/** The policy matrix: every act on every thing it makes sense on, for one example of every role, as a table that people review. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { POLICY_FOLDER } from '../src/access/io/cedar.ts'
import type { Authorise } from '../src/access/policy.ts'
import { ACTS, type Act, type Principal, type Resource } from '../src/access/roles.ts'
import { id } from '../src/core/ids.ts'

const person = (role: Principal['role'], binding: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(`${role}-1`),
  role,
  name: { zh: '某人', en: 'Somebody' },
  ...binding,
})
const police = { agency: id<'agency'>('traffic-police') }
const car = { unit: id<'unit'>('tp-07') }

/** Column → example. The agency is traffic-police, the crew tp-07, the sensor cam-1. */
export const EXAMPLES: Readonly<Record<string, Principal>> = {
  duty: person('duty-officer'),
  supervisor: person('supervisor'),
  agency: person('agency-user', police),
  station: person('station-officer', { station: 'north' }),
  field: person('field-officer', { ...police, ...car }),
  auditor: person('auditor'),
  admin: person('administrator'),
  sensor: { ...person('machine'), id: id<'person'>('cam-1') },
  detector: { ...person('machine', { detector: true }), id: id<'person'>('host-1') },
  terminal: { ...person('machine', car), id: id<'person'>('tp-07') },
  'agency-system': { ...person('machine', police), id: id<'person'>('traffic-police') },
}

const other = { agency: id<'agency'>('road-rescue') }
export const THINGS: Readonly<Record<string, Resource>> = {
  'the centre (may knock)': { kind: 'centre', id: 'centre' },
  'a warning': { kind: 'warning', id: 'w1' },
  'an incident': { kind: 'incident', id: 'i1' },
  "own agency's order, own unit": { kind: 'order', id: 'o1', ...police, ...car },
  "own agency's order, no unit": { kind: 'order', id: 'o2', ...police },
  "own agency's order, other unit": { kind: 'order', id: 'o3', ...police, unit: id<'unit'>('tp-08') },
  "other agency's order, no unit": { kind: 'order', id: 'o4', ...other },
  "other agency's order, its unit": { kind: 'order', id: 'o5', ...other, unit: id<'unit'>('rr-01') },
  'own camera': { kind: 'camera', id: 'cam-1' },
  'other camera': { kind: 'camera', id: 'cam-2' },
  'own unit': { kind: 'unit', id: 'tp-07', ...car },
  'other unit': { kind: 'unit', id: 'tp-08', unit: id<'unit'>('tp-08') },
  'the journal': { kind: 'journal', id: 'journal' },
  'another person': { kind: 'person', id: 'somebody' },
}

/** Which kinds of things an act makes sense on, as the policies' schema says. */
export async function sensible(): Promise<ReadonlyMap<Act, ReadonlySet<string>>> {
  const answer = cedar.schemaToJson(await readFile(join(POLICY_FOLDER, 'firstminute.cedarschema'), 'utf8'))
  if (answer.type === 'failure') throw new Error('the schema of the policies does not parse')
  const actions = answer.json['']?.actions ?? {}
  const known = Object.keys(actions).toSorted()
  if (known.join() !== ACTS.toSorted().join())
    throw new Error(`the schema's actions are not those of access/roles.ts: ${known.join(' ')}`)
  return new Map(
    ACTS.map((act) => [act, new Set((actions[act]?.appliesTo?.resourceTypes ?? []).map((type) => type.toLowerCase()))]),
  )
}

/** `yes`: a policy permits it; `-`: none does; `NEVER`: a forbid stands that no permit can undo. */
export async function policyMatrix(authorise: Authorise): Promise<string> {
  const kinds = await sensible()
  const columns = Object.keys(EXAMPLES)
  const rows: string[][] = []
  for (const act of ACTS)
    for (const [thing, resource] of Object.entries(THINGS)) {
      if (!kinds.get(act)?.has(resource.kind)) continue
      const deciding = new Set<string>()
      const cells = Object.values(EXAMPLES).map((principal) => {
        const decision = authorise(principal, act, resource)
        for (const policy of decision.by) deciding.add(policy)
        return decision.allowed ? 'yes' : decision.by.length > 0 ? 'NEVER' : '-'
      })
      rows.push([act, thing, ...cells, [...deciding].toSorted().join(' ')])
    }
  const head = ['act', 'on', ...columns, 'decided by']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === head.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const body = rows.flatMap((row, index) => [...(index > 0 && rows[index - 1]?.[0] !== row[0] ? [''] : []), line(row)])
  return [
    'Who may do what: one example of every role (agency = traffic-police, field = crew tp-07 of it, sensor = cam-1).',
    'yes: a policy permits it.  -: no policy permits it.  NEVER: a forbid stands that no permit can undo.',
    '',
    line(head),
    line(
      widths
        .slice(0, -1)
        .map((width) => '-'.repeat(width))
        .concat('----------'),
    ),
    ...body,
    '',
  ].join('\n')
}
