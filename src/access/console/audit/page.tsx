/** The audit page: who looked at what and why, and the journal with its proofs to take away; for people outside the chain of command. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { LanguageSwitch, SignOut, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { go } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { Ledger } from './ledger.tsx'
import './audit.css'

export default function Page(): ReactNode {
  const { t } = useTranslation('audit')
  const { t: shell } = useTranslation()
  const text = useText()
  const person = usePerson()
  return (
    <div className="audit">
      <header>
        <strong>{shell('product')}</strong>
        <h1>{t('title')}</h1>
        <span className="audit-who">
          {text(person.name)} {shell(`role.${person.role}`)}
        </span>
        <LanguageSwitch />
        <ThemeSwitch />
        <SignOut />
      </header>
      <main>
        {person.role === 'auditor' ? <Ledger /> : null}
        <section>
          <h2>{t('journal')}</h2>
          <p>{t('journalLead')}</p>
          <code>npx firstminute verify journal.ndjson</code>
          <a className="fm-button is-first" href="/api/journal/export" download="journal.ndjson">
            {t('download')}
          </a>
        </section>
        {person.role === 'auditor' ? (
          <section>
            <h2>{t('past')}</h2>
            <p>{t('pastLead')}</p>
            <span>
              <a className="fm-button is-first" href="/replay">
                {t('pastOpen')}
              </a>{' '}
              <a className="fm-button" href="/report">
                {t('reportOpen')}
              </a>
            </span>
          </section>
        ) : null}
        {person.role === 'administrator' ? (
          <>
            <section>
              <h2>{t('cameras')}</h2>
              <p>{t('camerasLead')}</p>
              <button type="button" className="fm-button is-first" onClick={() => go('/cameras')}>
                {t('camerasOpen')}
              </button>
            </section>
            <section>
              <h2>{t('accounts')}</h2>
              <p>{t('accountsLead')}</p>
              <code>npx firstminute user add --config firstminute.config.json --name … --role …</code>
            </section>
          </>
        ) : null}
      </main>
    </div>
  )
}
