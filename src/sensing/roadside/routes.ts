/** The door of roadside sensors: frames of tracks, answered with what became of them. */
import { z } from 'zod'
import { type Door, door, json, problem } from '../../access/door.ts'
import type { Authorise } from '../../access/policy.ts'
import { MAX_REPORT_BYTES, type Report, reportSchema } from './report.ts'
import type { Taken } from './road-eye.ts'

export type RoadsideDeps = {
  /** null: no roadside sensor of that name is configured. */
  readonly take: (sensor: string, report: Report, arrivedAt: number) => Taken | null
  readonly authorise: Authorise
}

export function roadsideDoors({ take, authorise }: RoadsideDeps): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/roadside/tracks',
      knock: 'machine',
      act: 'warning.raise',
      trace: {
        leaves: 'none',
        because: 'tracks are raw observations of things without names; a warning made of them leaves its own fact',
      },
      command: false,
      maxBodyBytes: MAX_REPORT_BYTES,
      params: z.strictObject({}),
      query: z.strictObject({}),
      body: reportSchema,
      summary: 'Tracks of a radar, lidar or roadside unit; the token says which.',
      answer: async ({ principal, body, at }) => {
        if (!authorise(principal, 'warning.raise', { kind: 'camera', id: principal.id }).allowed)
          return problem(403, 'not-allowed')
        const taken = take(principal.id, body, at)
        return taken === null ? problem(403, 'not-a-roadside-sensor') : json(taken)
      },
    }),
  ]
}
