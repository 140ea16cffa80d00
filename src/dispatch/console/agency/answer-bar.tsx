/** What this room can say to an order: five keys that show the server's own refusals, our number and unit with the signature, the causes of a rejection. */
import { type ReactNode, type RefObject, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAway } from '../../../console/away/read-only.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useReference } from '../../../console/reference.ts'
import { id } from '../../../core/ids.ts'
import { type Order, REJECTION_CAUSES, type RejectionCause } from '../../order.ts'
import { keepDraft, putAway, type Said, sayAgain, useDraft, useSaid } from './answering.ts'
import { KEY_OF } from './keyboard.ts'
import { dueAnswer, type Key, keysOf, type RoomAnswer } from './room.ts'

export function AnswerBar(props: {
  readonly order: Order
  readonly rejecting: boolean
  /** Enter answers here; not while another order rings unseen. */
  readonly enter: boolean
  readonly numberField: RefObject<HTMLInputElement | null>
  readonly onAnswer: (answer: RoomAnswer) => void
  readonly onCause: (cause: RejectionCause) => void
  readonly onBack: () => void
}): ReactNode {
  const { order } = props
  const said = useSaid(order.id)
  // What may be said does not hang on the clock.
  const keys = keysOf(order, order.clocks.issuedAt)
  const due = dueAnswer(order)
  const signable = keys.some((key) => key.answer === 'signed-for' && key.open)
  return (
    <section className="fm-say">
      {said && said.state !== 'sending' ? <Trouble order={order} said={said} /> : null}
      {signable ? <Signature order={order} numberField={props.numberField} /> : null}
      {props.rejecting ? (
        <Causes onCause={props.onCause} onBack={props.onBack} />
      ) : (
        <div className="fm-say-keys">
          {keys.map((key) => (
            <AnswerKey
              key={key.answer}
              said={key}
              due={key.answer === due}
              enter={props.enter}
              sending={said?.state === 'sending' && said.answer === key.answer}
              onPress={() => props.onAnswer(key.answer)}
            />
          ))}
        </div>
      )}
    </section>
  )
}

function AnswerKey(props: {
  readonly said: Key
  readonly due: boolean
  readonly enter: boolean
  readonly sending: boolean
  readonly onPress: () => void
}): ReactNode {
  const { t } = useTranslation('agency')
  const refusal = useRefusal()
  const format = useFormat()
  const away = useAway()
  const { said } = props
  const open = said.open && !away
  return (
    <button
      type="button"
      className={`fm-button fm-say-key${props.due ? ' is-first' : ''}`}
      aria-disabled={!open || props.sending}
      data-answer={said.answer}
      onClick={open && !props.sending ? props.onPress : undefined}
    >
      <span>
        {t(`answer.${said.answer}`)}
        <small className="fm-number">
          {props.sending
            ? t('sending')
            : said.open
              ? away
                ? refusal('server-away')
                : ''
              : said.at === null
                ? refusal(said.refusal)
                : `✓ ${format.clock(said.at)}`}
        </small>
      </span>
      <kbd>{props.due && props.enter ? `Enter · ${KEY_OF[said.answer]}` : KEY_OF[said.answer]}</kbd>
    </button>
  )
}

function Signature(props: {
  readonly order: Order
  readonly numberField: RefObject<HTMLInputElement | null>
}): ReactNode {
  const { t } = useTranslation('agency')
  const text = useText()
  const { units } = useReference()
  const draft = useDraft(props.order.id)
  const numberId = useId()
  const unitId = useId()
  const own = units.filter((unit) => unit.agency === props.order.issued.agency)
  return (
    <div className="fm-say-with">
      <label htmlFor={numberId}>
        {t('ownNumber')} <kbd>N</kbd>
      </label>
      <input
        id={numberId}
        ref={props.numberField}
        value={draft.number}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('ownNumberHint')}
        onChange={(event) => keepDraft(props.order.id, { number: event.currentTarget.value })}
      />
      <label htmlFor={unitId}>{t('unit')}</label>
      <select
        id={unitId}
        value={draft.unit ?? props.order.unit ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget
          keepDraft(props.order.id, { unit: value ? id<'unit'>(value) : null })
        }}
      >
        <option value="">{t('noUnit')}</option>
        {own.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {text(unit.label)}
            {unit.id === props.order.issued.unit ? ` · ${t('unitOrdered')}` : ''}
          </option>
        ))}
      </select>
      <small>{t('ownNumberAct')}</small>
    </div>
  )
}

function Causes(props: { readonly onCause: (cause: RejectionCause) => void; readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation('agency')
  const { t: term } = useTranslation('terms')
  return (
    <fieldset className="fm-say-causes">
      <legend>
        <b>{t('rejectTitle')}</b> {t('rejectAct')}
      </legend>
      {REJECTION_CAUSES.map((cause, index) => (
        <button type="button" key={cause} className="fm-button" onClick={() => props.onCause(cause)}>
          {term(`cause.${cause}`)} <kbd>{index + 1}</kbd>
        </button>
      ))}
      <button type="button" className="fm-plain" onClick={props.onBack}>
        {t('back')} <kbd>Esc</kbd>
      </button>
    </fieldset>
  )
}

function Trouble({
  order,
  said,
}: {
  readonly order: Order
  readonly said: Exclude<Said, { state: 'sending' }>
}): ReactNode {
  const { t } = useTranslation('agency')
  const refusal = useRefusal()
  if (said.state === 'unsent')
    return (
      <p className="fm-say-trouble" role="alert">
        {t('unsent', { answer: t(`answer.${said.answer}`) })}
        <button type="button" className="fm-button" onClick={() => sayAgain(order.id)}>
          {t('again')}
        </button>
      </p>
    )
  const late = said.refusal === 'over' || said.refusal.startsWith('too-late')
  return (
    <p className="fm-say-trouble" role="alert">
      {t(late ? 'late' : 'refused', { why: refusal(said.refusal) })}
      <button type="button" className="fm-button" onClick={() => putAway(order.id)}>
        {t('put')}
      </button>
    </p>
  )
}
