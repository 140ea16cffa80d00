/** A piece of evidence as the keeper leaves it, for tests that need one at once: facts in the journal, files in the folder. */
import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { id } from '../src/core/ids.ts'
import { DAY } from '../src/core/time.ts'
import type { Database } from '../src/journal/io/database.ts'
import type { Journal } from '../src/journal/journal.ts'
import { CLIP, COPY, WHY } from '../src/sensing/evidence/evidence.fixture.ts'
import type { EvidenceWish } from '../src/sensing/evidence/evidence.ts'
import { openFolder } from '../src/sensing/io/evidence/folder.ts'
import { wishDone } from '../src/sensing/io/evidence/store.ts'
import type { KeptEvidence } from './audit/room.ts'

export async function keptEvidence(given: {
  readonly journal: Journal
  readonly database: Database
  readonly folder: string
}): Promise<KeptEvidence> {
  const { journal, database } = given
  const folder = await openFolder(given.folder)
  const store = { journal, database, clock: Date.now, chance: (bytes: number) => randomBytes(bytes) }
  const key = id<'evidence'>(randomUUID())
  const [made, waiting] = [id<'export'>(randomUUID()), id<'export'>(randomUUID())]
  const at = Date.now()
  const subject = {
    warning: id<'warning'>(key),
    camera: id<'camera'>('cam-1'),
    onsetAt: at,
    observedAt: at,
    version: 'stopped@1',
  }
  const by = id<'person'>('duty')
  const asking = { type: 'ask-export', at, by, why: WHY } as const
  const wishes: readonly EvidenceWish[] = [
    { type: 'ask', at, subject, stills: [] },
    { type: 'keep', at, recording: { kind: 'clip', ...CLIP }, keepMs: 30 * DAY },
    { ...asking, export: made, form: 'masked' },
    { type: 'make-export', at, export: made, copy: COPY },
    { ...asking, export: waiting, form: 'unmasked' },
  ]
  await writeFile(folder.clip(key), 'a clip')
  await writeFile(folder.copy(key, made), 'a copy')
  for (const wish of wishes) {
    const done = await wishDone(store, key, wish)
    if (!done.ok) throw new Error(`${wish.type}: ${done.refusal}`)
  }
  return { id: key, made, waiting }
}
