/** An agency's line: whether orders get through to it now, since when, and how many are waiting; shown so that a gap is seen. */
import type { AgencyLine } from '../journal/lane.ts'

/** What waits for one agency: `tried` says that an attempt has failed. */
export type Waiting = {
  readonly agency: string
  readonly waiting: number
  readonly tried: boolean
  readonly due: boolean
}

/**
 * The line after a look at what waits. An agency that reads at a page is reached while somebody is there;
 * after a restart, what has failed before keeps a system's line failing until something gets through.
 */
export function waited(
  line: AgencyLine,
  all: readonly Waiting[],
  manned: boolean,
  now: number,
  readsAtPage: boolean,
): AgencyLine {
  const mine = all.filter((row) => row.agency === line.agency)
  const waiting = mine.reduce((sum, row) => sum + row.waiting, 0)
  const tried = mine.some((row) => row.tried)
  const state = readsAtPage ? (manned ? 'ok' : 'unknown') : tried && line.state === 'unknown' ? 'failing' : line.state
  return { ...line, state, waiting, since: state === line.state ? line.since : now }
}
