/** The timeline: who did what, when by the source's clock and, where it differs, when it was recorded; opened on purpose, because a look leaves a trace. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { onFacts } from '../../../console/live.ts'
import { type AgencyId, type IncidentId, id } from '../../../core/ids.ts'
import { SECOND } from '../../../core/time.ts'
import { kindOf, type Numbered } from '../../../journal/fact.ts'
import type { OrderFact } from '../../order.ts'
import { shownPicture } from '../../picture/console/shown.ts'
import { timelineSeen } from './desk-state.ts'
import { useFactSentence } from './fact-sentence.ts'
import { useDesk, useNames } from './words.ts'
import './timeline.css'

type Told =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: string }
  | { readonly state: 'here'; readonly facts: readonly Numbered[] }

/** `streams` are those of the incident, its warning and its orders; new facts of theirs are added as they come. */
export function Timeline(props: {
  readonly incident: IncidentId
  readonly streams: ReadonlySet<string>
  readonly agencyOf: (stream: string) => AgencyId | null
}): ReactNode {
  const t = useDesk()
  const [open, setOpen] = useState(false)
  return (
    <section className="side-part timeline">
      <button
        type="button"
        className="fm-plain timeline-title"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open)
          timelineSeen.set(true)
        }}
      >
        <h3>{t('timeline.title')}</h3>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span>
      </button>
      {open ? <Told {...props} /> : null}
    </section>
  )
}

function Told(props: Parameters<typeof Timeline>[0]): ReactNode {
  const { incident, streams } = props
  const t = useDesk()
  const refusal = useRefusal()
  const [told, setTold] = useState<Told>({ state: 'loading' })
  useEffect(() => {
    const stopping = new AbortController()
    void get<{ facts: readonly Numbered[] }>(`/api/incidents/${incident}/timeline`, { signal: stopping.signal }).then(
      (answer) => {
        if (stopping.signal.aborted) return
        setTold(answer.ok ? { state: 'here', facts: answer.value.facts } : { state: 'failed', refusal: answer.refusal })
      },
    )
    return () => stopping.abort()
  }, [incident])
  useEffect(
    () =>
      onFacts((facts) => {
        const mine = facts.filter((fact) => streams.has(fact.stream))
        if (mine.length === 0) return
        setTold((now) => {
          if (now.state !== 'here') return now
          const last = now.facts.at(-1)?.seq ?? 0
          return { state: 'here', facts: [...now.facts, ...mine.filter((fact) => fact.seq > last)] }
        })
      }),
    [streams],
  )
  if (told.state === 'loading') return <p className="side-note">{t('order.planLoading')}</p>
  if (told.state === 'failed')
    return (
      <p className="side-note">
        {t('timeline.failed')} {refusal(told.refusal)}
      </p>
    )
  return (
    <ol>
      {told.facts.map((fact) => (
        <Line key={fact.seq} told={fact} agency={props.agencyOf(fact.stream)} />
      ))}
    </ol>
  )
}

/** The picture that this line tells of, large; a line of anything else has nothing to show. */
function ShowPicture({ told }: { readonly told: Numbered }): ReactNode {
  const { t } = useTranslation('pictures')
  // The journal holds under an order only facts of orders.
  const fact = kindOf(told.stream) === 'order' ? (told.fact as OrderFact) : null
  if (fact?.type !== 'pictured') return null
  return (
    <button type="button" className="fm-plain is-inline" onClick={() => shownPicture.set(fact.still)}>
      {t('show')}
    </button>
  )
}

/** Two clocks that differ by less are one. */
const APART_MS = 2 * SECOND

function Line(props: { readonly told: Numbered; readonly agency: AgencyId | null }): ReactNode {
  const { told } = props
  const t = useDesk()
  const format = useFormat()
  const names = useNames()
  const sentence = useFactSentence()
  const { by } = told
  const who =
    by.kind === 'system'
      ? t('timeline.by.system')
      : by.kind === 'person'
        ? names.person(by.id)
        : names.agency(id<'agency'>(by.id))
  return (
    <li title={`#${told.seq}`}>
      <time>{format.exact(told.fact.at)}</time>
      <span>
        {sentence(told, props.agency)}
        <ShowPicture told={told} />
        <small>
          {' '}
          · {who}
          {Math.abs(told.recordedAt - told.fact.at) > APART_MS
            ? ` · ${t('timeline.recorded', { at: format.exact(told.recordedAt) })}`
            : null}
        </small>
      </span>
    </li>
  )
}
