/** While the server is away the console can be read and not acted on: every act button says so, and nothing is sent into the dark. */
import { SECOND } from '../../core/time.ts'
import { type Connection, connection, useCutOff } from '../live.ts'
import { useNow } from '../now.ts'

/** A line that is back within this time was never away: an act sent meanwhile is sent again by itself. */
const AWAY_AFTER_MS = 3 * SECOND

const isAwayNow = (line: Connection | null): boolean =>
  line !== null && line.state === 'cut-off' && Date.now() - line.since >= AWAY_AFTER_MS

export const isAway = (): boolean => isAwayNow(connection.get())

export function useAway(): boolean {
  const line = useCutOff()
  useNow(1_000) // the three seconds pass without a frame
  return isAwayNow(line)
}
