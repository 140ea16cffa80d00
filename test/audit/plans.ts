/** Knocks at the doors of response plans, units and cover. */
import { randomUUID } from 'node:crypto'
import { text } from '../audit-centre.ts'
import type { Part } from './room.ts'

const ruleOf = (id: string) => ({
  id,
  name: text(id),
  kinds: ['other'],
  priorities: [4],
  sends: [{ agency: 'traffic-police', unitKind: 'patrol-car', count: 2 }],
})

export const planSamples: Part = async ({ as, at, done, duty }) => {
  const supervisor = as('supervisor')
  async function published(): Promise<string> {
    const id = `plan-${randomUUID().slice(0, 8)}`
    const body = { expected: 0, reason: 'a test', rule: ruleOf(id) }
    await done('POST', { path: `/api/plans/${id}/versions`, body }, supervisor)
    return id
  }
  return [
    { door: 'GET /api/plans', as: supervisor, ask: at('/api/plans'), expect: 200 },
    {
      door: 'GET /api/plans/:id/versions',
      as: supervisor,
      ask: async () => ({ path: `/api/plans/${await published()}/versions` }),
      expect: 200,
    },
    {
      door: 'POST /api/plans/trial',
      as: supervisor,
      ask: at('/api/plans/trial', { draft: ruleOf('draft'), before: null, take: 100 }),
      expect: 200,
    },
    {
      door: 'POST /api/plans/:id/versions',
      as: supervisor,
      ask: async () => {
        const id = `plan-${randomUUID().slice(0, 8)}`
        return { path: `/api/plans/${id}/versions`, body: { expected: 0, reason: 'a test', rule: ruleOf(id) } }
      },
      expect: 201,
    },
    {
      door: 'POST /api/plans/:id/retirement',
      as: supervisor,
      ask: async () => ({
        path: `/api/plans/${await published()}/retirement`,
        body: { expected: 1, reason: 'a test' },
      }),
      expect: 200,
    },
    { door: 'GET /api/units', as: duty, ask: at('/api/units'), expect: 200 },
    {
      door: 'POST /api/units/:id/duty',
      as: duty,
      ask: at('/api/units/tp-07/duty', { type: 'on', crew: 2 }),
      expect: 200,
    },
    { door: 'GET /api/coverage', as: duty, ask: at('/api/coverage?without=tp-07'), expect: 200 },
  ]
}
