/** The middle of the desk: the map, loaded after the queue can be used, and over it the live picture. */
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../../console/cell.ts'
import { State } from '../../../../console/parts/state.tsx'
import { Stops } from '../../../../console/parts/stops.tsx'
import { pointing } from '../desk-state.ts'
import { useDesk } from '../words.ts'
import { loadCity, useCity } from './city.ts'
import { Picture } from './picture.tsx'
import { useChosen } from './use-chosen.ts'

const DeskMap = lazy(() => import('./desk-map.tsx'))

export function Centre(): ReactNode {
  const t = useDesk()
  const { t: shell } = useTranslation()
  const city = useCity()
  const isPointing = useCell(pointing)
  useEffect(() => void loadCity(), [])
  return (
    <main className="centre">
      <Stops>
        {city.state === 'here' ? (
          <Suspense fallback={<State title={t('map.loading')} />}>
            <DeskMap city={city.city} acts />
          </Suspense>
        ) : city.state === 'loading' ? (
          <State title={t('map.loading')} />
        ) : (
          <State title={t('map.failed')}>
            <button type="button" className="fm-button" onClick={() => void loadCity()}>
              {shell('retry')}
            </button>
          </State>
        )}
      </Stops>
      {isPointing ? <p className="map-pointing">{t('map.pick')}</p> : null}
      <Looking />
    </main>
  )
}

function Looking(): ReactNode {
  const { camera, place } = useChosen()
  return place || camera?.opened ? <Picture camera={camera} /> : null
}
