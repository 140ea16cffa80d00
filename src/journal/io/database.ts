/** The connection pool to PostgreSQL, and the one place where a journal transaction becomes a driver handle again. */
import type Postgres from 'postgres'
import type { Transaction } from '../journal.ts'
import postgres from './driver.ts'

export type Database = { readonly sql: Postgres.Sql; close(): Promise<void> }

/** `bigint` columns hold UTC milliseconds and counts, which a double carries exactly up to 2^53. */
function exactNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint beyond 2^53 came out of the database: ${text}`)
  return value
}

/**
 * `max` connections (at least 4), closed when idle for `idleS` seconds (never, without it). `bigint` comes out as a number. A transaction left idle for 30 s is ended by the server,
 * because an open one holds back every reader of the journal.
 */
export function openDatabase(url: string, options: { readonly max?: number; readonly idleS?: number } = {}): Database {
  const sql = postgres(url, {
    max: Math.max(4, options.max ?? 12),
    connect_timeout: 10,
    // Seconds: a database that comes back is found within one, not within the driver's twenty.
    backoff: (attempt) => Math.min(1, 0.02 * 2 ** attempt),
    ...(options.idleS === undefined ? {} : { idle_timeout: options.idleS }),
    onnotice: () => {},
    connection: { application_name: 'firstminute', idle_in_transaction_session_timeout: 30_000, TimeZone: 'UTC' },
    types: { bigint: { to: 20, from: [20], parse: exactNumber, serialize: String } },
  })
  return { sql, close: () => sql.end({ timeout: 5 }) }
}

/** For `io/` files that write their views in the same transaction as the facts. */
export function sqlOf(tx: Transaction): Postgres.TransactionSql {
  // The journal makes every Transaction out of exactly this handle.
  return tx as unknown as Postgres.TransactionSql
}

export function transactionOf(sql: Postgres.TransactionSql): Transaction {
  // The other half of sqlOf.
  return sql as unknown as Transaction
}
