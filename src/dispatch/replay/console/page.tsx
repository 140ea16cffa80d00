/** The replay: the desk's own queue and map as any console had them at an instant of the past, read-only; for supervisors and auditors. */
import { type FormEvent, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sightNamed } from '../../../access/sight.ts'
import { useCell } from '../../../console/cell.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { followsLive } from '../../../console/live.ts'
import { State } from '../../../console/parts/state.tsx'
import { Stops } from '../../../console/parts/stops.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { loadPeople } from '../../../console/people.ts'
import { loadReference } from '../../../console/reference.ts'
import { go, routeNow, useRoute } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { MINUTE } from '../../../core/time.ts'
import { loadCity, useCity } from '../../console/desk/map/city.ts'
import { QueueList } from '../../console/desk/queue-list.tsx'
import { useDesk } from '../../console/desk/words.ts'
import { Bar } from './bar.tsx'
import { Past } from './past.tsx'
import { instant, loaded, openAt, run } from './player.ts'
import '../../console/desk/desk.css'
import './replay.css'

const DeskMap = lazy(() => import('../../console/desk/map/desk-map.tsx'))

export default function Page(): ReactNode {
  // What follows the present would go on writing it over the past.
  const live = followsLive()
  useEffect(() => {
    if (live) location.reload()
  }, [live])
  return live ? null : <Replay />
}

function put(key: string, value: string): void {
  const { path, query } = routeNow()
  const next = new URLSearchParams([...query])
  if (value) next.set(key, value)
  else next.delete(key)
  go(`${path}?${next}`, 'replace')
}

function Replay(): ReactNode {
  const { query } = useRoute()
  const person = usePerson()
  const as = query.get('as') ?? 'all'
  const file = query.get('file') ?? ''
  const needsFile = person.role === 'auditor' && !file
  useEffect(() => {
    void loadReference()
    void loadPeople()
    void loadCity()
    return run()
  }, [])
  useEffect(() => {
    if (needsFile) return
    const said = Number(routeNow().query.get('at'))
    const at = instant.get() || (said > 0 ? said : Date.now() - 5 * MINUTE)
    openAt(sightNamed(as) ?? { scope: 'all' }, at, file)
  }, [as, file, needsFile])
  return (
    <div className="desk replay">
      <Head file={file} />
      {needsFile ? (
        <File />
      ) : (
        <>
          <Bar as={as} onAs={(key) => put('as', key)} />
          <Shown file={file} />
        </>
      )}
    </div>
  )
}

function Head(props: { readonly file: string }): ReactNode {
  const { t } = useTranslation('replay')
  const { t: shell } = useTranslation()
  const person = usePerson()
  const at = useCell(instant)
  const midnight = new Date(at).setHours(0, 0, 0, 0)
  const file = props.file ? `&file=${encodeURIComponent(props.file)}` : ''
  return (
    <header className="desk-header">
      <h1>{shell('product')}</h1>
      <strong className="replay-past-mark">{t('past')}</strong>
      <span className="desk-centre">
        {t('title')} · {t('pastWhat')}
      </span>
      <div className="desk-header-end">
        {at > 0 ? (
          <a href={`/report?from=${midnight}&to=${new Date(midnight).setHours(24, 0, 0, 0)}${file}`}>{t('report')}</a>
        ) : null}
        <a href={person.role === 'auditor' ? '/audit' : '/'}>{t(person.role === 'auditor' ? 'audit' : 'desk')}</a>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  )
}

function File(): ReactNode {
  const { t } = useTranslation('replay')
  const [text, setText] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    put('file', text.trim())
  }
  return (
    <form className="replay-file" onSubmit={submit}>
      <label>
        {t('file')} <input value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" className="fm-button is-first">
        {t('open')}
      </button>
      <p>{t('fileWhat')}</p>
    </form>
  )
}

function Shown(props: { readonly file: string }): ReactNode {
  const { t } = useTranslation('replay')
  const desk = useDesk()
  const refusal = useRefusal()
  const now = useCell(loaded)
  const city = useCity()
  if (now.state === 'failed') return <State title={`${t('failed')} ${refusal(now.refusal)}`} />
  if (now.state === 'loading') return <State title={t('loading')} />
  return (
    <>
      <QueueList />
      <div className="desk-middle">
        <main className="centre">
          <Stops>
            {city.state === 'here' ? (
              <Suspense fallback={<State title={desk('map.loading')} />}>
                <DeskMap city={city.city} />
              </Suspense>
            ) : (
              <State title={desk(city.state === 'loading' ? 'map.loading' : 'map.failed')} />
            )}
          </Stops>
        </main>
      </div>
      <Past file={props.file} />
    </>
  )
}
