/** A plan in words: for whom, where, when, and what is sent at each level. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { useNames, useTerms } from '../../console/desk/words.ts'
import type { PlanRule } from '../../plan.ts'

export function Summary({ rule }: { readonly rule: PlanRule }): ReactNode {
  const { t } = useTranslation('plans')
  const terms = useTerms()
  const text = useText()
  const names = useNames()
  const { ground } = useReference()
  const where = [
    ...rule.sections.map(({ road, fromKm, toKm }) => `${road} K${fromKm}–K${toKm}`),
    ...rule.areas.map((id) => {
      const area = ground.areas.find((one) => one.id === id)
      return area ? text(area.name) : id
    }),
  ]
  const when = rule.times.map(({ days, from, to }) => `${days.map((day) => t(`day.${day}`)).join(' ')} ${from}–${to}`)
  return (
    <ul className="plans-summary">
      <li>{rule.kinds.map((kind) => terms(`kind.${kind}`)).join(' · ')}</li>
      <li>{rule.priorities.map((priority) => `${priority} ${terms(`priority.p${priority}`)}`).join(' · ')}</li>
      <li>{where.length > 0 ? where.join(' · ') : t('summary.anywhere')}</li>
      <li>{when.length > 0 ? when.join(' · ') : t('summary.always')}</li>
      {rule.sends.map((send) => (
        <li key={JSON.stringify(send)}>
          {[
            t('summary.line', {
              count: send.count,
              what: send.unitKind === null ? t('summary.own') : terms(`unitKind.${send.unitKind}`),
              agency: names.agency(send.agency),
            }),
            ...send.capabilities,
            ...(send.crew > 0 ? [t('summary.crew', { count: send.crew })] : []),
            ...(send.level > 1 ? [t('summary.level', { level: send.level })] : []),
          ].join(' · ')}
        </li>
      ))}
    </ul>
  )
}
