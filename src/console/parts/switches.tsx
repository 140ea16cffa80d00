/** The small switches that every header carries: language, theme, sign-out. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../cell.ts'
import { language, useLanguage } from '../i18n/language.ts'
import { signOut } from '../session.ts'
import { theme } from '../theme.ts'

export function LanguageSwitch(): ReactNode {
  const now = useLanguage()
  return (
    <button
      type="button"
      className="fm-plain"
      lang={now === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => language.set(now === 'zh' ? 'en' : 'zh')}
    >
      <Other />
    </button>
  )
}

function Other(): ReactNode {
  const { t } = useTranslation()
  return t('otherLanguage')
}

export function ThemeSwitch(): ReactNode {
  const { t } = useTranslation()
  const now = useCell(theme)
  const other = now === 'dark' ? 'light' : 'dark'
  const does = t(other === 'light' ? 'theme.toLight' : 'theme.toDark')
  return (
    <button type="button" className="fm-plain" aria-label={does} title={does} onClick={() => theme.set(other)}>
      <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
      </svg>
    </button>
  )
}

export function SignOut(): ReactNode {
  const { t } = useTranslation()
  return (
    <button type="button" className="fm-plain" onClick={() => void signOut()}>
      {t('signOut')}
    </button>
  )
}
