/** The evidence of one warning at the desk: folded until it is opened on purpose; then the clip with its proofs, the hold, and the copies that leave the house. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import { never } from '../../../core/result.ts'
import { type Evidence, isOpen, type Recording, spanOf } from '../../evidence/evidence.ts'
import { Acts } from './acts.tsx'
import { Copies } from './copies.tsx'
import { opened } from './opened.ts'
import { useEvidence } from './use-evidence.ts'
import './evidence.css'

export type Names = { readonly person: (id: string) => string }

/** `incident`: the reason to look once one stands; before that it is the shift's own work. */
export function EvidencePart(props: {
  readonly warning: string
  readonly incident: string | null
  readonly names: Names
}): ReactNode {
  const { warning, incident } = props
  const { t } = useTranslation('evidence')
  const open = useCell(opened) === warning
  const purpose = incident ? `incident/${incident}` : 'duty'
  const part = useRef<HTMLElement>(null)
  // Opened by its key it may lie below what is in sight.
  useEffect(() => {
    if (open) part.current?.scrollIntoView({ block: 'start' })
  }, [open])
  return (
    <section ref={part} className="side-part evidence">
      <button
        type="button"
        className="fm-plain timeline-title"
        aria-expanded={open}
        aria-keyshortcuts="e"
        onClick={() => opened.set(open ? null : warning)}
      >
        <h3>{t('title')}</h3>
        <span>
          <kbd>E</kbd> <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        </span>
      </button>
      {open ? (
        <Opened {...props} purpose={purpose} />
      ) : (
        <p className="side-note">{t(incident ? 'traced.incident' : 'traced.duty')}</p>
      )}
    </section>
  )
}

function Opened(props: Parameters<typeof EvidencePart>[0] & { readonly purpose: string }): ReactNode {
  const { t } = useTranslation('evidence')
  const refusal = useRefusal()
  const now = useEvidence(props.warning, props.purpose)
  switch (now.state) {
    case 'loading':
      return <p className="side-note">{t('loading')}</p>
    case 'refused':
      return (
        <p className="side-note" role="alert">
          {refusal(now.refusal)}
        </p>
      )
    case 'here':
      return (
        <>
          <Shown evidence={now.evidence} purpose={props.purpose} names={props.names} />
          <Acts evidence={now.evidence} />
          <Copies evidence={now.evidence} purpose={props.purpose} names={props.names} />
        </>
      )
  }
  return never(now)
}

function Shown(props: { readonly evidence: Evidence; readonly purpose: string; readonly names: Names }): ReactNode {
  const { evidence } = props
  const { t } = useTranslation('evidence')
  const format = useFormat()
  const refusal = useRefusal()
  const now = useNow(1_000)
  switch (evidence.state) {
    case 'asked': {
      const { to } = spanOf(evidence.subject)
      return (
        <p className="evidence-state" role="status">
          {now < to ? t('recording', { at: format.clock(to), left: format.span(to - now) }) : t('closing')}
        </p>
      )
    }
    case 'due':
      return <p className="evidence-state">{t('due')}</p>
    case 'erased':
      return <p className="evidence-state">{t('erased', { at: format.date(evidence.erasedAt) })}</p>
    case 'kept':
    case 'held': {
      const { recording } = evidence
      if (recording.kind === 'none')
        return (
          <p className="evidence-state">
            {t('none')} {refusal(recording.because)}
          </p>
        )
      return <Clip {...props} clip={recording} />
    }
  }
  return never(evidence)
}

function Clip(props: {
  readonly evidence: Evidence
  readonly clip: Extract<Recording, { kind: 'clip' }>
  readonly purpose: string
  readonly names: Names
}): ReactNode {
  const { evidence, clip } = props
  const { t } = useTranslation('evidence')
  const format = useFormat()
  const [unplayable, setUnplayable] = useState(false)
  const { cameraOffsetMs } = clip.clock
  const { version } = evidence.subject
  return (
    <>
      {unplayable ? (
        <p className="evidence-state" role="alert">
          {t('unplayable', { codec: clip.codec })}
        </p>
      ) : (
        <video
          className="evidence-clip"
          controls
          muted
          playsInline
          preload="metadata"
          src={`/api/evidence/${evidence.id}/clip.mp4?purpose=${encodeURIComponent(props.purpose)}`}
          aria-label={t('player', { from: format.clock(clip.from), to: format.clock(clip.to) })}
          onError={() => setUnplayable(true)}
        />
      )}
      <dl className="side-facts">
        <dt>{t('span')}</dt>
        <dd className="fm-number">
          {format.clock(clip.from)} – {format.clock(clip.to)} · {format.span(clip.to - clip.from)}
        </dd>
        <dt>{t('clock')}</dt>
        <dd>
          {t('clockArrival')};{' '}
          {cameraOffsetMs === null ? t('clockUnknown') : t('clockOff', { span: format.span(Math.abs(cameraOffsetMs)) })}
        </dd>
        <dt>{t('hash')}</dt>
        <dd className="evidence-hash">{clip.sha256}</dd>
        <dt>{t('made')}</dt>
        <dd>
          {version ? `${t('version', { version })} · ` : null}
          {clip.codec} {clip.width}×{clip.height}, {t(clip.streamCopied ? 'copied' : 'encoded')}
        </dd>
        {isOpen(evidence) ? (
          <>
            <dt>{t('kept')}</dt>
            <dd>
              {evidence.state === 'held'
                ? t('held', {
                    who: props.names.person(evidence.hold.by),
                    at: format.date(evidence.hold.at),
                    why: `${t(`why.${evidence.hold.why.for}`)} ${evidence.hold.why.file}`,
                  })
                : t('keptUntil', { at: format.date(evidence.eraseAfter) })}
            </dd>
          </>
        ) : null}
      </dl>
    </>
  )
}
