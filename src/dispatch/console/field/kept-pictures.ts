/** The bytes of pictures that wait, in IndexedDB beside the outbox under their letters' keys; where the browser forbids storage they live as long as the page. */
import { del, get, keys, set } from 'idb-keyval'
import { DAY } from '../../../core/time.ts'

type Kept = { readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }

const PREFIX = 'picture/'
const nameOf = (key: string): string => `${PREFIX}${key}`
const inMemory = new Map<string, Kept>()

/** Resolves when they are kept: the letter is put after that, so that none lacks its picture. */
export async function keepBytes(key: string, kept: Kept): Promise<void> {
  try {
    await set(nameOf(key), kept)
  } catch {
    inMemory.set(key, kept)
  }
}

/** null: no longer here. Rejects when the store does not answer, which says nothing about the picture. */
export async function bytesOf(key: string): Promise<Kept['bytes'] | null> {
  const stored = inMemory.get(key) ?? (await get<unknown>(nameOf(key)))
  return isKept(stored) ? stored.bytes : null
}

export async function dropBytes(key: string): Promise<void> {
  inMemory.delete(key)
  await del(nameOf(key)).catch(() => {})
}

/** Whoever left them here: the server takes none that is older than a day, so nobody needs them any more. */
export async function dropOld(now: number): Promise<void> {
  const stored = await keys().catch(() => [])
  for (const name of stored) {
    if (typeof name !== 'string' || !name.startsWith(PREFIX)) continue
    const kept = await get<unknown>(name).catch(() => undefined)
    if (!isKept(kept) || kept.at < now - DAY) await del(name).catch(() => {})
  }
}

/** Only this file writes there. */
function isKept(stored: unknown): stored is Kept {
  if (typeof stored !== 'object' || stored === null || !('at' in stored) || !('bytes' in stored)) return false
  return typeof stored.at === 'number' && stored.bytes instanceof Uint8Array
}
