/** The first-minute clock: the seconds since the first observation, the bar of whose time it was, and the steps passed. */
import type { ReactNode } from 'react'
import { minuteClock, useFormat } from '../../../console/i18n/format.ts'
import { useNow } from '../../../console/now.ts'
import { type FirstMinute, type Step, TARGET_MS, timeOf, type Whose } from './minute.ts'
import { useDesk } from './words.ts'
import './minute-clock.css'

const WHOSE: readonly Whose[] = ['watching', 'machine', 'human']

/** `at` makes the picture of an instant; it runs only while the clock does. */
export function MinuteClock(props: {
  readonly title: ReactNode
  readonly at: (now: number) => FirstMinute
  /** Words for why it stands still. */
  readonly ended: string
  /** Words for having ended within the minute. */
  readonly made?: string
  readonly byCall: boolean
}): ReactNode {
  const t = useDesk()
  const format = useFormat()
  const minute = props.at(useNow(250))
  const left = TARGET_MS - minute.elapsedMs
  const still = minute.endedAt !== null
  return (
    <section className="minute">
      <div className="minute-title">{props.title}</div>
      <div className={`minute-clock is-${minute.turn}`} role="timer" aria-live="off">
        {minuteClock(minute.elapsedMs)}
        <small>{still ? props.ended : t(props.byCall ? 'minute.sinceCall' : 'minute.since')}</small>
        <span className="minute-turn">{still ? null : t(`turn.${minute.turn}`)}</span>
      </div>
      <Bar minute={minute} />
      <div className="minute-legend">
        {WHOSE.filter((whose) => timeOf(minute, whose) > 0).map((whose) => (
          <span key={whose} className={`is-${whose}`}>
            {t(`minute.whose.${whose}`)} {format.span(timeOf(minute, whose))}
          </span>
        ))}
        <span className="minute-left">
          {left >= 0
            ? still
              ? props.made
              : t('minute.left', { span: format.span(left) })
            : t('minute.past', { span: format.span(-left) })}
        </span>
      </div>
    </section>
  )
}

function Bar(props: { readonly minute: FirstMinute }): ReactNode {
  const t = useDesk()
  const { minute } = props
  const whole = Math.max(TARGET_MS, minute.elapsedMs)
  return (
    <div className="minute-bar" role="img" aria-label={t('minute.bar')}>
      {minute.segments.map((segment, index) => (
        // Segments keep their place for ever; only the last one grows.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <i key={index} className={`is-${segment.whose}`} style={{ width: `${(segment.ms / whole) * 100}%` }} />
      ))}
      {whole > TARGET_MS ? <b style={{ left: `${(TARGET_MS / whole) * 100}%` }} /> : null}
    </div>
  )
}

/** Each step with its time since the start; a shape of its own for passed, running and ahead. */
export function Steps(props: {
  readonly minute: FirstMinute
  readonly notes: Partial<Record<Step['name'], string>>
}): ReactNode {
  const t = useDesk()
  const format = useFormat()
  const { minute } = props
  return (
    <ol className="steps">
      {minute.steps.map((step) => (
        <li key={step.name} className={`is-${step.state}`}>
          <svg width="14" height="14" viewBox="0 0 14 14" role="img" aria-label={t(`stepState.${step.state}`)}>
            {step.state === 'passed' ? (
              <path d="m2 7.5 3.2 3.3L12 3.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
            ) : (
              <>
                <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
                {step.state === 'running' ? <path d="M7 1.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" /> : null}
              </>
            )}
          </svg>
          <span>
            {t(`step.${step.name}`)}
            {step.count ? ` ${step.count.passed} / ${step.count.of}` : null}
            {props.notes[step.name] ? <small> · {props.notes[step.name]}</small> : null}
          </span>
          <time>
            {step.at === null
              ? null
              : step.name === 'seen'
                ? format.exact(step.at)
                : `+ ${format.span(step.at - minute.startedAt)}`}
          </time>
        </li>
      ))}
    </ol>
  )
}
