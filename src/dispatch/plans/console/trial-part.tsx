/** A draft tried on past incidents, page by page with its progress; it can be stopped, and what was counted so far stays. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import type { Result } from '../../../core/result.ts'
import { useNames, useTerms } from '../../console/desk/words.ts'
import type { PlanRule } from '../../plan.ts'
import { summed, type Tried } from '../trial.ts'
import { askTrial, type TrialPage } from './asking.ts'

const SIZES = [100, 500, 2_000] as const
const PAGE = 100
const MOST_SHOWN = 100

type Now = {
  readonly tried: readonly Tried[]
  readonly total: number
  readonly running: boolean
  readonly refusal: string | null
}

export function Trial(props: { readonly draft: PlanRule | null; readonly trying: number }): ReactNode {
  const { t } = useTranslation('plans')
  const format = useFormat()
  const refusal = useRefusal()
  const [size, setSize] = useState<number>(SIZES[0])
  const [now, setNow] = useState<Now | null>(null)
  const stopping = useRef<AbortController | null>(null)
  useEffect(() => () => stopping.current?.abort(), [])

  const run = async (): Promise<void> => {
    stopping.current?.abort()
    const stop = new AbortController()
    stopping.current = stop
    let tried: readonly Tried[] = []
    let before: string | null = null
    setNow({ tried, total: size, running: true, refusal: null })
    for (;;) {
      const take = Math.min(PAGE, size - tried.length)
      const answer: Result<TrialPage> = await askTrial({ draft: props.draft, before, take }, stop.signal)
      if (stop.signal.aborted) return
      if (!answer.ok) return setNow({ tried, total: size, running: false, refusal: answer.refusal })
      tried = [...tried, ...answer.value.tried]
      before = answer.value.next
      const total = Math.min(size, answer.value.total)
      const running = before !== null && tried.length < size
      setNow({ tried, total, running, refusal: null })
      if (!running) return
    }
  }
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (props.trying > 0) void latest.current()
  }, [props.trying])

  return (
    <section className="plans-trial">
      <h2>{t('trial.title')}</h2>
      <div className="plans-line">
        <select value={size} aria-label={t('trial.title')} onChange={(event) => setSize(Number(event.target.value))}>
          {SIZES.map((one) => (
            <option key={one} value={one}>
              {t('trial.last', { count: one })}
            </option>
          ))}
        </select>
        <button type="button" className="fm-button" onClick={() => void run()}>
          {t('trial.run')}
        </button>
        {now?.running ? (
          <>
            <progress max={now.total} value={now.tried.length} />
            <span>
              {t('trial.progress', { done: format.number(now.tried.length), total: format.number(now.total) })}
            </span>
            <button
              type="button"
              className="fm-plain"
              onClick={() => {
                stopping.current?.abort()
                setNow({ ...now, running: false })
              }}
            >
              {t('trial.stop')}
            </button>
          </>
        ) : null}
      </div>
      {now?.refusal ? <p role="alert">{refusal(now.refusal)}</p> : null}
      {now && !now.running && now.tried.length === 0 && !now.refusal ? <p>{t('trial.none')}</p> : null}
      {now && now.tried.length > 0 ? <Results tried={now.tried} /> : null}
    </section>
  )
}

const signed = (value: number): string => (value > 0 ? `+${value}` : value === 0 ? '0' : `−${-value}`)

function Results({ tried }: { readonly tried: readonly Tried[] }): ReactNode {
  const { t } = useTranslation('plans')
  const terms = useTerms()
  const names = useNames()
  const format = useFormat()
  const sum = summed(tried)
  const otherwise = tried.filter(
    (each) => each.before !== each.after || each.agencies.some(({ would, did }) => would !== did),
  )
  return (
    <>
      <p>{t('trial.sum', sum)}</p>
      <table className="plans-table">
        <thead>
          <tr>
            <th scope="col">{t('trial.agency')}</th>
            <th scope="col">{t('trial.would')}</th>
            <th scope="col">{t('trial.did')}</th>
            <th scope="col">{t('trial.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {sum.agencies.map(({ agency, would, did }) => (
            <tr key={agency}>
              <th scope="row">{names.agency(agency)}</th>
              <td>{format.number(would)}</td>
              <td>{format.number(did)}</td>
              <td>{signed(would - did)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="plans-table">
        <thead>
          <tr>
            <th scope="col">{t('trial.incident')}</th>
            <th scope="col">{t('trial.plan')}</th>
            <th scope="col">{t('trial.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {otherwise.slice(0, MOST_SHOWN).map((each) => (
            <tr key={each.number}>
              <th scope="row">
                {each.number} · {terms(`kind.${each.kind}`)} · {each.priority}
              </th>
              <td>
                {each.after ?? t('trial.noPlan')}
                {each.before !== each.after ? (
                  <small> {t('trial.otherwise', { plan: each.before ?? t('trial.noPlan') })}</small>
                ) : null}
              </td>
              <td>
                {each.agencies
                  .filter(({ would, did }) => would !== did)
                  .map(({ agency, would, did }) => `${names.agency(agency)} ${signed(would - did)}`)
                  .join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {otherwise.length > MOST_SHOWN ? <p>{t('trial.more', { count: otherwise.length - MOST_SHOWN })}</p> : null}
    </>
  )
}
