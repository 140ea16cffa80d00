/** The door to the whole journal for auditors: the export with its proofs, after a trace of its own. */
import { z } from 'zod'
import type { Ledger } from '../access/access.ts'
import { type Door, door, problem } from '../access/door.ts'
import { purposeFor, purposeOf } from '../access/ledger.ts'
import { ok } from '../core/result.ts'
import type { Database } from '../journal/io/database.ts'
import { exportJournal } from '../journal/io/export.ts'

const WITHOUT_FILE = purposeOf('audit/journal')

export function journalDoor(deps: {
  readonly database: Database
  readonly ledger: Pick<Ledger, 'reading'>
  readonly sealNow: () => Promise<void>
}): Door {
  return door({
    method: 'GET',
    path: '/api/journal/export',
    knock: 'signed-in',
    act: 'journal.export',
    trace: { leaves: 'look-up' },
    command: false,
    maxBodyBytes: 0,
    params: z.strictObject({}),
    query: z.strictObject({}),
    body: z.unknown(),
    summary: 'The sealed journal with its proofs, one line a fact; `firstminute verify` reads it.',
    answer: async ({ principal, headers, from, at, correlation }) => {
      const said = purposeFor(principal, headers.purpose)
      const purpose = said.ok || said.refusal !== 'purpose-needed' ? said : WITHOUT_FILE
      if (!purpose.ok) return problem(403, purpose.refusal)
      const look = {
        principal,
        what: { kind: 'journal', id: 'export' },
        purpose: purpose.value,
        from,
        at,
        correlation,
      } as const
      const traced = await deps.ledger.reading(look, async () => ok(null))
      if (!traced.ok) return problem(403, traced.refusal)
      await deps.sealNow()
      return { status: 200, stream: exportJournal(deps.database), mediaType: 'application/x-ndjson' }
    },
  })
}
