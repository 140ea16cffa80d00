/** Makes the copies that leave the house, one at a time, and goes on with them after a restart; each can be watched and stopped. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Result } from '../../../core/result.ts'
import { SECOND } from '../../../core/time.ts'
import { type Evidence, type EvidenceId, isOpen } from '../../evidence/evidence.ts'
import type { Export, ExportFailure, ExportId, Masking } from '../../evidence/export.ts'
import type { CopyProgress } from '../../evidence/wire.ts'
import { type Folder, sealOf } from './folder.ts'
import { copyingEvidence, readEvidence, type StoreGiven, wishDone } from './store.ts'

export type CopyWanted = {
  readonly clip: string
  readonly to: string
  /** null: nothing is masked. */
  readonly form: Export['form']
  /** Burnt into every picture, line by line: capitals, digits and `+:-./`. */
  readonly note: readonly string[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: CopyProgress) => void
}

/** What makes a copy; `able` says beforehand whether it can. */
export type Copier = {
  able(form: Export['form']): Promise<Result<null, ExportFailure>>
  make(wanted: CopyWanted): Promise<Result<{ readonly masking: Masking | null }, ExportFailure | 'stopped'>>
}

export type CopiesGiven = StoreGiven & {
  readonly folder: Folder
  readonly copier: Copier
  readonly trouble: (error: unknown) => void
}

export type Copies = {
  /** Behind a commit that asked for a copy, approved one or stopped one. */
  wake(): void
  progress(copy: ExportId): CopyProgress | null
  close(): Promise<void>
}

const LOOK_EVERY_MS = 30 * SECOND

export function openCopies(given: CopiesGiven): Copies {
  const { folder, copier, clock, trouble, database } = given
  const closed = new AbortController()
  const progress = new Map<ExportId, CopyProgress>()
  let current: { readonly key: EvidenceId; readonly copy: ExportId; readonly stop: AbortController } | null = null
  let woken = true
  let wakeUp = (): void => {}

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      woken = false
      try {
        for (const evidence of await copyingEvidence(database.sql))
          for (const copy of evidence.exports)
            if (copy.state === 'making' && !closed.signal.aborted) await makeOne(evidence.id, copy.id)
      } catch (error) {
        trouble(error)
        await sleep(SECOND, undefined, { signal: closed.signal }).catch(() => {})
      }
      if (woken || closed.signal.aborted) continue
      await Promise.race([
        sleep(LOOK_EVERY_MS, undefined, { signal: closed.signal, ref: false }).catch(() => {}),
        new Promise<void>((resolve) => {
          wakeUp = resolve
        }),
      ])
    }
  }

  async function makeOne(key: EvidenceId, id: ExportId): Promise<void> {
    // Read again: it may have been stopped, or the evidence may have fallen due, while another was made.
    const evidence = await readEvidence(database.sql, key)
    const copy = evidence?.exports.find((one) => one.id === id)
    if (!evidence || !isOpen(evidence) || copy?.state !== 'making') return
    const stop = new AbortController()
    current = { key, copy: id, stop }
    const part = folder.part(key, id)
    try {
      const made = await copier.make({
        clip: folder.clip(key),
        to: part,
        form: copy.form,
        note: noteOf(evidence, copy, clock()),
        signal: AbortSignal.any([stop.signal, closed.signal]),
        onProgress: (now) => progress.set(id, now),
      })
      if (!made.ok) {
        await folder.remove(part)
        // Stopped is on record already; closed goes on at the next start.
        if (made.refusal === 'stopped') return
        await wishDone(given, key, { type: 'fail-export', at: clock(), export: id, cause: made.refusal })
        return
      }
      const file = folder.copy(key, id)
      await folder.take(part, file)
      const seal = await sealOf(file)
      const wish = { type: 'make-export', at: clock(), export: id, copy: { ...seal, ...made.value } } as const
      const done = await wishDone(given, key, wish)
      if (!done.ok) await folder.remove(file)
    } finally {
      current = null
      progress.delete(id)
    }
  }

  /** Ends what is being made and no longer wanted. */
  async function look(): Promise<void> {
    const now = current
    if (now === null) return
    const evidence = await readEvidence(database.sql, now.key)
    if (evidence?.exports.find((one) => one.id === now.copy)?.state !== 'making') now.stop.abort()
  }

  const running = run()
  return {
    wake() {
      woken = true
      wakeUp()
      look().catch(trouble)
    },
    progress: (copy) => progress.get(copy) ?? null,
    async close() {
      closed.abort()
      wakeUp()
      await running
    },
  }
}

/** What is burnt into every picture: which copy this is, and of an unmasked one who took it, when and why. */
function noteOf(evidence: Evidence, copy: Export, at: number): readonly string[] {
  const when = new Date(at).toISOString().replace('T', ' ').slice(0, 16)
  const first = `${copy.form === 'masked' ? 'MASKED COPY' : 'UNMASKED COPY'} ${copy.id}`
  const why = `${copy.why.for} ${copy.why.file}`
  const lines = [first, `${evidence.subject.camera} ${when} UTC ${why}`]
  return (copy.form === 'masked' ? lines : [...lines, `BY ${copy.by} AND ${copy.approvedBy ?? ''}`]).map((line) =>
    line.toUpperCase(),
  )
}
