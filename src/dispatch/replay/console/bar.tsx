/** The bar of the replay: whose console, which instant, play, speed, steps, and whether the view is the one that was seen. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sightKey, sightNamed } from '../../../access/sight.ts'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { board as boardCell } from '../../../console/live.ts'
import { useReference } from '../../../console/reference.ts'
import { viewHash } from '../../../console/view-hash.ts'
import { DAY, SECOND } from '../../../core/time.ts'
import { type ReplayKey, replayKey, SPEEDS, speedBeside } from '../keys.ts'
import { compared, instant, loaded, playing, seek, setPlaying, speed, step } from './player.ts'

/** Midnight of this browser's day: the slider runs over the day one looks at. */
function dayOf(at: number): number {
  const day = new Date(at)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

/** `2026-11-28T06:42:31` in this browser's zone, as a field for dates and times wants it. */
function localText(at: number): string {
  const when = new Date(at)
  return new Date(at - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

export function Bar(props: { readonly as: string; readonly onAs: (key: string) => void }): ReactNode {
  const { t } = useTranslation('replay')
  const format = useFormat()
  const at = useCell(instant)
  const on = useCell(playing)
  const fast = useCell(speed)
  useReplayKeys()
  const day = dayOf(at)
  return (
    <section className="replay-bar" aria-label={t('title')}>
      <As {...props} />
      <label>
        {t('at')}{' '}
        <input
          type="datetime-local"
          step="1"
          value={localText(at)}
          onChange={(event) => {
            const when = new Date(event.currentTarget.value).getTime()
            if (Number.isFinite(when)) seek(when)
          }}
        />
      </label>
      <span className="replay-buttons">
        <Button label={t('previous')} sign="[" onPress={() => step(-1)} />
        <Button label={t('back')} sign="−10" onPress={() => seek(at - 10 * SECOND)} />
        <button type="button" className="fm-button is-first" aria-pressed={on} onClick={() => setPlaying(!on)}>
          {t(on ? 'pause' : 'play')}
        </button>
        <Button label={t('on')} sign="+10" onPress={() => seek(at + 10 * SECOND)} />
        <Button label={t('next')} sign="]" onPress={() => step(1)} />
      </span>
      <label>
        {t('speed')}{' '}
        <select
          value={fast}
          onChange={(event) => speed.set(SPEEDS.find((one) => String(one) === event.currentTarget.value) ?? 1)}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {t('times', { count: one })}
            </option>
          ))}
        </select>
      </label>
      <input
        className="replay-slider"
        type="range"
        aria-label={t('slider')}
        aria-valuetext={format.date(at)}
        min={day}
        max={Math.min(day + DAY, Date.now())}
        step={SECOND}
        value={at}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <time className="replay-clock">{format.clock(at)}</time>
      <Proof />
      <small className="replay-keys">{t('keys')}</small>
    </section>
  )
}

function Button(props: { readonly label: string; readonly sign: string; readonly onPress: () => void }): ReactNode {
  return (
    <button type="button" className="fm-button" aria-label={props.label} title={props.label} onClick={props.onPress}>
      {props.sign}
    </button>
  )
}

/** Everything, each agency, and the crews whose phones said anything in this stretch. */
function As(props: { readonly as: string; readonly onAs: (key: string) => void }): ReactNode {
  const { t } = useTranslation('replay')
  const text = useText()
  const { agencies, unit } = useReference()
  const now = useCell(loaded)
  const said = now.state === 'here' ? now.stretch.sights : []
  const crews = [...new Set([...said, props.as])].flatMap((key) => {
    const sight = sightNamed(key)
    return sight?.scope === 'unit' ? [{ key, unit: sight.unit }] : []
  })
  return (
    <select
      aria-label={t('as')}
      title={t('as')}
      value={props.as}
      onChange={(event) => props.onAs(event.currentTarget.value)}
    >
      <option value="all">{t('everything')}</option>
      {agencies.map((agency) => (
        <option key={agency.id} value={sightKey({ scope: 'agency', agency: agency.id })}>
          {t('agency', { agency: text(agency.name) })}
        </option>
      ))}
      {crews.map((crew) => {
        const known = crew.unit === null ? undefined : unit.get(crew.unit)
        return (
          <option key={crew.key} value={crew.key}>
            {t('crew', { unit: known ? text(known.label) : (crew.unit ?? '') })}
          </option>
        )
      })}
    </select>
  )
}

/** The hash of what is shown, and whether the newest one said live came out the same. */
function Proof(): ReactNode {
  const { t } = useTranslation('replay')
  const format = useFormat()
  const now = useCell(loaded)
  const said = useCell(compared)
  const shown = useCell(boardCell)
  const running = useCell(playing)
  if (now.state !== 'here' || shown.state !== 'here') return null
  const told =
    said === 'comparing'
      ? t('comparing')
      : said === null
        ? t('unsaid')
        : t(said.state, { at: format.clock(said.at), seq: format.number(said.seq) })
  const state = said === null || said === 'comparing' ? 'unsaid' : said.state
  const sign = { equal: '✓', different: '✗', unsaid: '·' }[state]
  return (
    <p className={`replay-proof is-${state}`} role={state === 'different' ? 'alert' : 'status'}>
      <b aria-hidden="true">{sign}</b> {told}
      {running ? null : (
        <small>{t('hash', { hash: viewHash(shown.board).slice(0, 12), seq: format.number(shown.board.seq) })}</small>
      )}
    </p>
  )
}

const DOES: Record<Exclude<ReplayKey['act'], 'move'>, () => void> = {
  play: () => setPlaying(!playing.get()),
  next: () => step(1),
  previous: () => step(-1),
  faster: () => speed.set(speedBeside(speed.get(), 1)),
  slower: () => speed.set(speedBeside(speed.get(), -1)),
}

function useReplayKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const { target } = event
      const key = replayKey({
        ...{ key: event.key, shift: event.shiftKey, modified: event.ctrlKey || event.metaKey || event.altKey },
        inField:
          (target instanceof HTMLInputElement && target.type !== 'range') ||
          target instanceof HTMLSelectElement ||
          (target instanceof HTMLButtonElement && event.key === ' '),
      })
      if (!key) return
      event.preventDefault()
      if (key.act === 'move') seek(instant.get() + key.ms)
      else DOES[key.act]()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}
