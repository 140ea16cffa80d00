/** The shift: who answers, the sheet that is signed item by item, what stands until a time, and the log. */
import { Modal } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { looksPersonal } from '../../../core/particulars.ts'
import { panel } from '../../console/desk/desk-state.ts'
import { Doings } from '../../console/desk/next-acts.tsx'
import { useNames } from '../../console/desk/words.ts'
import type { LogEntry } from '../entry.ts'
import { type HandOver, type Item, itemKey, type Shift, unsignedOf } from '../shift.ts'
import { roomAct } from './acts.ts'
import { Standing } from './standing.tsx'
import './shift.css'

const useRoom = () => useTranslation('room').t

export default function ShiftPanel(): ReactNode {
  const t = useRoom()
  const { room } = useBoard()
  const things = [...room.values()]
  const shift = things.find((thing): thing is Shift => thing.what === 'shift' && thing.state !== 'over')
  const entries = things.filter((thing): thing is LogEntry => thing.what === 'entry').toSorted((a, b) => b.at - a.at)
  return (
    <Modal open title={t('title')} footer={null} onCancel={() => panel.set('none')} width={940}>
      <div className="shift-body">
        <section>
          <OnDuty shift={shift} />
          <h3>{t('standing')}</h3>
          <Standing things={things} />
        </section>
        <Log entries={entries} />
      </div>
      <Doings about={['room']} />
    </Modal>
  )
}

function OnDuty(props: { readonly shift: Shift | undefined }): ReactNode {
  const { shift } = props
  const t = useRoom()
  const format = useFormat()
  const names = useNames()
  const own = usePerson().id === shift?.officer
  if (!shift)
    return (
      <p>
        {t('nobody')}{' '}
        <button type="button" className="fm-button is-first" onClick={() => void roomAct('/api/shift')}>
          {t('start')}
        </button>
      </p>
    )
  return (
    <>
      <p>
        {t('onDuty', { since: format.date(shift.startedAt), who: names.person(shift.officer) })}{' '}
        {own && shift.state === 'running' ? (
          <button type="button" className="fm-button" onClick={() => void roomAct('/api/shift/hand-over')}>
            {t('handOver')}
          </button>
        ) : null}
        {!own && shift.state === 'running' ? (
          <button
            type="button"
            className="fm-button"
            onClick={() => void roomAct('/api/shift/take-over', { knowingly: true })}
          >
            {t('takeOverKnowingly')}
          </button>
        ) : null}
      </p>
      {shift.state === 'handing-over' ? <Sheet handOver={shift.handOver} own={own} /> : null}
    </>
  )
}

function Sheet(props: { readonly handOver: HandOver; readonly own: boolean }): ReactNode {
  const { handOver, own } = props
  const t = useRoom()
  const format = useFormat()
  const text = useText()
  const left = unsignedOf(handOver)
  const next = left[0] ? itemKey(left[0]) : null
  return (
    <>
      <h3>
        {t('sheet', { at: format.clock(handOver.openedAt), left: left.length, all: handOver.items.length })}
        {handOver.more > 0 ? ` · ${t('more', { count: handOver.more })}` : null}
      </h3>
      <ul className="shift-list">
        {handOver.items.map((item: Item) => {
          const key = itemKey(item)
          const isSigned = handOver.signed.includes(key)
          return (
            <li key={key} className={isSigned ? '' : 'is-due'}>
              <span>{text(item.label)}</span>
              <small>{t(`item.${item.kind}`)}</small>
              <span className="shift-acts">
                {isSigned ? <em>{t('signed')}</em> : own ? null : <Sign item={key} focused={key === next} />}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="side-note">
        {own ? (
          <>
            {t('ownSheet')}{' '}
            <button
              type="button"
              className="fm-plain is-inline"
              onClick={() => void roomAct('/api/shift/hand-over/withdrawal')}
            >
              {t('callOff')}
            </button>
          </>
        ) : (
          <TakeOver ready={left.length === 0} />
        )}
      </p>
    </>
  )
}

/** The next one to sign has the focus, so that Enter signs the sheet down. */
function Sign(props: { readonly item: string; readonly focused: boolean }): ReactNode {
  const t = useRoom()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (props.focused) button.current?.focus()
  }, [props.focused])
  return (
    <button
      ref={button}
      type="button"
      className="fm-button"
      onClick={() => void roomAct('/api/shift/hand-over/signature', { item: props.item })}
    >
      {t('sign')}
      {props.focused ? <kbd> Enter</kbd> : null}
    </button>
  )
}

function TakeOver(props: { readonly ready: boolean }): ReactNode {
  const t = useRoom()
  const refusal = useRefusal()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (props.ready) button.current?.focus()
  }, [props.ready])
  return (
    <>
      <button
        ref={button}
        type="button"
        className="fm-button is-first"
        aria-disabled={!props.ready}
        onClick={() => {
          if (props.ready) void roomAct('/api/shift/take-over')
        }}
      >
        {t('takeOver')}
        {props.ready ? null : <small> {refusal('items-unsigned')}</small>}
      </button>{' '}
      {props.ready ? null : (
        <button
          type="button"
          className="fm-plain is-inline"
          onClick={() => void roomAct('/api/shift/take-over', { knowingly: true })}
        >
          {t('takeOverKnowingly')}
        </button>
      )}
    </>
  )
}

function Log(props: { readonly entries: readonly LogEntry[] }): ReactNode {
  const t = useRoom()
  const format = useFormat()
  const names = useNames()
  const refusal = useRefusal()
  const [text, setText] = useState('')
  /** The entry that the next text corrects. */
  const [correcting, setCorrecting] = useState<LogEntry | null>(null)
  useNow(10_000)
  const personal = looksPersonal(text)
  const write = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (text.trim() === '' || personal) return
    const path = correcting ? `/api/log/${correcting.id}/correction` : '/api/log'
    if (!(await roomAct(path, { text: text.trim() }))) return
    setText('')
    setCorrecting(null)
  }
  return (
    <section>
      <h3>{t('log.title')}</h3>
      <form className="shift-form" onSubmit={(event) => void write(event)}>
        <input
          value={text}
          maxLength={500}
          aria-label={t('log.write')}
          aria-invalid={personal}
          placeholder={correcting ? t('log.correct') : t('log.hint')}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="fm-button" aria-disabled={personal || text.trim() === ''}>
          {correcting ? t('log.correct') : t('log.add')}
        </button>
      </form>
      {personal ? <p role="alert">{refusal('particulars-refused')}</p> : null}
      {props.entries.length === 0 ? <p className="side-note">{t('log.none')}</p> : null}
      <ul className="shift-list">
        {props.entries.map((entry) => (
          <li key={entry.id}>
            <span>{entry.text}</span>
            <small>
              {format.clock(entry.at)} · {names.person(entry.by)}
            </small>
            <span className="shift-acts">
              <button type="button" className="fm-plain is-inline" onClick={() => setCorrecting(entry)}>
                {t('log.correct')}
              </button>
            </span>
            {entry.corrections.map((correction) => (
              <small key={correction.at}>
                {t('log.correction', { at: format.clock(correction.at), text: correction.text })} ·{' '}
                {names.person(correction.by)}
              </small>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
