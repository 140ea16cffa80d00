/** The copies of one piece of evidence: how far each is, the second person's word, stopping, and fetching. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, get, send } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { SECOND } from '../../../core/time.ts'
import type { Evidence } from '../../evidence/evidence.ts'
import { decide, type Export } from '../../evidence/export.ts'
import type { CopyProgress, ExportSeen } from '../../evidence/wire.ts'
import type { Names } from './evidence-part.tsx'

type Given = { readonly evidence: Evidence; readonly purpose: string; readonly names: Names }

export function Copies(props: Given): ReactNode {
  const { t } = useTranslation('evidence')
  const { exports } = props.evidence
  if (exports.length === 0) return null
  return (
    <div className="copies">
      <h3>{t('copies')}</h3>
      <ul>
        {exports.toReversed().map((copy) => (
          <Copy key={copy.id} {...props} copy={copy} />
        ))}
      </ul>
    </div>
  )
}

const SAYINGS = { approval: 'approve-export', refusal: 'refuse-export', stop: 'stop-export' } as const
const SAID = { approval: 'approve', refusal: 'refuse', stop: 'stop' } as const

function Copy(props: Given & { readonly copy: Export }): ReactNode {
  const { evidence, copy } = props
  const { t } = useTranslation('evidence')
  const format = useFormat()
  const refusal = useRefusal()
  const me = usePerson()
  const progress = useProgress(evidence.id, copy, props.purpose)
  const [refused, setRefused] = useState<string | null>(null)
  const address = `/api/evidence/${evidence.id}/exports/${copy.id}`

  const whyNot = (saying: keyof typeof SAYINGS): string | null => {
    if (saying !== 'stop' && me.role !== 'supervisor') return 'not-allowed'
    const decided = decide(copy, { type: SAYINGS[saying], at: nowByServer(), export: copy.id, by: me.id })
    return decided.ok ? null : decided.refusal
  }
  const button = (saying: keyof typeof SAYINGS): ReactNode => {
    const cannot = whyNot(saying)
    return (
      <button
        type="button"
        className="fm-button"
        aria-disabled={cannot !== null}
        onClick={() => {
          if (cannot === null)
            void send(act(`${address}/${saying}`)).then((answer) => setRefused(answer.ok ? null : answer.refusal))
        }}
      >
        <span>
          {t(SAID[saying])}
          {cannot ? <small className="acts-why">{refusal(cannot)}</small> : null}
        </span>
      </button>
    )
  }
  return (
    <li data-copy={copy.state}>
      <span>
        {t('asked', {
          form: t(`form.${copy.form}`),
          why: `${t(`why.${copy.why.for}`)} ${copy.why.file}`,
          who: props.names.person(copy.by),
          at: format.clock(copy.at),
        })}
        {' · '}
        <strong>
          {t(`state.${copy.state}`)}
          {copy.state === 'failed' ? `: ${t(`failure.${copy.cause}`)}` : null}
        </strong>
      </span>
      {copy.state === 'making' ? (
        <span className="copies-progress">
          <progress
            {...(progress && progress.of > 0 ? { value: progress.done, max: progress.of } : {})}
            aria-label={t('state.making')}
          />
          {progress ? t(`step.${progress.step}`) : null}
        </span>
      ) : null}
      {copy.state === 'waiting' ? (
        <span className="copies-row">
          {button('approval')}
          {button('refusal')}
        </span>
      ) : null}
      {copy.state === 'waiting' || copy.state === 'making' ? (
        <span className="copies-row">{button('stop')}</span>
      ) : null}
      {copy.state === 'made' ? (
        <>
          <span className="copies-row">
            <a
              className="fm-button is-first"
              href={`${address}/copy.mp4?purpose=${encodeURIComponent(props.purpose)}`}
              download
            >
              {t('download')} <small>{t('openUntil', { at: format.date(copy.openUntil) })}</small>
            </a>
          </span>
          {copy.copy.masking ? (
            <small className="evidence-hash">
              {t('masking', {
                model: copy.copy.masking.model,
                every: copy.copy.masking.everyFrames,
                threshold: format.number(copy.copy.masking.threshold, 2),
              })}
            </small>
          ) : null}
          <small className="evidence-hash">
            {t('hash')} {copy.copy.sha256}
          </small>
        </>
      ) : null}
      {refused ? (
        <p role="alert" className="evidence-refused">
          {refusal(refused)}
        </p>
      ) : null}
    </li>
  )
}

/** Asked once a second while the copy is being made. */
function useProgress(evidence: string, copy: Export, purpose: string): CopyProgress | null {
  const [progress, setProgress] = useState<CopyProgress | null>(null)
  const making = copy.state === 'making'
  useEffect(() => {
    if (!making) return
    const timer = setInterval(() => {
      void get<ExportSeen>(`/api/evidence/${evidence}/exports/${copy.id}`, { purpose }).then((answer) => {
        if (answer.ok) setProgress(answer.value.progress)
      })
    }, SECOND)
    return () => clearInterval(timer)
  }, [making, evidence, copy.id, purpose])
  return making ? progress : null
}
