/** Sealing as the centre runs it: when the log does not hold the centre works on, says so loudly, and seals nothing on top. */
import type { Clock } from '../core/time.ts'
import type { Database } from '../journal/io/database.ts'
import { openSealer, type Sealer } from '../journal/io/sealer.ts'
import type { Say } from './say.ts'

/** Names the log in its checkpoints; which log it is is told by its key. */
const ORIGIN = 'firstminute/journal'

/** null: what is stored is not what was signed. An emergency does not wait for that to be cleared up. */
export async function openSealing(
  database: Database,
  folder: string,
  clock: Clock,
  say: Say,
  trouble: (error: unknown) => void,
): Promise<Sealer | null> {
  try {
    return await openSealer(database, { folder, origin: ORIGIN, clock, trouble })
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    trouble(error)
    return null
  }
}
