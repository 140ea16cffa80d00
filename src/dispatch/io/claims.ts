/** A sensor's claim becomes a warning, or one more sign of a warning that stands: told and recorded in one transaction, so that two sensors at once make one. */
import type { WarningId } from '../../core/ids.ts'
import { ok, type Result } from '../../core/result.ts'
import { MINUTE } from '../../core/time.ts'
import { again } from '../../journal/command.ts'
import type { Actor } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Transaction } from '../../journal/journal.ts'
import { decide, type Grade, type Raised, type Support, type Warning, type WarningRefusal } from '../warning.ts'
import type { Given } from './given.ts'
import { keepSign, keepStill } from './stills.ts'
import { lockWarning, record, warningChange } from './store.ts'

export type Claiming = {
  /** The claim's own id: the warning's, if it becomes one; asked twice it is answered as before. */
  readonly id: WarningId
  readonly raised: Raised
  readonly still: Uint8Array | null
  readonly by: Actor
  readonly at: number
  readonly correlation: string
}

/** What composition tells of a claim; dispatch knows no sensors. */
export type Joining =
  | { readonly as: 'new' }
  | { readonly as: 'known'; readonly id: WarningId }
  | { readonly as: 'support'; readonly id: WarningId; readonly grade: Grade }

export type Claimed = { readonly as: Joining['as']; readonly warning: WarningId; readonly grade: Grade }

/** Warnings older than this, judged or not, are no company for a new claim. */
const OLDEST_MS = 20 * MINUTE
/** One at a time, in every process: the second sees what the first made of its claim. Any number that nobody else locks by. */
const CLAIMS_LOCK = 0x46_4d_43_4c

export async function claim(
  given: Pick<Given, 'journal'>,
  claiming: Claiming,
  join: (standing: readonly Warning[], raised: Raised) => Joining,
): Promise<Result<Claimed, WarningRefusal | Conflict>> {
  const { id, raised, at } = claiming
  return again(() =>
    given.journal.transact<Claimed, WarningRefusal | Conflict>(async (tx) => {
      const sql = sqlOf(tx)
      await sql`select pg_advisory_xact_lock(${CLAIMS_LOCK})`
      const held = await lockWarning(tx, id)
      if (held) return ok({ as: 'known', warning: id, grade: raised.grade })
      const standing = await sql<{ state: Warning }[]>`
        select state from warning_view where updated_at > ${at - OLDEST_MS} order by id`
      const joining = join(
        standing.map(({ state }) => state),
        raised,
      )
      if (joining.as === 'known') return ok({ as: 'known', warning: joining.id, grade: raised.grade })
      return joining.as === 'new' ? asNew(given, tx, claiming) : asSupport(given, tx, claiming, joining)
    }),
  )
}

type Recorded = Result<Claimed, WarningRefusal | Conflict>

async function asNew(given: Pick<Given, 'journal'>, tx: Transaction, claiming: Claiming): Promise<Recorded> {
  const { id, raised, still, by, at, correlation } = claiming
  const decided = decide(null, { type: 'raise', at, raised })
  if (!decided.ok) return decided
  const recorded = await record(given.journal, tx, [warningChange(id, null, decided.value)], {
    by,
    correlation,
    recordedAt: at,
  })
  if (!recorded.ok) return recorded
  if (still !== null) await keepStill(sqlOf(tx), id, still, at)
  return ok({ as: 'new', warning: id, grade: raised.grade })
}

async function asSupport(
  given: Pick<Given, 'journal'>,
  tx: Transaction,
  { raised, still, by, at }: Claiming,
  { id, grade }: { readonly id: WarningId; readonly grade: Grade },
): Promise<Recorded> {
  const held = await lockWarning(tx, id)
  const sign: Support = {
    source: raised.source,
    grade,
    hazardLights: raised.hazardLights,
    reason: raised.reason,
    observedAt: raised.observedAt,
    place: raised.place,
    ...(raised.still === undefined ? {} : { still: raised.still }),
  }
  const decided = decide(held?.state ?? null, { type: 'support', at, support: sign })
  if (!decided.ok) return decided.refusal === 'supported-enough' ? ok({ as: 'known', warning: id, grade }) : decided
  const origin = { by, correlation: held?.correlation ?? id, recordedAt: at }
  const recorded = await record(given.journal, tx, [warningChange(id, held, decided.value)], origin)
  if (!recorded.ok) return recorded
  if (still !== null) await keepSign(sqlOf(tx), id, still, at)
  return ok({ as: 'support', warning: id, grade })
}
