/** The last picture of one person's console as it is kept in the browser, and whether it may still be shown: at most twelve hours old, of this person, in the shape that this build reads. Pure. */
import { HOUR } from '../../core/time.ts'
import { type Board, EMPTY_BOARD } from '../../dispatch/board.ts'
import type { Fix } from '../live.ts'
import type { Reference } from '../reference.ts'
import type { Person } from '../session.ts'

/** A shift: what is older helps nobody and belongs to nobody's duty any more. */
export const KEPT_MS = 12 * HOUR

/** Nothing of a caller is in it: the board itself holds only the number under which the vault keeps the particulars. */
export type Kept = {
  readonly v: 1
  readonly person: Person
  readonly demo: boolean
  /** When the last frame came, by this browser's clock. */
  readonly lastAt: number
  /** How far that clock was behind the server's, ms. */
  readonly offsetMs: number
  readonly board: Board
  readonly fixes: ReadonlyMap<number, Fix>
  readonly reference: Reference
}

/** null: nothing, another build's, too old, or from a clock that has been turned back since. */
export function usable(stored: unknown, now: number): Kept | null {
  if (!isKept(stored)) return null
  const age = now - stored.lastAt
  if (age < -HOUR || age > KEPT_MS) return null
  // A board of an earlier build may lack a kind of thing that this one draws.
  return { ...stored, board: { ...EMPTY_BOARD, ...stored.board } }
}

/** Only save.ts writes there; `v` says in which shape. */
function isKept(stored: unknown): stored is Kept {
  if (typeof stored !== 'object' || stored === null || !('v' in stored) || stored.v !== 1) return false
  return 'lastAt' in stored && typeof stored.lastAt === 'number' && 'board' in stored && 'person' in stored
}
