/** Knocks at the doors of looking back: an auditor under a file number, a supervisor by the shift's own right. */
import { findFont } from '../../src/dispatch/report/io/fonts.ts'
import type { Part } from './room.ts'

export const replaySamples: Part = async ({ as, at, incident }) => {
  const now = Date.now()
  const replay = `/api/replay?from=${now - 60_000}&to=${now}&as=all`
  const span = `from=${now - 60_000}&to=${now}`
  const hasFont = (await findFont()) !== null
  const running = await incident()
  return [
    {
      door: 'GET /api/replay/trails',
      as: as('supervisor'),
      ask: at(`/api/replay/trails?${span}&everyMs=1000`),
      expect: 200,
    },
    { door: 'GET /api/reports/span', as: as('supervisor'), ask: at(`/api/reports/span?${span}`), expect: 200 },
    { door: 'GET /api/reports/span.csv', as: as('supervisor'), ask: at(`/api/reports/span.csv?${span}`), expect: 200 },
    {
      door: 'GET /api/reports/span.pdf',
      as: as('supervisor'),
      ask: at(`/api/reports/span.pdf?${span}`),
      expect: hasFont ? 200 : 503,
    },
    {
      door: 'GET /api/reports/incidents/:id',
      as: as('auditor'),
      ask: at(`/api/reports/incidents/${running}`, undefined, { purpose: 'audit/2026-7' }),
      expect: 200,
    },
    {
      door: 'GET /api/reports/incidents/:id/pdf',
      as: as('supervisor'),
      ask: at(`/api/reports/incidents/${running}/pdf`),
      expect: hasFont ? 200 : 503,
    },
    { door: 'GET /api/replay', as: as('supervisor'), ask: at(replay), expect: 200 },
    {
      door: 'GET /api/replay',
      as: as('auditor'),
      ask: at(replay, undefined, { purpose: 'audit/2026-7' }),
      expect: 200,
    },
  ]
}
