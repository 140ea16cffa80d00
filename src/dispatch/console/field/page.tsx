/** The field page: not drawn yet. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from '../../../console/parts/state.tsx'

export default function Page(): ReactNode {
  const { t } = useTranslation('field')
  return <State title={t('title')} />
}
