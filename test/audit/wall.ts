/** Knocks at the wall's door. */
import type { Part } from './room.ts'

export const wallSamples: Part = async ({ at, duty }) => [
  { door: 'GET /api/wall', as: duty, ask: at('/api/wall'), expect: 200 },
]
