/** Knocks at the door of paper forms. */
import { HERE, text } from '../audit-centre.ts'
import type { Part } from './room.ts'

export const laterSamples: Part = async ({ at, duty }) => [
  {
    door: 'POST /api/incidents/later',
    as: duty,
    ask: at('/api/incidents/later', {
      kind: 'collision',
      priority: 2,
      place: { position: HERE, label: text('S12') },
      calledAt: Date.now() - 3_600_000,
      orders: [],
      closed: null,
    }),
    expect: 201,
  },
]
