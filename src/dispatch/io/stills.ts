/** Stills: the picture that an officer judges on, kept outside the journal under the hash that the fact holds. */
import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import type { WarningId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Transaction } from '../../journal/journal.ts'
import type { Warning } from '../warning.ts'

export const MAX_STILL_BYTES = 512 * 1024

export type StillRefusal = 'not-a-jpeg' | 'still-too-large' | 'not-the-still-announced'

/** A JPEG starts with SOI and a marker (ITU-T T.81 §B.1.1). */
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/** The picture may come before its warning or after it; a warning that announced another picture refuses this one. */
export async function keepStill(
  sql: postgres.Sql | postgres.TransactionSql,
  warning: WarningId,
  bytes: Uint8Array,
  at: number,
): Promise<Result<{ readonly sha256: string }, StillRefusal>> {
  if (bytes.length > MAX_STILL_BYTES) return refuse('still-too-large')
  if (!isJpeg(bytes)) return refuse('not-a-jpeg')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const [known] = await sql<{ state: Warning }[]>`select state from warning_view where id = ${warning}`
  if (known && known.state.raised.still !== sha256) return refuse('not-the-still-announced')
  return keep(sql, warning, bytes, at, sha256)
}

/** The picture of a later sign: it comes before the sign that names it, and the first picture stays what it is. */
export async function keepSign(
  sql: postgres.Sql | postgres.TransactionSql,
  warning: WarningId,
  bytes: Uint8Array,
  at: number,
): Promise<Result<{ readonly sha256: string }, StillRefusal>> {
  if (bytes.length > MAX_STILL_BYTES) return refuse('still-too-large')
  if (!isJpeg(bytes)) return refuse('not-a-jpeg')
  return keep(sql, warning, bytes, at, createHash('sha256').update(bytes).digest('hex'))
}

async function keep(
  sql: postgres.Sql | postgres.TransactionSql,
  warning: WarningId,
  bytes: Uint8Array,
  at: number,
  sha256: string,
) {
  await sql`
    insert into stills (sha256, warning, at, bytes) values (${sha256}, ${warning}, ${at}, ${Buffer.from(bytes)})
    on conflict (sha256) do nothing`
  return ok({ sha256 })
}

/** Deletes every picture of a warning, when the evidence of which they are part is erased. */
export async function eraseStills(tx: Transaction, warning: string): Promise<void> {
  await sqlOf(tx)`delete from stills where warning = ${warning}`
}

export type Still = { readonly bytes: Uint8Array; readonly warning: WarningId }

export async function readStill(tx: Transaction, sha256: string): Promise<Still | null> {
  const [row] = await sqlOf(tx)<Still[]>`select bytes, warning from stills where sha256 = ${sha256}`
  return row ?? null
}
