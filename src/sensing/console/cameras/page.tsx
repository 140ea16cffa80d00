/** The cameras' page: all cameras with their health and verdicts on the left; the chosen one's picture, to draw its zones and ground on, beside it. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { State } from '../../../console/parts/state.tsx'
import { Stops } from '../../../console/parts/stops.tsx'
import { LanguageSwitch, SignOut, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { loadPeople } from '../../../console/people.ts'
import { go, useRoute } from '../../../console/route.ts'
import { HOME, usePerson } from '../../../console/session.ts'
import type { ModelLine } from '../../../journal/lane.ts'
import { Editor } from './editor.tsx'
import { CameraChoice } from './list.tsx'
import { type ListNow, useCameraList } from './use-camera-list.ts'
import './cameras.css'

export default function Page(): ReactNode {
  const { t } = useTranslation('cameras')
  const list = useCameraList()
  const chosen = useRoute().query.get('camera') ?? null
  useEffect(() => void loadPeople(), [])
  return (
    <div className={chosen ? 'cameras has-chosen' : 'cameras'}>
      <Header />
      <CameraChoice list={list} chosen={chosen} />
      <main className="cameras-main">
        <Stops>
          {chosen ? (
            <Editor key={chosen} camera={chosen} model={modelOf(list.now, chosen)} onSaved={list.again} />
          ) : (
            <State title={t('choose.title')} what={t('choose.what')} />
          )}
        </Stops>
      </main>
    </div>
  )
}

function modelOf(now: ListNow, camera: string): ModelLine | undefined {
  const list = now.state === 'here' ? now.list : now.state === 'failed' ? now.before : null
  return list?.cameras.find(({ id }) => id === camera)?.health?.model
}

function Header(): ReactNode {
  const { t } = useTranslation('cameras')
  const { t: shell } = useTranslation()
  const text = useText()
  const person = usePerson()
  const home = HOME[person.role]
  return (
    <header className="cameras-header">
      <strong>{shell('product')}</strong>
      <h1>
        <button type="button" className="fm-plain" onClick={() => go('/cameras')}>
          {t('title')}
        </button>
      </h1>
      <button type="button" className="fm-plain" onClick={() => go(home)}>
        ← {t(home === '/' ? 'toDesk' : 'toAudit')}
      </button>
      <span className="cameras-who">
        {text(person.name)} <small>{shell(`role.${person.role}`)}</small>
      </span>
      <LanguageSwitch />
      <ThemeSwitch />
      <SignOut />
    </header>
  )
}
