/** The chooser of a true verdict: kind by digit, priority by P, the plan that it brings; Enter takes what is marked. */
import type { ReactNode } from 'react'
import { useText } from '../../../console/i18n/language.ts'
import { nowByServer } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { type IncidentKind, PRIORITIES, type Priority } from '../../incident.ts'
import type { Warning } from '../../warning.ts'
import { acceptChoice } from './acts.ts'
import { type Chooser, chooser } from './desk-state.ts'
import { ActButton, Acts } from './next-acts.tsx'
import { kindsFor, planFor, priorityFor, recommendedChoice } from './recommended.ts'
import { useDesk, useNames, useTerms } from './words.ts'

/** A key while the chooser is open: digits choose the kind, P turns the priority; true: it was the chooser's. */
export function chooserKey(open: Chooser, warning: Warning, key: string): boolean {
  const kind = /^[1-9]$/.test(key) ? kindsFor(warning.raised)[Number(key) - 1] : undefined
  if (kind) chooseKind(open, warning, kind)
  else if (key.toLowerCase() === 'p') choosePriority(open, PRIORITIES[open.priority % PRIORITIES.length] ?? 1)
  else return false
  return true
}

const chooseKind = (open: Chooser, warning: Warning, kind: IncidentKind): void =>
  chooser.set({ ...open, kind, priority: priorityFor(kind, warning.raised) })
const choosePriority = (open: Chooser, priority: Priority): void => chooser.set({ ...open, priority })

export function ChooserPanel(props: { readonly open: Chooser; readonly warning: Warning }): ReactNode {
  const { open, warning } = props
  const t = useDesk()
  const terms = useTerms()
  const text = useText()
  const names = useNames()
  const known = useReference()
  const proposed = recommendedChoice(warning.raised, known, nowByServer())
  const plan = planFor(open, warning.raised.place, known, nowByServer())
  return (
    <Acts
      about={warning.id}
      note={
        plan
          ? t('chooser.plan', {
              plan: text(plan.name),
              agencies: plan.sends
                .filter(({ level }) => level === 1)
                .map(({ agency, count }) => (count === 1 ? names.agency(agency) : `${names.agency(agency)} ×${count}`))
                .join(' · '),
            })
          : t('chooser.noPlan')
      }
    >
      <fieldset className="chooser">
        <legend>{t('chooser.title')}</legend>
        {kindsFor(warning.raised).map((kind, index) => (
          <button
            type="button"
            key={kind}
            className="fm-button"
            aria-pressed={open.kind === kind}
            onClick={() => chooseKind(open, warning, kind)}
          >
            <span>
              {terms(`kind.${kind}`)}
              {kind === proposed.kind ? <small> · {t('chooser.recommended')}</small> : null}
            </span>
            <kbd>{index + 1}</kbd>
          </button>
        ))}
      </fieldset>
      <fieldset className="chooser is-priority">
        <legend>
          {t('chooser.priority')} <kbd>P</kbd>
        </legend>
        {PRIORITIES.map((priority) => (
          <button
            type="button"
            key={priority}
            className="fm-button"
            aria-pressed={open.priority === priority}
            onClick={() => choosePriority(open, priority)}
          >
            {priority} {terms(`priority.p${priority}`)}
          </button>
        ))}
      </fieldset>
      <ActButton label={t('chooser.accept')} act="recommended" first refusal={null} onAct={acceptChoice} />
    </Acts>
  )
}
