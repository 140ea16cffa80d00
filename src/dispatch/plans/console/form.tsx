/** The form of a plan: kinds, priorities, where, when, and the lines that are sent at each level; plain controls, so that Tab, Space and the arrows are enough. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { useTerms } from '../../console/desk/words.ts'
import { INCIDENT_KINDS, PRIORITIES } from '../../incident.ts'
import type { PlanRule } from '../../plan.ts'
import { Checks } from './checks.tsx'
import { SectionRows, TimeRows } from './place-and-time.tsx'
import { SendRows } from './send-rows.tsx'

export type FormProps = { readonly rule: PlanRule; readonly onChange: (rule: PlanRule) => void }

export function RuleForm(props: FormProps & { readonly isNew: boolean }): ReactNode {
  const { rule, onChange } = props
  const { t } = useTranslation('plans')
  const terms = useTerms()
  const text = useText()
  const { ground } = useReference()
  return (
    <form className="plans-form" onSubmit={(event) => event.preventDefault()}>
      <div className="plans-names">
        <label>
          {t('field.id')}
          <input
            value={rule.id}
            disabled={!props.isNew}
            onChange={(event) => onChange({ ...rule, id: event.target.value.trim() })}
          />
        </label>
        {(['zh', 'en'] as const).map((language) => (
          <label key={language}>
            {t(`field.${language}`)}
            <input
              value={rule.name[language]}
              onChange={(event) => onChange({ ...rule, name: { ...rule.name, [language]: event.target.value } })}
            />
          </label>
        ))}
      </div>
      <Checks
        legend={t('field.kinds')}
        among={INCIDENT_KINDS}
        chosen={rule.kinds}
        name={(kind) => terms(`kind.${kind}`)}
        onChange={(kinds) => onChange({ ...rule, kinds })}
      />
      <Checks
        legend={t('field.priorities')}
        among={PRIORITIES}
        chosen={rule.priorities}
        name={(priority) => `${priority} ${terms(`priority.p${priority}`)}`}
        onChange={(priorities) => onChange({ ...rule, priorities })}
      />
      <fieldset>
        <legend>{t('field.where')}</legend>
        <SectionRows {...props} />
        {ground.areas.length > 0 ? (
          <Checks
            legend={t('field.areas')}
            among={ground.areas.map(({ id }) => id)}
            chosen={rule.areas}
            name={(id) => {
              const area = ground.areas.find((one) => one.id === id)
              return area ? text(area.name) : id
            }}
            onChange={(areas) => onChange({ ...rule, areas })}
          />
        ) : null}
      </fieldset>
      <fieldset>
        <legend>{t('field.when')}</legend>
        <TimeRows {...props} />
      </fieldset>
      <fieldset>
        <legend>{t('field.sends')}</legend>
        <SendRows {...props} />
      </fieldset>
    </form>
  )
}
