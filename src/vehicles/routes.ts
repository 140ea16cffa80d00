/** The doors of vehicles: a unit's terminal reports where it is, and is answered when the report is on disk. */
import { z } from 'zod'
import { type Call, type Door, door, json, problem, type Reply } from '../access/door.ts'
import type { Authorise } from '../access/policy.ts'
import type { Positions } from './io/positions.ts'
import { believable, KEEP_MS, osmAndQuery, type Report, reportBody, TIME_POINTER } from './position.ts'

export type VehicleDeps = {
  readonly positions: Pick<Positions, 'record'>
  readonly authorise: Authorise
  readonly keepMs?: number
}

const shared = {
  path: '/positions',
  knock: 'machine',
  act: 'position.report',
  trace: { leaves: 'none', because: 'a position is the unit’s own report about itself; positions are no facts' },
  command: false,
  maxBodyBytes: 4096,
  params: z.strictObject({}),
} as const

export function vehicleDoors(deps: VehicleDeps): readonly Door[] {
  return [
    door({
      ...shared,
      method: 'POST',
      query: z.strictObject({}),
      body: reportBody,
      summary: 'A position in the Traccar Client or OwnTracks JSON form; the token says which unit.',
      answer: (call) => reported(call, call.body, deps),
    }),
    door({
      ...shared,
      method: 'GET',
      query: osmAndQuery,
      body: z.unknown(),
      summary: 'A position in the OsmAnd query form, for terminals that know no other; the token says which unit.',
      answer: (call) => reported(call, call.query, deps),
    }),
  ]
}

async function reported(call: Call<unknown, unknown, unknown>, report: Report, deps: VehicleDeps): Promise<Reply> {
  const { unit } = call.principal
  if (unit === undefined) return problem(403, 'not-a-unit')
  if (report.device !== null && report.device !== unit) return problem(403, 'other-unit')
  const decision = deps.authorise(call.principal, 'position.report', { kind: 'unit', id: unit, unit })
  if (!decision.allowed) return problem(403, 'not-allowed', `refused by ${decision.by.join(', ') || 'no permit'}`)
  if (!report.fix) return json([])
  const time = believable(report.fix.at, call.at, deps.keepMs ?? KEEP_MS)
  if (time !== 'yes')
    return {
      status: 400,
      problem: { refusal: 'fix-time', errors: [{ pointer: TIME_POINTER[report.form], detail: time }] },
    }
  const stored = await deps.positions.record(unit, report.fix, call.at)
  if (!stored.ok) return { ...problem(503, 'busy'), headers: { 'retry-after': '1' } }
  // OwnTracks reads the answer and wants a list of messages for the phone.
  return json(report.form === 'owntracks' ? [] : { stored: stored.value === 'stored' })
}
