/** The page of response plans: all of them on the left, the chosen one to edit, to try on the past and to publish beside it. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { LiveMark } from '../../../console/parts/live-mark.tsx'
import { State } from '../../../console/parts/state.tsx'
import { Stops } from '../../../console/parts/stops.tsx'
import { LanguageSwitch, SignOut, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { loadPeople } from '../../../console/people.ts'
import { go, useRoute } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { particularity, type Unfulfillable } from '../../plan.ts'
import { emptyRule } from '../draft.ts'
import type { Plan } from '../life.ts'
import { Editor } from './editor.tsx'
import { usePlans } from './use-plans.ts'
import './plans.css'

const FRESH = 'new'

export default function Page(): ReactNode {
  const { t } = useTranslation('plans')
  const now = usePlans()
  const chosen = useRoute().query.get('plan') ?? null
  useEffect(() => void loadPeople(), [])
  const plans = now.state === 'here' ? now.plans : []
  const lacking = now.state === 'here' ? now.unfulfillable : []
  const plan = plans.find(({ id }) => id === chosen) ?? null
  return (
    <div className="plans">
      <Header />
      <List plans={plans} lacking={lacking} chosen={chosen} failed={now.state === 'failed'} />
      <main className="plans-main">
        <Stops>
          {now.state === 'loading' ? null : plan || chosen === FRESH ? (
            <Editor
              key={plan?.id ?? FRESH}
              plan={plan}
              begin={plan?.rule ?? emptyRule('')}
              lacking={lacking.filter((each) => each.plan === plan?.id)}
            />
          ) : (
            <State title={t('choose.title')} what={t('choose.what')} />
          )}
        </Stops>
      </main>
    </div>
  )
}

function Header(): ReactNode {
  const { t } = useTranslation('plans')
  const { t: shell } = useTranslation()
  const text = useText()
  const person = usePerson()
  return (
    <header className="plans-header">
      <strong>{shell('product')}</strong>
      <h1>{t('title')}</h1>
      <button type="button" className="fm-plain" onClick={() => go('/')}>
        ← {t('toDesk')}
      </button>
      <span className="plans-end">
        <LiveMark />
        {text(person.name)} <small>{shell(`role.${person.role}`)}</small>
        <LanguageSwitch />
        <ThemeSwitch />
        <SignOut />
      </span>
    </header>
  )
}

function List(props: {
  readonly plans: readonly Plan[]
  readonly lacking: readonly Unfulfillable[]
  readonly chosen: string | null
  readonly failed: boolean
}): ReactNode {
  const { t } = useTranslation('plans')
  const { t: recommend } = useTranslation('recommend')
  const text = useText()
  const [sought, setSought] = useState('')
  const words = sought.trim().toLowerCase()
  const shown = props.plans.filter(({ id, rule }) =>
    `${id} ${rule.name.zh} ${rule.name.en}`.toLowerCase().includes(words),
  )
  return (
    <nav className="plans-list" aria-label={t('title')}>
      <div className="plans-find">
        <input
          value={sought}
          placeholder={t('filter')}
          aria-label={t('filter')}
          onChange={(e) => setSought(e.target.value)}
        />
        <button type="button" className="fm-button" onClick={() => go(`/plans?plan=${FRESH}`)}>
          {t('fresh')}
        </button>
      </div>
      {props.failed ? <p role="alert">{t('failed')}</p> : null}
      <ul>
        {shown.map(({ id, rule, state, version }) => (
          <li key={id}>
            <button
              type="button"
              className={state === 'retired' ? 'plans-row is-retired' : 'plans-row'}
              aria-current={id === props.chosen}
              onClick={() => go(`/plans?plan=${encodeURIComponent(id)}`)}
            >
              {text(rule.name)}
              <small>
                {[id, recommend(`because.${particularity(rule)}`), recommend('version', { version })].join(' · ')}
                {state === 'retired' ? ` · ${t('retired')}` : null}
              </small>
              {props.lacking.some(({ plan }) => plan === id) ? <span className="plans-lacks">!</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <p className="side-note">{t('rule')}</p>
    </nav>
  )
}
