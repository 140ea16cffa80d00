/** The right side: the one thing selected, or what to do when there is none. */
import { lazy, type ReactNode, Suspense, useDeferredValue } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useBoard, useBoardNow } from '../../../console/live.ts'
import { State } from '../../../console/parts/state.tsx'
import { Stops } from '../../../console/parts/stops.tsx'
import { panel } from './desk-state.ts'
import { IncidentPanel } from './incident-panel.tsx'
import { useSelection } from './selection.ts'
import { WarningPanel } from './warning-panel.tsx'
import { useDesk } from './words.ts'
import './side.css'

export const loadCallPanel = () => import('./call/call-panel.tsx')
const CallPanel = lazy(loadCallPanel)

export function Side(): ReactNode {
  const t = useDesk()
  const open = useCell(panel)
  return (
    <aside className="side" aria-label={t('tabs.selected')}>
      <Suspense fallback={null}>{open === 'call' ? <CallPanel /> : null}</Suspense>
      <Stops>
        <Selected />
      </Stops>
    </aside>
  )
}

function Selected(): ReactNode {
  const t = useDesk()
  const board = useBoard()
  const loading = useBoardNow().state === 'loading'
  // The row in the list is marked first; what belongs to it is drawn when nothing more urgent waits, and not for rows that are passed over.
  const selection = useDeferredValue(useSelection())
  if (!selection) return <State title={t('none.title')} what={t('none.what')} />
  if (selection.what === 'warning') {
    const warning = board.warnings.get(selection.id)
    if (warning) return <WarningPanel key={warning.id} warning={warning} />
  } else {
    const incident = board.incidents.get(selection.id)
    if (incident) return <IncidentPanel key={incident.id} incident={incident} />
  }
  return loading ? <State title={t('queue.loading')} /> : <State title={t('gone.title')} what={t('gone.what')} />
}
