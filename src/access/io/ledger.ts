/** The look-up ledger in the journal: the trace commits with the reading, or the reading is not answered. */
import { type IncidentId, uuidv7 } from '../../core/ids.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Chance } from '../../core/time.ts'
import type { StreamName } from '../../journal/fact.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Journal, Transaction } from '../../journal/journal.ts'
import type { Ledger, Look } from '../access.ts'
import { actorOf } from '../calls.ts'
import {
  judgePurpose,
  type LookUpFact,
  PICTURE_COVERS_MS,
  type PurposeRefusal,
  purposeText,
  type Standing,
} from '../ledger.ts'
import { note } from './notes.ts'

/** Whether an incident stands as a reason to look; asked inside the transaction of the look. */
export type StandingOf = (tx: Transaction, incident: IncidentId) => Promise<Standing>

export type LedgerDeps = {
  readonly journal: Journal
  readonly chance: Chance
  readonly standingOf: StandingOf
}

export type LookUp = {
  readonly id: string
  readonly at: number
  readonly by: { readonly kind: string; readonly id: string; readonly role: string; readonly session: string | null }
  readonly what: { readonly kind: string; readonly id: string }
  readonly purpose: string
  readonly from: string
  readonly coversMs: number
  readonly correlation: string
}

export type LookUpFilter = {
  /** The id of the last entry of the page before: newest first. */
  readonly before?: string
  readonly person?: string
  readonly kind?: string
  readonly thing?: string
  readonly limit: number
}

export type OpenLedger = Ledger & {
  /** Newest first. Reading it is a look-up too: call it inside `reading`. */
  list(tx: Transaction, filter: LookUpFilter): Promise<readonly LookUp[]>
}

const MOST_VIEWS = 10_000

export function openLedger({ journal, chance, standingOf }: LedgerDeps): OpenLedger {
  /** Until when a trace of a live view stands for its pictures. */
  const covered = new Map<string, number>()
  const streamOf = ({ principal }: Look): StreamName => `look-up/${principal.session ?? principal.id}`

  async function trace(tx: Transaction, look: Look, coversMs: number): Promise<Result<null, PurposeRefusal>> {
    const { principal, what, purpose, from, at, correlation } = look
    const standing = purpose.for === 'incident' ? await standingOf(tx, purpose.incident) : 'unknown'
    const judged = judgePurpose(principal, what, purpose, standing)
    if (!judged.ok) return judged
    const fact: LookUpFact = { type: 'looked-up', v: 1, at, what, purpose: purposeText(purpose), from, coversMs }
    const by = actorOf(principal)
    await note(journal, tx, streamOf(look), [fact], { by, correlation, recordedAt: at })
    const sql = sqlOf(tx)
    await sql`insert into look_ups ${sql({
      id: uuidv7(at, chance(10)),
      at,
      actor_kind: by.kind,
      actor: principal.id,
      role: principal.role,
      session: principal.session ?? null,
      kind: what.kind,
      thing: what.id,
      purpose: fact.purpose,
      from_address: from,
      covers_ms: coversMs,
      correlation,
    })}`
    return ok(null)
  }

  const ledger: OpenLedger = {
    lookedUp: (tx, look) => trace(tx, look, 0),

    reading: <T, R extends string>(look: Look, read: (tx: Transaction) => Promise<Result<T, R>>) =>
      journal.transact<T, R | PurposeRefusal>(async (tx) => {
        const traced = await trace(tx, look, 0)
        return traced.ok ? read(tx) : traced
      }),

    async picture(look) {
      const view = `${streamOf(look)}\n${look.what.kind}\n${look.what.id}\n${purposeText(look.purpose)}`
      const until = covered.get(view)
      if (until !== undefined && look.at < until) return ok(null)
      const traced = await journal.transact((tx) => trace(tx, look, PICTURE_COVERS_MS))
      if (!traced.ok) return traced
      if (covered.size >= MOST_VIEWS) covered.clear()
      covered.set(view, look.at + PICTURE_COVERS_MS)
      return traced
    },

    async list(tx, { before, person, kind, thing, limit }) {
      const sql = sqlOf(tx)
      const rows = await sql<
        {
          id: string
          at: number
          actor_kind: string
          actor: string
          role: string
          session: string | null
          kind: string
          thing: string
          purpose: string
          from_address: string
          covers_ms: number
          correlation: string
        }[]
      >`select * from look_ups where true
        ${before === undefined ? sql`` : sql`and id < ${before}`}
        ${person === undefined ? sql`` : sql`and actor = ${person}`}
        ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
        ${thing === undefined ? sql`` : sql`and thing = ${thing}`}
        order by id desc limit ${limit}`
      return rows.map((row) => ({
        id: row.id,
        at: row.at,
        by: { kind: row.actor_kind, id: row.actor, role: row.role, session: row.session },
        what: { kind: row.kind, id: row.thing },
        purpose: row.purpose,
        from: row.from_address,
        coversMs: row.covers_ms,
        correlation: row.correlation,
      }))
    },
  }
  return ledger
}
