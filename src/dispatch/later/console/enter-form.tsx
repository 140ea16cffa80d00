/** Writing a paper form up, by keyboard: Tab goes through the fields in the order of the paper, Enter in the last one sends it; what was typed stays until it is in. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Act, act, send } from '../../../console/api.ts'
import { useAway } from '../../../console/away/read-only.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { nowByServer } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import type { Place } from '../../../core/place.ts'
import { PlaceField } from '../../console/desk/call/place-field.tsx'
import { usePlaceLines } from '../../console/place/place-words.ts'
import { INCIDENT_KINDS, type Incident, OUTCOMES, PRIORITIES } from '../../incident.ts'
import { paperRefused } from '../paper.ts'
import { BLANK, BLANK_ORDER, CLOCKS, type Draft, type OrderDraft, paperOf } from './draft.ts'

type Said = { readonly tone: 'said' | 'refused'; readonly text: string }

export function EnterForm(): ReactNode {
  const { t } = useTranslation('later')
  const { t: term } = useTranslation('terms')
  const refusal = useRefusal()
  const lines = usePlaceLines()
  const away = useAway()
  const [draft, setDraft] = useState<Draft>(BLANK)
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState<Said | null>(null)
  /** Sent again it is the same act, until something is changed. */
  const [wish, setWish] = useState<Act | null>(null)
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWish(null)
  }
  const paper = paperOf(draft)
  const why = away ? 'server-away' : paper ? paperRefused(paper, nowByServer()) : null
  const enter = async (): Promise<void> => {
    if (!paper || why) return
    const { name, phone } = draft
    const caller = name || phone ? { caller: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}
    const sent = wish ?? act('/api/incidents/later', { ...paper, ...caller })
    setWish(sent)
    const answer = await send<{ incident: Incident }>(sent)
    if (!answer.ok) {
      setSaid({ tone: 'refused', text: refusal(answer.refusal) })
      return
    }
    setSaid({ tone: 'said', text: t('enter.done', { number: answer.value.incident.opened.number }) })
    setDraft(BLANK)
    setTyped('')
    setWish(null)
  }
  const choose = (place: Place): void => change({ place })
  return (
    <form
      className="forms-enter"
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <p className="forms-note">{t('enter.note')}</p>
      <label>
        {t('form.called')}
        <input
          type="datetime-local"
          value={draft.called}
          onChange={(event) => change({ called: event.target.value })}
        />
      </label>
      <label>
        {t('form.kind')}
        <select value={draft.kind} onChange={(event) => change({ kind: event.target.value })}>
          {INCIDENT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {term(`kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('form.priority')}
        <select
          value={draft.priority}
          onChange={(event) => change({ priority: PRIORITIES.find((one) => String(one) === event.target.value) ?? 2 })}
        >
          {PRIORITIES.map((one) => (
            <option key={one} value={one}>
              {term(`priority.p${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="forms-place">
        <span>{draft.place ? `${t('enter.place')}: ${lines(draft.place).first}` : t('enter.placeHint')}</span>
        <PlaceField
          text={typed}
          label={t('enter.place')}
          onType={setTyped}
          onChosen={choose}
          onForced={(text, near) => {
            if (near && text)
              change({ place: { position: near.position, label: { zh: text, en: text }, unverified: true } })
          }}
        />
      </div>
      <label>
        {t('enter.caller')}
        <input
          value={draft.name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => change({ name: event.target.value })}
        />
      </label>
      <label>
        {t('enter.phone')}
        <input
          value={draft.phone}
          maxLength={32}
          autoComplete="off"
          inputMode="tel"
          onChange={(event) => change({ phone: event.target.value })}
        />
      </label>
      {draft.orders.map((order, n) => (
        <OrderRow
          // Rows keep their place: one is only ever added or removed at its own button.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={n}
          order={order}
          onChange={(part) => change({ orders: draft.orders.with(n, { ...order, ...part }) })}
          onRemove={() => change({ orders: draft.orders.toSpliced(n, 1) })}
        />
      ))}
      <button type="button" className="fm-button" onClick={() => change({ orders: [...draft.orders, BLANK_ORDER] })}>
        {t('enter.add')}
      </button>
      <label>
        {t('enter.outcome')}
        <select value={draft.outcome} onChange={(event) => change({ outcome: event.target.value })}>
          <option value="">{t('enter.open')}</option>
          {OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {term(`outcome.${outcome}`)}
            </option>
          ))}
        </select>
      </label>
      {draft.outcome === '' ? null : (
        <label>
          {t('form.closed')}
          <input
            type="datetime-local"
            value={draft.closed}
            onChange={(event) => change({ closed: event.target.value })}
          />
        </label>
      )}
      <button type="submit" className="fm-button is-first" aria-disabled={!paper || why !== null}>
        {t('enter.send')}
        {paper ? why ? <small>{refusal(why)}</small> : null : <small>{t('enter.missing')}</small>}
      </button>
      <output className={said?.tone === 'refused' ? 'is-refused' : ''} aria-live="polite">
        {said?.text}
      </output>
    </form>
  )
}

function OrderRow(props: {
  readonly order: OrderDraft
  readonly onChange: (part: Partial<OrderDraft>) => void
  readonly onRemove: () => void
}): ReactNode {
  const { t } = useTranslation('later')
  const text = useText()
  const { agencies, units } = useReference()
  const { order, onChange } = props
  return (
    <fieldset>
      <label>
        {t('form.agency')}
        <select value={order.agency} onChange={(event) => onChange({ agency: event.target.value, unit: '' })}>
          <option value="" />
          {agencies.map((agency) => (
            <option key={agency.id} value={agency.id}>
              {text(agency.name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('form.unit')}
        <select value={order.unit} onChange={(event) => onChange({ unit: event.target.value })}>
          <option value="" />
          {units
            .filter((unit) => unit.agency === order.agency)
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {text(unit.label)}
              </option>
            ))}
        </select>
      </label>
      {CLOCKS.map((clock) => (
        <label key={clock}>
          {t(`form.${clock}`)}
          <input
            type="datetime-local"
            value={order[clock]}
            onChange={(event) => onChange({ [clock]: event.target.value })}
          />
        </label>
      ))}
      <button type="button" className="fm-plain" onClick={props.onRemove}>
        {t('enter.remove')}
      </button>
    </fieldset>
  )
}
