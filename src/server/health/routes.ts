/** The doors of health: alive, ready, and figures; open to anybody on the network they are given to, with nothing personal in them. */
import { z } from 'zod'
import { type Door, door, json, problem } from '../../access/door.ts'
import type { Metrics } from './metrics.ts'
import type { Readiness } from './ready.ts'

export type HealthDeps = {
  readonly metrics: Metrics
  readonly ready: () => Promise<Readiness>
  /** Who may read the figures: addresses as the server sees them; null: everybody. */
  readonly metricsFor: readonly string[] | null
}

const shared = {
  method: 'GET',
  knock: 'anyone',
  act: null,
  trace: { leaves: 'none', because: 'the machine’s own health; no person, place or incident is in it' },
  command: false,
  maxBodyBytes: 1,
  params: z.strictObject({}),
  query: z.object({}),
  body: z.unknown(),
} as const

export function healthDoors(deps: HealthDeps): readonly Door[] {
  return [
    door({ ...shared, path: '/livez', summary: 'The process answers.', answer: async () => json({ ok: true }) }),
    door({
      ...shared,
      path: '/readyz',
      summary: 'The server can do its work; which part cannot, when it cannot.',
      answer: async () => {
        const ready = await deps.ready()
        return json(ready, ready.ok ? 200 : 503)
      },
    }),
    door({
      ...shared,
      path: '/metrics',
      summary: 'Figures in the Prometheus text form.',
      answer: async (call) => {
        if (deps.metricsFor && !deps.metricsFor.includes(call.from)) return problem(403, 'not-allowed')
        const text = await deps.metrics.registry.metrics()
        return { status: 200, bytes: Buffer.from(text), mediaType: deps.metrics.registry.contentType }
      },
    }),
  ]
}
