/** The alerts as the browser knows them: loaded once, then folded from the facts with the server's own `evolve`. */
import { useEffect, useMemo } from 'react'
import { get } from '../../../console/api.ts'
import { cell, useCell } from '../../../console/cell.ts'
import { connection, onFacts } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import type { IncidentId } from '../../../core/ids.ts'
import { kindOf } from '../../../journal/fact.ts'
import { type Alert, stands } from '../alert.ts'
import type { RoadMessage } from '../public-alert.ts'
import { type Alerts, folded, type Known } from './folded.ts'

/** null: not here yet; then nothing is said of alerts. */
const alerts = cell<Alerts | null>(null)

async function load(): Promise<void> {
  const answer = await get<{ readonly alerts: readonly Known[] }>('/api/alerts')
  if (answer.ok) alerts.set(new Map(answer.value.alerts.map((known) => [known.alert.id, known])))
}

/** Follows while the desk is open; a line that was cut is followed by a look at everything. */
export function useFollowAlerts(): void {
  useEffect(() => {
    void load()
    const stop = onFacts((facts) => {
      const now = alerts.get()
      if (!now || !facts.some(({ stream }) => kindOf(stream) === 'alert')) return
      const next = folded(now, facts)
      if (next) alerts.set(next)
      else void load()
    })
    let before = connection.get().state
    const stopLine = connection.subscribe(() => {
      const now = connection.get().state
      if (now === 'live' && before === 'cut-off') void load()
      before = now
    })
    return () => {
      stop()
      stopLine()
    }
  }, [])
}

export type Heard = Extract<Alert, { way: 'in' }>
const SEVEREST = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
const rank = ({ notice }: Heard): number => SEVEREST.indexOf(notice.severity)

/** Others' alerts that stand and are about here, the severest first. */
export function useStanding(): readonly Heard[] {
  const known = useCell(alerts)
  // An alert ends by its own time, and nobody says so.
  const now = useNow(10_000)
  return useMemo(
    () =>
      [...(known?.values() ?? [])]
        .flatMap(({ alert }) => (alert.way === 'in' && alert.here && stands(alert, now) ? [alert] : []))
        .sort((a, b) => rank(a) - rank(b) || b.at - a.at),
    [known, now],
  )
}

const latest = (known: Alerts | null, incident: IncidentId): RoadMessage | null =>
  [...(known?.values() ?? [])].reduce<RoadMessage | null>(
    (last, { alert }) =>
      alert.way === 'out' && alert.incident === incident && (!last || alert.publishedAt > last.publishedAt)
        ? alert
        : last,
    null,
  )

/** The latest road message of an incident, standing or over. */
export const useRoadMessage = (incident: IncidentId): RoadMessage | null => latest(useCell(alerts), incident)
export const roadMessageNow = (incident: IncidentId): RoadMessage | null => latest(alerts.get(), incident)
