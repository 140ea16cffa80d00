/** The sign-in page. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../../console/parts/state.tsx'

export default function Page(): ReactNode {
  const { t } = useTranslation('signIn')
  return <State title={t('title')} />
}
