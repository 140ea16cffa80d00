/** The duty desk. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../../../console/parts/state.tsx'

export default function Page(): ReactNode {
  const { t } = useTranslation('desk')
  return <State title={t('title')} />
}
