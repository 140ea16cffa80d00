/** One plan being edited: its form, what it lacks, the conflict when somebody else was faster, publishing with a reason, and below it the trial and the older versions. */
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, send } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { nowByServer } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { go } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { useNames, useTerms } from '../../console/desk/words.ts'
import { type PlanRule, type Unfulfillable, unfulfillable } from '../../plan.ts'
import { changedParts, lackOf } from '../draft.ts'
import { decide, type Plan } from '../life.ts'
import { RuleForm } from './form.tsx'
import { Trial } from './trial-part.tsx'
import { Versions } from './versions.tsx'

export function Editor(props: {
  /** null: a new one. */
  readonly plan: Plan | null
  readonly begin: PlanRule
  readonly lacking: readonly Unfulfillable[]
}): ReactNode {
  const { plan } = props
  const { t } = useTranslation('plans')
  const refusal = useRefusal()
  const text = useText()
  const format = useFormat()
  const names = useNames()
  const me = usePerson().id
  const [draft, setDraft] = useState(props.begin)
  const [reason, setReason] = useState('')
  /** The version that the draft stands on. */
  const [base, setBase] = useState(plan?.version ?? 0)
  const [said, setSaid] = useState<{ readonly tone: 'said' | 'refused'; readonly text: string } | null>(null)
  const [trying, setTrying] = useState(0)
  const overtaken = plan !== null && plan.version !== base
  const lack = lackOf(draft, reason)
  const wish = { type: 'publish', rule: draft, reason, expected: base, by: me } as const
  const decided = decide(plan, wish, nowByServer())
  const why = lack ? t(`lacks.${lack}`) : decided.ok ? null : refusal(decided.refusal)

  const take = (from: Plan): void => {
    setDraft(from.rule)
    setBase(from.version)
    setSaid(null)
  }
  const publish = async (): Promise<void> => {
    if (why) return setSaid({ tone: 'refused', text: why })
    const wished = act(`/api/plans/${encodeURIComponent(draft.id)}/versions`, { expected: base, reason, rule: draft })
    const answer = await send<{ readonly plan: Plan }>(wished)
    if (!answer.ok) return setSaid({ tone: 'refused', text: refusal(answer.refusal) })
    setBase(answer.value.plan.version)
    setReason('')
    setSaid({ tone: 'said', text: t('published', { version: answer.value.plan.version }) })
    if (!plan) go(`/plans?plan=${encodeURIComponent(draft.id)}`, 'replace')
  }
  const retire = async (): Promise<void> => {
    if (!plan) return
    if (reason.trim() === '') return setSaid({ tone: 'refused', text: t('lacks.reason') })
    const answer = await send<{ readonly plan: Plan }>(
      act(`/api/plans/${encodeURIComponent(plan.id)}/retirement`, { expected: base, reason }),
    )
    if (!answer.ok) return setSaid({ tone: 'refused', text: refusal(answer.refusal) })
    setBase(answer.value.plan.version)
    setReason('')
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey) return
    event.preventDefault()
    if (event.shiftKey) setTrying((count) => count + 1)
    else void publish()
  }
  return (
    // The keys belong to the form as a whole.
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works from every field of the form
    <div className="plans-editor" onKeyDown={pressed}>
      {plan ? (
        <p className="plans-standing">
          {text(plan.rule.name)} ·{' '}
          {t('versionBy', {
            version: plan.version,
            who: plan.by ? names.person(plan.by) : t('seeded'),
            at: format.date(plan.at),
          })}{' '}
          · {t(plan.state === 'retired' ? 'retired' : 'inForce')}
          {plan.reason ? ` · ${plan.reason}` : null}
        </p>
      ) : null}
      {overtaken && plan ? (
        <Conflict plan={plan} draft={draft} onTake={() => take(plan)} onKeep={() => setBase(plan.version)} />
      ) : null}
      <RuleForm rule={draft} isNew={plan === null} onChange={setDraft} />
      <Lacking draft={draft} published={props.lacking} />
      <footer className="plans-publish">
        <input
          value={reason}
          maxLength={200}
          placeholder={t('field.reason')}
          aria-label={t('field.reason')}
          onChange={(event) => setReason(event.target.value)}
        />
        <button
          type="button"
          className={why ? 'fm-button' : 'fm-button is-first'}
          aria-disabled={why !== null}
          onClick={() => void publish()}
        >
          <span>
            {t('publish')}
            {why ? <small className="acts-why">{why}</small> : null}
          </span>
        </button>
        {plan?.state === 'in-force' ? (
          <button type="button" className="fm-button" onClick={() => void retire()}>
            {t('retire')}
          </button>
        ) : null}
      </footer>
      <output className={said?.tone === 'refused' ? 'plans-said is-refused' : 'plans-said'} aria-live="polite">
        {said?.text ?? t('keys')}
      </output>
      <Trial draft={lackOf(draft, '-') === null ? draft : null} trying={trying} />
      {plan ? <Versions id={plan.id} latest={plan.version} onRestore={setDraft} /> : null}
    </div>
  )
}

/** Somebody was faster: both are in sight, and the editor decides which goes on. */
function Conflict(props: {
  readonly plan: Plan
  readonly draft: PlanRule
  readonly onTake: () => void
  readonly onKeep: () => void
}): ReactNode {
  const { plan } = props
  const { t } = useTranslation('plans')
  const names = useNames()
  const parts = changedParts(plan.rule, props.draft)
  return (
    <section className="plans-conflict" role="alert">
      <p>
        {t('conflict.title', {
          who: plan.by ? names.person(plan.by) : t('seeded'),
          version: plan.version,
          reason: plan.reason ?? '',
        })}
      </p>
      {parts.length > 0 ? (
        <p>{t('conflict.differs', { parts: parts.map((part) => t(`part.${part}`)).join(' · ') })}</p>
      ) : null}
      <button type="button" className="fm-button" onClick={props.onTake}>
        {t('conflict.take')}
      </button>
      <button type="button" className="fm-button" onClick={props.onKeep}>
        {t('conflict.keep')}
      </button>
    </section>
  )
}

/** What nobody can ever serve, of the draft as it stands. */
function Lacking(props: { readonly draft: PlanRule; readonly published: readonly Unfulfillable[] }): ReactNode {
  const { t } = useTranslation('plans')
  const names = useNames()
  const terms = useTerms()
  const { units } = useReference()
  const all = units.length === 0 ? props.published : unfulfillable([props.draft], units)
  if (all.length === 0) return null
  return (
    <ul className="plans-unfulfillable">
      {all.map(({ send, missing }) => (
        <li key={props.draft.sends.indexOf(send)}>
          {t('unfulfillable', {
            agency: names.agency(send.agency),
            missing,
            count: send.count,
            what: [send.unitKind === null ? '' : terms(`unitKind.${send.unitKind}`), ...send.capabilities].join(' · '),
          })}
        </li>
      ))}
    </ul>
  )
}
