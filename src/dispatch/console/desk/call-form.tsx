/** An incident from a call: what, how urgent, where by kilometre post or on the map, and the caller for the vault; what was typed is kept. */
import { Form, Input, type InputRef, Modal, Radio, Select } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cell, useCell } from '../../../console/cell.ts'
import type { IncidentId } from '../../../core/ids.ts'
import { kilometrePost, type Place } from '../../../core/place.ts'
import { INCIDENT_KINDS, type IncidentKind, PRIORITIES, type Priority } from '../../incident.ts'
import { panel, pointed, pointing, tab } from './desk-state.ts'
import { perform } from './doing.ts'
import { useCity } from './map/city.ts'
import { positionAt } from './map/features.ts'
import { Doings } from './next-acts.tsx'
import { readPlace } from './place-said.ts'
import { select } from './selection.ts'
import { useDesk, useTerms } from './words.ts'

type Typed = {
  readonly kind: IncidentKind
  readonly priority: Priority
  readonly place: string
  readonly name: string
  readonly phone: string
}

const BLANK: Typed = { kind: 'collision', priority: 2, place: '', name: '', phone: '' }
/** Outlives the form, so that Esc loses nothing; never stored. */
const typed = cell<Typed>(BLANK)
/** What its acts are about, before there is an incident. */
const ABOUT = 'call'

export default function CallForm(): ReactNode {
  const t = useDesk()
  const { t: shell } = useTranslation()
  const terms = useTerms()
  const now = useCell(typed)
  const point = useCell(pointed)
  const city = useCity()
  const where = useRef<InputRef>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const type = (part: Partial<Typed>): void => typed.set({ ...now, ...part })

  const placeOf = (): Place | null => {
    const said = readPlace(now.place)
    if (!said.ok) {
      if (said.refusal === 'empty' && point) {
        const label = `${point[0].toFixed(5)}, ${point[1].toFixed(5)}`
        return { position: point, label: { zh: label, en: label } }
      }
      setWrong(t(`call.unread.${said.refusal}`))
      return null
    }
    const { road, kilometre, carriageway } = said.value
    if (city.state !== 'here') {
      setWrong(t('map.failed'))
      return null
    }
    const found = positionAt(city.city, road, kilometre, carriageway)
    if (!found.ok) {
      setWrong(
        t(`call.unread.${found.refusal}`, {
          road,
          from: kilometrePost(found.from ?? 0),
          to: kilometrePost(found.to ?? 0),
        }),
      )
      return null
    }
    const post = `${road} ${kilometrePost(kilometre)}`
    return {
      position: found.value,
      label: { zh: `${post} ${carriageway === 'up' ? '上行' : '下行'}`, en: `${post} ${carriageway}` },
      road,
      kilometre,
      carriageway,
    }
  }
  const open = async (): Promise<void> => {
    const place = placeOf()
    if (!place) return
    setWrong(null)
    const name = now.name.trim()
    const phone = now.phone.trim()
    const answer = await perform<{ incident: { id: IncidentId } }>('open-incident', ABOUT, '/api/incidents', {
      kind: now.kind,
      priority: now.priority,
      place,
      ...(name || phone ? { caller: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
    })
    if (!answer?.ok) return
    typed.set(BLANK)
    pointed.set(null)
    panel.set('none')
    tab.set('selected')
    select({ what: 'incident', id: answer.value.incident.id })
  }

  return (
    <Modal
      open
      title={t('call.title')}
      okText={t('call.open')}
      cancelText={shell('cancel')}
      onOk={() => void open()}
      onCancel={() => panel.set('none')}
      closable={false}
      afterOpenChange={(shown) => {
        if (shown) where.current?.focus()
      }}
      width={480}
    >
      <Form layout="vertical" onFinish={() => void open()}>
        <Form.Item label={t('call.kind')}>
          <Select
            value={now.kind}
            onChange={(kind) => type({ kind })}
            options={INCIDENT_KINDS.map((kind) => ({ value: kind, label: terms(`kind.${kind}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('call.priority')}>
          <Radio.Group
            value={now.priority}
            onChange={(event) => type({ priority: event.target.value })}
            options={PRIORITIES.map((value) => ({ value, label: terms(`priority.p${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          label={t('call.place')}
          {...(wrong ? { validateStatus: 'error' as const, help: wrong } : {})}
          extra={
            <button
              type="button"
              className="fm-plain is-inline"
              onClick={() => {
                pointing.set(true)
                panel.set('none')
                tab.set('map')
              }}
            >
              {point ? `${t('call.picked')} · ` : null}
              {t('call.pick')}
            </button>
          }
        >
          <Input
            ref={where}
            value={now.place}
            placeholder={point ? t('call.picked') : t('call.placeHint')}
            onChange={(event) => type({ place: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('call.caller')}>
          <div className="call-caller">
            <Input
              value={now.name}
              autoComplete="off"
              placeholder={t('call.name')}
              aria-label={t('call.name')}
              onChange={(event) => type({ name: event.target.value })}
            />
            <Input
              value={now.phone}
              autoComplete="off"
              inputMode="tel"
              placeholder={t('call.phone')}
              aria-label={t('call.phone')}
              onChange={(event) => type({ phone: event.target.value })}
            />
          </div>
        </Form.Item>
        <input type="submit" hidden />
      </Form>
      <Doings about={[ABOUT]} />
      <p className="side-note">{t('call.kept')}</p>
    </Modal>
  )
}
