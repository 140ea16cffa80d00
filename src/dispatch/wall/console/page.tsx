/** The wall: what runs, by urgency, with its first-minute clock; lines, cameras, units, today's figures and the map. Nobody acts here, and nothing of a person is shown. */
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { LANGUAGES, language, useText } from '../../../console/i18n/language.ts'
import { useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { LiveMark } from '../../../console/parts/live-mark.tsx'
import { useReference } from '../../../console/reference.ts'
import { useRoute } from '../../../console/route.ts'
import { SECOND } from '../../../core/time.ts'
import { loadCity, useCity } from '../../console/desk/map/city.ts'
import { rowsOf } from '../../console/desk/queue.ts'
import { AgencyTile, CameraTile, UnitTile } from './forces.tsx'
import { Running } from './running.tsx'
import { Today } from './today.tsx'
import './wall.css'

const DeskMap = lazy(() => import('../../console/desk/map/desk-map.tsx'))

/** Long enough to read the whole wall once. */
const TURN_MS = 20 * SECOND

export default function Page(): ReactNode {
  const { t } = useTranslation('wall')
  useTurns()
  useEffect(() => {
    document.title = t('title')
  }, [t])
  return (
    <div className="wall">
      <Head />
      <Help />
      <Running />
      <City />
      <div className="wall-side">
        <AgencyTile />
        <UnitTile />
        <CameraTile />
      </div>
      <Today />
    </div>
  )
}

/** `?lang=zh` or `?lang=en` fixes it; without it both take turns, and what this browser's person chose stays as it was. */
function useTurns(): void {
  const fixed = useRoute().query.get('lang')
  useEffect(() => {
    const chosen = LANGUAGES.find((one) => one === fixed)
    if (chosen) {
      language.pass(chosen)
      return
    }
    const turning = setInterval(() => language.pass(language.get() === 'zh' ? 'en' : 'zh'), TURN_MS)
    return () => clearInterval(turning)
  }, [fixed])
}

function Head(): ReactNode {
  const { t: shell } = useTranslation()
  const text = useText()
  const format = useFormat()
  const { centre, demo } = useReference()
  const now = useNow(1_000)
  return (
    <header className="wall-head">
      <h1>{text(centre.name)}</h1>
      {demo && !text(centre.name).includes(shell('simulated')) ? <em>{shell('simulated')}</em> : null}
      <LiveMark />
      <time>{format.date(now)}</time>
      <time className="wall-clock">{format.clock(now)}</time>
    </header>
  )
}

/** A unit's emergency button stands above everything until somebody has ended it. */
function Help(): ReactNode {
  const { t } = useTranslation('wall')
  const text = useText()
  const board = useBoard()
  const calls = rowsOf(board, 'running').filter(
    (row) => (row.what === 'warning' ? row.warning.raised.kind : row.incident.opened.kind) === 'officer-help',
  )
  if (calls.length === 0) return null
  return (
    <p className="wall-help" role="alert">
      <strong>{t('help')}</strong>
      {calls.slice(0, 3).map((row) => (
        <span key={row.key}>
          {text((row.what === 'warning' ? row.warning.raised : row.incident.opened).place.label)}
        </span>
      ))}
    </p>
  )
}

function City(): ReactNode {
  const city = useCity()
  useCell(language)
  useEffect(() => void loadCity(), [])
  return (
    <main className="wall-map">
      {city.state === 'here' ? (
        <Suspense fallback={null}>
          <DeskMap city={city.city} />
        </Suspense>
      ) : null}
    </main>
  )
}
