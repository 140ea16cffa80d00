/** Tells that something was written up from paper afterwards: the same word on every screen. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import './later-mark.css'

export function LaterMark(props: { readonly of: { readonly later?: true } }): ReactNode {
  const { t } = useTranslation('later')
  return props.of.later ? <span className="later-mark">{t('mark')}</span> : null
}
