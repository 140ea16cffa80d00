/** Retention of evidence: what has fallen due is deleted, files first and the fact then; files that nobody speaks for go too. */
import { DAY } from '../../../core/time.ts'
import type { Transaction } from '../../../journal/journal.ts'
import type { Evidence } from '../../evidence/evidence.ts'
import type { Folder } from './folder.ts'
import { dueEvidence, readEvidence, type StoreGiven, wishDone } from './store.ts'

export type RetentionGiven = StoreGiven & {
  readonly folder: Folder
  readonly keepMs: number
  /** Deletes the warning's stills, which are kept elsewhere, in the transaction of the last fact. */
  readonly forgetStills: (tx: Transaction, warning: string) => Promise<void>
  readonly trouble: (error: unknown) => void
}

const BATCH = 100

/** Everything that is due at `at`; answers how many pieces of evidence were erased. */
export async function eraseDue(given: RetentionGiven, at: number): Promise<number> {
  let erased = 0
  for (;;) {
    const due = await dueEvidence(given.database.sql, at, BATCH)
    for (const evidence of due) {
      try {
        if (await eraseOne(given, evidence, at)) erased += 1
      } catch (error) {
        given.trouble(error)
        // What cannot be deleted now is tried at the next round, and the rest is not kept waiting for it.
        return erased
      }
    }
    if (due.length < BATCH) return erased
  }
}

/** A kept one first says that it is due, from where nobody can hold or see it: so that no hold comes between file and fact. */
async function eraseOne(given: RetentionGiven, evidence: Evidence, at: number): Promise<boolean> {
  const { folder } = given
  const { id, subject } = evidence
  for (const copy of evidence.exports) {
    if (copy.state !== 'made' || copy.openUntil > at) continue
    await folder.remove(folder.copy(id, copy.id))
    await wishDone(given, id, { type: 'expire-export', at, export: copy.id })
  }
  if (evidence.state === 'kept') {
    if (evidence.eraseAfter > at) return false
    const fallen = await wishDone(given, id, { type: 'fall-due', at })
    // Somebody holds it since it was read.
    if (!fallen.ok) return false
  } else if (evidence.state !== 'due') return false
  for (const file of await folder.files()) if (file.key === id) await folder.remove(file.file)
  const erased = await wishDone(given, id, { type: 'erase', at }, (tx) => given.forgetStills(tx, subject.warning))
  return erased.ok
}

/** Deletes files whose evidence or copy is over: left behind by a crash. A file of evidence that this database does not know may be of a newer one than the database that was restored, and goes by its own age. */
export async function sweepOrphans(given: RetentionGiven, at: number): Promise<number> {
  const { folder, keepMs, database } = given
  let swept = 0
  for (const { file, key, copy, changedAt } of await folder.files()) {
    const evidence = key === null ? null : await readEvidence(database.sql, key)
    const isOwned = evidence ? isSpokenFor(evidence, copy) : changedAt > at - keepMs - DAY
    if (isOwned) continue
    await folder.remove(file)
    swept += 1
  }
  return swept
}

function isSpokenFor(evidence: Evidence, copy: string | null): boolean {
  if (evidence.state === 'due' || evidence.state === 'erased') return false
  if (copy === null) return true
  const known = evidence.exports.find((one) => one.id === copy)
  return known?.state === 'making' || known?.state === 'made'
}
