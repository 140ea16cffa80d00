/** Paper for when the server is away, and the way back from it: numbered blank forms, the board as it was last known, and writing a form up afterwards. Opens without the server. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../../../console/parts/switches.tsx'
import { go, useRoute } from '../../../console/route.ts'
import { HOME, useSession } from '../../../console/session.ts'
import { BlankForm } from './blank-form.tsx'
import { BoardOnPaper } from './board-on-paper.tsx'
import { EnterForm } from './enter-form.tsx'
import './forms.css'

const TABS = ['blank', 'board', 'enter'] as const
type Tab = (typeof TABS)[number]
const MOST = 50

export default function Page(): ReactNode {
  const { t } = useTranslation('later')
  const asked = useRoute().query.get('show')
  const tab: Tab = TABS.find((one) => one === asked) ?? 'blank'
  const session = useSession()
  const enters = session.state === 'in' && HOME[session.person.role] === '/'
  useEffect(() => {
    document.title = t('title')
  }, [t])
  return (
    <div className="forms">
      <header className="forms-head">
        <h1>{t('title')}</h1>
        <nav>
          {TABS.map((one) => (
            <button
              key={one}
              type="button"
              className="fm-button"
              aria-pressed={one === tab}
              onClick={() => go(`/forms?show=${one}`)}
            >
              {t(`tab.${one}`)}
            </button>
          ))}
        </nav>
        {tab === 'enter' ? null : (
          <button type="button" className="fm-button is-first" onClick={() => print()}>
            {t('print')}
          </button>
        )}
        {session.state === 'in' ? (
          <button type="button" className="fm-plain" onClick={() => go(HOME[session.person.role])}>
            {t('back')}
          </button>
        ) : null}
        <LanguageSwitch />
      </header>
      {tab === 'blank' ? <Blanks /> : null}
      {tab === 'board' ? <BoardOnPaper /> : null}
      {tab === 'enter' ? enters ? <EnterForm /> : <p className="forms-note">{t('enter.signIn')}</p> : null}
    </div>
  )
}

function Blanks(): ReactNode {
  const { t } = useTranslation('later')
  const [from, setFrom] = useState(1)
  const [count, setCount] = useState(5)
  const bounded = (text: string, most: number): number => Math.min(most, Math.max(1, Math.floor(Number(text)) || 1))
  return (
    <>
      <p className="forms-note">
        <label>
          {t('from')}{' '}
          <input
            type="number"
            min={1}
            max={9_000}
            value={from}
            onChange={(event) => setFrom(bounded(event.target.value, 9_000))}
          />
        </label>
        <label>
          {t('count')}{' '}
          <input
            type="number"
            min={1}
            max={MOST}
            value={count}
            onChange={(event) => setCount(bounded(event.target.value, MOST))}
          />
        </label>
      </p>
      {Array.from({ length: count }, (_, n) => from + n).map((number) => (
        <BlankForm key={number} number={number} />
      ))}
    </>
  )
}
