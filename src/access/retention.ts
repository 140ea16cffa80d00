/** Retention: every row of the vault has a clock; when it has run out the key is deleted. */
import type { SubjectId } from '../core/ids.ts'
import { DAY } from '../core/time.ts'

/** A caller's name and number, counted from the call; the centre's own rules may shorten it. */
export const CALLER_KEPT_MS = 90 * DAY

/** `erasedAt` null: the key still exists. */
export type Kept = { readonly subject: SubjectId; readonly eraseAfter: number; readonly erasedAt: number | null }

export function dueForErasure(rows: readonly Kept[], now: number): readonly SubjectId[] {
  return rows.filter((row) => row.erasedAt === null && row.eraseAfter <= now).map((row) => row.subject)
}
