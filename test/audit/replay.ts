/** Knocks at the doors of looking back: an auditor under a file number, a supervisor by the shift's own right. */
import type { Part } from './room.ts'

export const replaySamples: Part = async ({ as, at }) => {
  const now = Date.now()
  const replay = `/api/replay?from=${now - 60_000}&to=${now}&as=all`
  return [
    { door: 'GET /api/replay', as: as('supervisor'), ask: at(replay), expect: 200 },
    {
      door: 'GET /api/replay',
      as: as('auditor'),
      ask: at(replay, undefined, { purpose: 'audit/2026-7' }),
      expect: 200,
    },
  ]
}
