/** What the doors of evidence share: who they ask, what they let in, and one status for each refusal. */
import { z } from 'zod'
import type { Access } from '../../access/access.ts'
import { problem, type Reply } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { WHY_KINDS } from '../evidence/export.ts'
import type { Copier, Copies } from '../io/evidence/copies.ts'
import type { Folder } from '../io/evidence/folder.ts'
import type { StoreGiven } from '../io/evidence/store.ts'

export type EvidenceGiven = StoreGiven & {
  readonly access: Pick<Access, 'ledger'>
  readonly folder: Folder
  readonly copies: Copies
  readonly copier: Copier
  /** The warnings that an incident stands on: dispatch knows them, composition passes them in. */
  readonly warningsOf: (incident: string) => Promise<readonly string[]>
}

export const evidenceId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'evidence'>(key))
export const exportId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'export'>(key))

/** A file number, never a sentence: sentences name people. */
export const why = z.strictObject({
  for: z.enum(WHY_KINDS),
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, 'letters, digits, dot, dash and slash, at most 40'),
})

/** A video element sends no header of ours: it says its purpose in the address, where only a kind and a number can stand. */
export const purposeQuery = z.strictObject({ purpose: z.string().max(140).exactOptional() })
export const nothing = z.strictObject({})
export const noBody = z.unknown()
export const KB = 1024

const STATUS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'no-evidence': 404,
  'no-export': 404,
  'no-clip': 404,
  'no-copy-yet': 404,
  'evidence-erased': 410,
  'copy-gone': 410,
  'needs-second-person': 403,
  'not-your-export': 403,
  'not-an-identifier': 422,
  'key-reused': 422,
}

export function refused(refusal: string, detail?: string): Reply {
  const status = STATUS[refusal] ?? (refusal.startsWith('purpose-') ? 403 : 409)
  return problem(status, refusal, detail)
}
