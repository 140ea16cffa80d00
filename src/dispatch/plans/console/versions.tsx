/** The older versions of a plan, each with who, when and why; one that is opened can be taken into the editor. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useNames } from '../../console/desk/words.ts'
import type { PlanRule } from '../../plan.ts'
import type { PlanFact } from '../life.ts'
import { Summary } from './summary.tsx'

type Version = { readonly version: number; readonly fact: PlanFact }

export function Versions(props: {
  readonly id: string
  /** Loaded anew when it changes. */
  readonly latest: number
  readonly onRestore: (rule: PlanRule) => void
}): ReactNode {
  const { t } = useTranslation('plans')
  const { t: recommend } = useTranslation('recommend')
  const format = useFormat()
  const names = useNames()
  const [versions, setVersions] = useState<readonly Version[]>([])
  const { id, latest } = props
  useEffect(() => {
    const stopping = new AbortController()
    // The list follows each newer version.
    if (latest < 1) return undefined
    const path = `/api/plans/${encodeURIComponent(id)}/versions`
    void get<{ readonly versions: readonly Version[] }>(path, { signal: stopping.signal }).then((answer) => {
      if (answer.ok && !stopping.signal.aborted) setVersions(answer.value.versions.toReversed())
    })
    return () => stopping.abort()
  }, [id, latest])
  return (
    <section className="plans-versions">
      <h2>{t('versions.title')}</h2>
      {versions.map(({ version, fact }) => (
        <details key={version}>
          <summary>
            {recommend('version', { version })} · {format.date(fact.at)} ·{' '}
            {fact.type === 'seeded' ? t('seeded') : `${names.person(fact.by)} · ${fact.reason}`}
            {fact.type === 'retired' ? ` · ${t('versions.retiredBy')}` : null}
          </summary>
          {fact.type === 'retired' ? null : (
            <>
              <Summary rule={fact.rule} />
              <button type="button" className="fm-button" onClick={() => props.onRestore(fact.rule)}>
                {t('versions.restore')}
              </button>
            </>
          )}
        </details>
      ))}
    </section>
  )
}
