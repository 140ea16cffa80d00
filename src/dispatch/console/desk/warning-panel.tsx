/** The warning that is selected: its clock, what the sensor saw, why it warns, and the three verdicts. */
import { Fragment, type ReactNode } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useCameras } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { id } from '../../../core/ids.ts'
import { JudgedFigure } from '../../../sensing/console/cameras/judged-figure.tsx'
import { EvidencePart } from '../../../sensing/console/evidence/evidence-part.tsx'
import { ModelNote } from '../../../sensing/console/model-note.tsx'
import { Zoomed, type ZoomedStill } from '../../../sensing/console/ptz/zoomed.tsx'
import { gradeOf, lampsOf, stillOf, VERDICTS, type Verdict, type Warning } from '../../warning.ts'
import { usePlaceLines } from '../place/place-words.ts'
import { judgeSelected, openChooser, undo } from './acts.ts'
import { ChooserPanel } from './chooser.tsx'
import { chooser } from './desk-state.ts'
import { SameEvent } from './event/event-part.tsx'
import { mayJudge, mayWithdraw } from './may.ts'
import { minuteOfWarning } from './minute.ts'
import { MinuteClock, Steps } from './minute-clock.tsx'
import { ActButton, Acts } from './next-acts.tsx'
import { select } from './selection.ts'
import { Still } from './still.tsx'
import { useJudged } from './use-judged.ts'
import { useDesk, useNames, useTerms } from './words.ts'

export function WarningPanel(props: { readonly warning: Warning }): ReactNode {
  const { warning } = props
  const t = useDesk()
  const terms = useTerms()
  const placeLines = usePlaceLines()
  const names = useNames()
  const { raised } = warning
  const place = placeLines(raised.place)
  const at = (now: number) => minuteOfWarning(warning, now)
  const title = [terms(`warning.${raised.kind}`), place.first, place.second].filter(Boolean).join(' · ')
  return (
    <>
      <div className="side-scroll">
        <MinuteClock title={title} at={at} ended={t('minute.judged')} byCall={false} />
        <section className="side-part">
          <Still raised={raised} still={stillOf(warning)} />
          <Zoomed stills={zoomedIn(warning)} />
          <Reason warning={warning} />
        </section>
        <section className="side-part">
          <Steps
            minute={at(nowByServer())}
            notes={{
              warned: terms(`warning.${raised.kind}`),
              ...(warning.state === 'judged' ? { judged: t('stepBy', { who: names.person(warning.by) }) } : {}),
            }}
          />
        </section>
        <SameEvent selection={{ what: 'warning', id: warning.id }} />
        {raised.source.kind === 'camera' ? (
          <EvidencePart
            warning={warning.id}
            incident={warning.state === 'judged' ? warning.incident : null}
            names={names}
          />
        ) : null}
      </div>
      <Verdicts warning={warning} />
    </>
  )
}

/** The stills of later signs, those of a PTZ first of all. */
function zoomedIn({ raised, supports = [] }: Warning): readonly ZoomedStill[] {
  return supports.flatMap(({ still, source, observedAt, hazardLights }) =>
    still === undefined || still === stillOf({ raised, supports })
      ? []
      : [{ still, label: source.label, at: observedAt, hazardLights }],
  )
}

function Reason(props: { readonly warning: Warning }): ReactNode {
  const t = useDesk()
  const text = useText()
  const { raised, supports = [] } = props.warning
  const judged = useJudged()
  const cameras = useCameras()
  const lamps = lampsOf(props.warning)
  const lights = lamps === null ? t('warning.lightsUnknown') : t(lamps ? 'warning.lightsOn' : 'warning.lightsOff')
  return (
    <dl className="side-facts">
      <dt>{t('warning.reason')}</dt>
      <dd>{text(raised.reason)}</dd>
      <dt>{t('warning.source')}</dt>
      <dd>
        {text(raised.source.label)} · {t(`warning.grade.${gradeOf(props.warning)}`)}
        {raised.kind === 'stopped-vehicle' ? ` · ${lights}` : null}
        {raised.source.kind === 'camera' ? (
          <div>
            <JudgedFigure judged={judged.get(raised.source.id) ?? null} />
          </div>
        ) : null}
        {gradeOf(props.warning) === 'B' && raised.source.kind === 'camera' ? (
          <p className="side-note">
            <ModelNote model={cameras.get(id<'camera'>(raised.source.id))?.model} onlyTrouble />
          </p>
        ) : null}
      </dd>
      {supports.map((support) => (
        <Fragment key={`${support.source.id} ${support.observedAt}`}>
          <dt>{text(support.source.label)}</dt>
          <dd>{text(support.reason)}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

const KEY: Record<Verdict, 'true' | 'false' | 'cannot-tell'> = {
  true: 'true',
  false: 'false',
  'cannot-tell': 'cannot-tell',
}

function Verdicts(props: { readonly warning: Warning }): ReactNode {
  const { warning } = props
  const t = useDesk()
  const terms = useTerms()
  const format = useFormat()
  const names = useNames()
  const me = usePerson().id
  const open = useCell(chooser)
  if (warning.state === 'judged') {
    const said = t('warning.judgedAs', {
      verdict: terms(`verdict.${warning.verdict}`),
      who: names.person(warning.by),
      at: format.clock(warning.judgedAt),
    })
    const { incident } = warning
    return (
      <Acts about={warning.id} note={said}>
        {incident ? (
          <ActButton
            label={t('warning.opened')}
            act={null}
            first
            refusal={null}
            onAct={() => select({ what: 'incident', id: incident })}
          />
        ) : null}
        <ActButton label={t('act.undo')} act="undo" refusal={mayWithdraw(warning, me, nowByServer())} onAct={undo} />
      </Acts>
    )
  }
  if (open?.warning === warning.id) return <ChooserPanel open={open} warning={warning} />
  return (
    <Acts about={warning.id}>
      {VERDICTS.map((verdict) => (
        <ActButton
          key={verdict}
          label={t(`act.${verdict}`)}
          act={KEY[verdict]}
          first={verdict === 'true'}
          refusal={mayJudge(warning, verdict, me, nowByServer())}
          onAct={() => (verdict === 'true' ? openChooser() : judgeSelected(verdict))}
        />
      ))}
    </Acts>
  )
}
