/** Evidence as the centre runs it: every camera warning of the journal is gone after, what falls due is erased, copies are made, and the doors are hung. */
import { join } from 'node:path'
import type { Door } from '../access/door.ts'
import { id } from '../core/ids.ts'
import { ok } from '../core/result.ts'
import { DAY } from '../core/time.ts'
import type { Incident } from '../dispatch/incident.ts'
import type { Given } from '../dispatch/io/given.ts'
import { eraseStills } from '../dispatch/io/stills.ts'
import type { WarningFact } from '../dispatch/warning.ts'
import { idOf, kindOf, type Numbered } from '../journal/fact.ts'
import { type Database, sqlOf } from '../journal/io/database.ts'
import type { Transaction } from '../journal/journal.ts'
import type { EvidenceStill } from '../sensing/evidence/evidence.ts'
import type { Eyes } from '../sensing/eyes.ts'
import { openCopier } from '../sensing/io/evidence/copier.ts'
import { openCopies } from '../sensing/io/evidence/copies.ts'
import { openFolder } from '../sensing/io/evidence/folder.ts'
import { openKeeper } from '../sensing/io/evidence/keeper.ts'
import { eraseDue, sweepOrphans } from '../sensing/io/evidence/retention.ts'
import { evidenceDoors } from '../sensing/routes/evidence.ts'
import { exportDoors } from '../sensing/routes/exports.ts'
import type { LoadedConfig } from './config.ts'

export type OpenEvidence = {
  readonly doors: readonly Door[]
  /** Erases what is due at that instant, and sweeps what nobody speaks for. */
  retain(at: number): Promise<void>
  close(): Promise<void>
}

/** Pictures of warnings without evidence (a partner's, a roadside sensor's): nobody else has a clock for them. */
export async function eraseLonelyStills({ sql }: Pick<Database, 'sql'>, before: number): Promise<number> {
  const gone = await sql`
    delete from stills where at < ${before}
      and not exists (select from evidence_view where evidence_view.id = stills.warning and phase <> 'erased')`
  return gone.count
}

/**
 * Pictures from crews: each goes after its days, but not before the evidence of the incident that it was sent for, so that
 * what is held is held whole. The row stays, and a screen says "erased".
 */
export async function erasePictures({ sql }: Pick<Database, 'sql'>, before: number): Promise<number> {
  const gone = await sql`
    update order_pictures set bytes = null where at < ${before} and bytes is not null and not exists (
      select from order_view o join incident_view i on i.id = o.incident join evidence_view e on phase <> 'erased' and (
        e.id::text = i.state->'opened'->'origin'->>'warning'
        or e.id::text in (select report->>'warning' from json_array_elements(i.state->'reports') as r(report)))
      where o.id = order_pictures.order_id)`
  return gone.count
}

export async function openEvidence(
  config: LoadedConfig,
  given: Given,
  eyes: Pick<Eyes, 'clip'>,
  trouble: (error: unknown) => void,
): Promise<OpenEvidence> {
  const { journal, database, clock, access } = given
  const keepMs = config.evidence.keepDays * DAY
  const folder = await openFolder(join(config.dataFolder, 'evidence'))
  const keeper = openKeeper({ ...given, eyes, folder, keepMs, trouble })
  const copier = openCopier({ dataFolder: config.dataFolder, trouble })
  const copies = openCopies({ ...given, folder, copier, trouble })

  async function take(tx: Transaction, numbered: Numbered): Promise<void> {
    if (kindOf(numbered.stream) !== 'warning') return
    // Streams of warnings hold dispatch's facts of warnings and nothing else.
    const fact = numbered.fact as WarningFact
    const key = idOf(numbered.stream)
    const { correlation } = numbered
    if (fact.type === 'raised' && fact.source.kind === 'camera') {
      const { source, onsetAt, observedAt, version = null, still, box = null } = fact
      const subject = { warning: id<'warning'>(key), camera: id<'camera'>(source.id), onsetAt, observedAt, version }
      const stills: EvidenceStill[] = still === undefined ? [] : [{ sha256: still, at: observedAt, box }]
      await keeper.ask(tx, { subject, stills }, clock(), correlation)
    } else if (fact.type === 'supported') {
      const { source, observedAt, still } = fact
      // The camera may be the second sign: radar saw it first.
      if (source.kind === 'camera') {
        const subject = {
          warning: id<'warning'>(key),
          camera: id<'camera'>(source.id),
          onsetAt: observedAt,
          observedAt,
          version: null,
        }
        await keeper.ask(tx, { subject, stills: [] }, clock(), correlation)
      }
      if (still !== undefined)
        await keeper.picture(
          tx,
          id<'evidence'>(key),
          { sha256: still, at: observedAt, box: null },
          clock(),
          correlation,
        )
    }
  }

  // What was raised before this house kept evidence has long left the recorders.
  const [cursor] = await database.sql<{ seq: number }[]>`select seq from evidence_cursor`
  const after = cursor?.seq ?? (await journal.head())
  const follower = journal.follow(after, async (facts) => {
    const last = facts.at(-1)
    if (!last || !facts.some((numbered) => kindOf(numbered.stream) === 'warning')) return
    await journal.transact(async (tx) => {
      for (const numbered of facts) await take(tx, numbered)
      await sqlOf(tx)`
        insert into evidence_cursor (seq) values (${last.seq})
        on conflict (only_one) do update set seq = greatest(evidence_cursor.seq, excluded.seq)`
      return ok(null)
    })
    await keeper.begin()
  })
  await database.sql`insert into evidence_cursor (seq) values (${after}) on conflict do nothing`
  await keeper.begin()

  const retention = { ...given, folder, keepMs, forgetStills: eraseStills, trouble }
  const door = {
    ...given,
    access,
    folder,
    copies,
    copier,
    warningsOf: async (incident: string) => {
      const rows = await database.sql<{ state: Incident }[]>`select state from incident_view where id = ${incident}`
      const origin = rows[0]?.state.opened.origin
      return origin?.from === 'warning' ? [origin.warning] : []
    },
  }
  return {
    doors: [...evidenceDoors(door), ...exportDoors(door)],
    async retain(at) {
      await eraseDue(retention, at)
      await sweepOrphans(retention, at)
      await eraseLonelyStills(database, at - keepMs)
      await erasePictures(database, at - keepMs)
    },
    async close() {
      await follower.stop()
      await copies.close()
      await keeper.close()
    },
  }
}
