/** The four big buttons: what was said stands with its time, the step that is due is dark, a step ahead is asked for twice. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { never } from '../../../core/result.ts'
import type { FieldAnswer } from './outbox.ts'
import type { Button } from './said.ts'

const SURE_FOR_MS = 5_000

export function Answers(props: {
  readonly buttons: readonly Button[]
  readonly onAnswer: (answer: FieldAnswer) => void
}): ReactNode {
  const [sure, setSure] = useState<FieldAnswer | null>(null)
  useEffect(() => {
    if (!sure) return
    const forget = setTimeout(() => setSure(null), SURE_FOR_MS)
    return () => clearTimeout(forget)
  }, [sure])
  const press = (button: Button): void => {
    if (button.state === 'ahead' && sure !== button.answer) {
      setSure(button.answer)
      return
    }
    if (button.state !== 'next' && button.state !== 'ahead') return
    setSure(null)
    navigator.vibrate?.(60)
    props.onAnswer(button.answer)
  }
  return (
    <div className="fm-answers">
      {props.buttons.map((button) => (
        <AnswerButton key={button.answer} button={button} sure={sure === button.answer} onPress={() => press(button)} />
      ))}
    </div>
  )
}

function AnswerButton(props: {
  readonly button: Button
  readonly sure: boolean
  readonly onPress: () => void
}): ReactNode {
  const { t } = useTranslation('field')
  const { button } = props
  const pressable = button.state === 'next' || button.state === 'ahead'
  const waiting = button.state === 'done' && button.waiting
  return (
    <button
      type="button"
      className={`fm-answer is-${button.state}${props.sure ? ' is-sure' : ''}${waiting ? ' is-waiting' : ''}`}
      aria-disabled={!pressable}
      onClick={props.onPress}
      data-answer={button.answer}
    >
      <b>
        {button.state === 'done' ? <span aria-hidden="true">{waiting ? '↑ ' : '✓ '}</span> : null}
        {props.sure ? t('sure') : t(`answer.${button.answer}`)}
      </b>
      <Under button={button} sure={props.sure} />
    </button>
  )
}

function Under({ button, sure }: { readonly button: Button; readonly sure: boolean }): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const refusal = useRefusal()
  switch (button.state) {
    case 'next':
      return null
    case 'ahead':
      return sure ? (
        <small role="status">
          {t('sureWhy')} {t(`answer.${button.answer}`)}
        </small>
      ) : null
    case 'closed':
      return <small>{refusal(button.refusal)}</small>
    case 'done':
      return (
        <small className="fm-number">
          {button.at === null ? t('given.passedOver') : format.clock(button.at)}
          {button.waiting ? ` · ${t('given.waiting')}` : ''}
        </small>
      )
  }
  return never(button)
}
