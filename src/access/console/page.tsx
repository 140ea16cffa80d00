/** The sign-in page: in demo mode the demo people at one click, otherwise name and password; errors say what to do. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loading } from '../../console/parts/state.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../console/parts/switches.tsx'
import { type DemoPerson, demoPeople } from '../../console/people.ts'
import { DemoPeople } from './demo-people.tsx'
import { PasswordForm } from './password-form.tsx'
import './sign-in.css'

export default function Page(): ReactNode {
  const { t } = useTranslation('signIn')
  const { t: shell } = useTranslation()
  // undefined: not known yet whether this is a demo.
  const [people, setPeople] = useState<readonly DemoPerson[] | null | undefined>()
  useEffect(() => void demoPeople().then(setPeople), [])
  return (
    <div className="sign-in">
      <nav>
        <LanguageSwitch />
        <ThemeSwitch />
      </nav>
      <main className={people ? 'sign-in-card is-wide' : 'sign-in-card'}>
        <Mark />
        <h1>{shell('product')}</h1>
        <p className="sign-in-lead">{t('lead')}</p>
        {people === undefined ? <Loading /> : people ? <DemoPeople people={people} /> : <PasswordForm />}
      </main>
    </div>
  )
}

/** A minute hand on its first sixty seconds. */
function Mark(): ReactNode {
  return (
    <svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true" fill="none">
      <circle cx="22" cy="22" r="18" stroke="var(--line)" strokeWidth="3" />
      <path d="M22 4a18 18 0 0 1 15.6 27" stroke="var(--accent)" strokeWidth="3" />
      <path d="M22 12v10l7 4" stroke="var(--strong)" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  )
}
