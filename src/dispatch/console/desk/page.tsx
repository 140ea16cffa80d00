/** The duty desk: the queue on the left, the map in the middle, the one thing selected on the right, the command line below. */

import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useCutOff } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { loadPeople } from '../../../console/people.ts'
import { AlertStrip } from '../../exchange/console/alert-strip.tsx'
import { useFollowAlerts } from '../../exchange/console/alerts.ts'
import { ExerciseBand } from '../../shift/console/exercise-mark.tsx'
import { RoomPanels } from '../../shift/console/panels.tsx'
import { RoomStrips } from '../../shift/console/strips.tsx'
import { useFollowDuties } from '../../units/console/duties.ts'
import { CommandLine } from './command-line.tsx'
import { panel, TABS, tab } from './desk-state.ts'
import { Guide } from './guide.tsx'
import { Header } from './header.tsx'
import { KEYS, keyLabel } from './keys.ts'
import { Centre } from './map/centre.tsx'
import { QueueList } from './queue-list.tsx'
import { loadCallPanel, Side } from './side.tsx'
import { useKeys } from './use-keys.ts'
import { useWatch } from './use-watch.ts'
import { useDesk } from './words.ts'
import './desk.css'

const loadKeyList = () => import('./key-list.tsx')
const loadUnits = () => import('../../units/console/panel.tsx')
const UnitsPanel = lazy(loadUnits)
const KeyList = lazy(loadKeyList)
/** The panels are fetched when the desk has come to rest: what is typed after their key must not wait for them. */
const PANELS_AFTER_MS = 2_500

export default function Page(): ReactNode {
  const shown = useCell(tab)
  const open = useCell(panel)
  useEffect(() => void loadPeople(), [])
  useEffect(() => {
    const soon = setTimeout(
      () => void Promise.allSettled([loadCallPanel(), loadKeyList(), loadUnits()]),
      PANELS_AFTER_MS,
    )
    return () => clearTimeout(soon)
  }, [])
  useKeys()
  useWatch()
  useFollowDuties()
  useFollowAlerts()
  const cutOff = useCutOff() !== null
  return (
    <div className={cutOff ? 'desk is-cut' : 'desk'} data-tab={shown}>
      <Header />
      <div className="desk-strips">
        <ExerciseBand />
        <CutOff />
        <RoomStrips acknowledgeKey={keyLabel(KEYS.read[0] ?? '')} />
      </div>
      <Tabs />
      <QueueList />
      <div className="desk-middle">
        <AlertStrip />
        <Guide />
        <Centre />
      </div>
      <Side />
      <CommandLine />
      <Suspense fallback={null}>
        {open === 'keys' ? <KeyList /> : null}
        {open === 'units' ? <UnitsPanel onClose={() => panel.set('none')} /> : null}
        <RoomPanels />
      </Suspense>
    </div>
  )
}

function Tabs(): ReactNode {
  const t = useDesk()
  const shown = useCell(tab)
  return (
    <nav className="desk-tabs">
      {TABS.map((one) => (
        <button key={one} type="button" aria-pressed={one === shown} onClick={() => tab.set(one)}>
          {t(`tabs.${one}`)}
        </button>
      ))}
    </nav>
  )
}

/** Nothing comes in: said once across the whole desk, with what to do. */
function CutOff(): ReactNode {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useCutOff()
  useNow(1_000)
  if (!now) return null
  const from = now.lastAt ?? now.since
  return (
    <p className="desk-cut" role="alert">
      {t('live.cutAct', { since: format.clock(from), age: format.span(Date.now() - from) })}{' '}
      <a href="/forms">{t('live.forms')}</a>
    </p>
  )
}
