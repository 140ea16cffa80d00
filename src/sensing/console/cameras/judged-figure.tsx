/** "True of judged" of one camera, with what could not be told and what still waits: the figure by which a camera is trusted. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import type { Judged } from '../../facts.ts'

export function JudgedFigure(props: { readonly judged: Judged | null }): ReactNode {
  const { t } = useTranslation('cameras')
  const format = useFormat()
  const { right = 0, wrong = 0, cannotTell = 0, awaiting = 0 } = props.judged ?? {}
  const all = right + wrong
  const parts = [
    all > 0 ? t('judged.share', { right: format.number(right), all: format.number(all) }) : t('judged.none'),
    cannotTell > 0 ? t('judged.cannotTell', { count: cannotTell }) : null,
    awaiting > 0 ? t('judged.awaiting', { count: awaiting }) : null,
  ].filter((part) => part !== null)
  return (
    <span className="judged" title={t('judged.title')}>
      {all > 0 ? (
        <i aria-hidden="true">
          <i style={{ width: `${(right / all) * 100}%` }} />
        </i>
      ) : null}
      {parts.join(' · ')}
    </span>
  )
}
