/** A drawing tried on the last ten minutes recorded: progress, a bar with the warnings it would have raised, their boxes on the picture; it can be stopped. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import type { Drawing } from '../../calibration.ts'
import type { Rehearsal } from '../../eyes.ts'
import { tryOn } from './asking.ts'
import type { Boxed } from './stage.tsx'

type Warned = Extract<Rehearsal, { kind: 'warning' }>
type Trial = {
  readonly state: 'none' | 'running' | 'stopped' | 'away' | 'ended'
  readonly doneMs: number
  readonly ofMs: number
  readonly warnings: readonly Warned[]
  readonly refusal: string | null
}
const NONE: Trial = { state: 'none', doneMs: 0, ofMs: 1, warnings: [], refusal: null }

function taken(trial: Trial, step: Rehearsal): Trial {
  switch (step.kind) {
    case 'progress':
      return { ...trial, doneMs: step.doneMs, ofMs: Math.max(1, step.ofMs) }
    case 'warning':
      return { ...trial, warnings: [...trial.warnings, step] }
    case 'end':
      return { ...trial, state: 'ended', doneMs: step.watchedMs }
  }
}

export function TrialPanel(props: {
  readonly camera: string
  readonly drawing: () => Drawing
  /** Why the drawing cannot be used; null: it can. */
  readonly refusal: string | null
  readonly onBoxes: (boxes: readonly Boxed[]) => void
}): ReactNode {
  const { onBoxes } = props
  const { t } = useTranslation('cameras')
  const { t: terms } = useTranslation('terms')
  const format = useFormat()
  const text = useText()
  const refusal = useRefusal()
  const [trial, setTrial] = useState<Trial>(NONE)
  const [chosen, setChosen] = useState(0)
  const stopping = useRef<AbortController | null>(null)
  useEffect(() => () => stopping.current?.abort(), [])
  const { warnings } = trial
  useEffect(() => {
    onBoxes(
      warnings.map(({ warning }, index) => ({
        box: warning.box,
        label: terms(`warning.${warning.type}`),
        chosen: index === chosen,
      })),
    )
  }, [warnings, chosen, onBoxes, terms])

  const start = async (): Promise<void> => {
    const own = new AbortController()
    stopping.current?.abort()
    stopping.current = own
    setChosen(0)
    setTrial({ ...NONE, state: 'running' })
    const done = await tryOn(props.camera, props.drawing(), own.signal, (step) => setTrial((now) => taken(now, step)))
    if (stopping.current !== own) return
    setTrial((now) => {
      if (!done.ok) return { ...now, state: 'none', refusal: done.refusal }
      if (now.state !== 'running') return now
      return { ...now, state: own.signal.aborted ? 'stopped' : 'away' }
    })
  }
  const running = trial.state === 'running'
  const cannot = !running && props.refusal !== null
  return (
    <section className="panel trial">
      <div className="trial-head">
        <h2>{t('trial.title')}</h2>
        <button
          type="button"
          className="fm-button"
          aria-disabled={cannot}
          onClick={() => {
            if (running) stopping.current?.abort()
            else if (!cannot) void start()
          }}
        >
          <span>
            {t(running ? 'trial.stop' : 'trial.start')}
            {cannot ? <small className="acts-why">{refusal(props.refusal ?? '')}</small> : null}
          </span>
        </button>
      </div>
      <p role="status">
        {trial.refusal ? refusal(trial.refusal) : null}
        {trial.state === 'none' && !trial.refusal ? t('trial.lead') : null}
        {running && trial.ofMs <= 1 ? t('trial.fetching') : null}
        {running && trial.ofMs > 1
          ? t('trial.running', { done: format.span(trial.doneMs), all: format.span(trial.ofMs) })
          : null}
        {trial.state === 'stopped' ? t('trial.stopped', { done: format.span(trial.doneMs) }) : null}
        {trial.state === 'away' ? t('trial.away') : null}
        {trial.state === 'ended'
          ? t('trial.ended', { watched: format.span(trial.doneMs), count: warnings.length })
          : null}
        {running && trial.ofMs > 1 && warnings.length === 0 ? ` · ${t('trial.none')}` : null}
      </p>
      {trial.state === 'none' ? null : (
        <div className="trial-bar" role="img" aria-label={t('trial.bar')}>
          <i className="trial-done" style={{ width: `${Math.min(1, trial.doneMs / trial.ofMs) * 100}%` }} />
          {warnings.map(({ warning, at }, index) => (
            <button
              key={`${at} ${warning.type} ${warning.box.join()}`}
              type="button"
              aria-pressed={index === chosen}
              title={terms(`warning.${warning.type}`)}
              style={{ left: `${Math.min(1, (warning.mediaSeconds * 1000) / trial.ofMs) * 100}%` }}
              onClick={() => setChosen(index)}
            />
          ))}
        </div>
      )}
      <ol className="trial-warnings">
        {warnings.map(({ warning, at }, index) => (
          <li key={`${at} ${warning.type} ${warning.box.join()}`}>
            <button type="button" className="fm-plain" aria-pressed={index === chosen} onClick={() => setChosen(index)}>
              {t('trial.at', {
                at: format.clock(at),
                kind: terms(`warning.${warning.type}`),
                zone: warning.zone ? t(`zone.${warning.zone}`) : '–',
                grade: warning.grade,
              })}
              <small>{text(warning.reason)}</small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
