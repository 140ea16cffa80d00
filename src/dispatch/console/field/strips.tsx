/** The strips under the head: no connection, answers that wait, a session that ended, and what the server would not take. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useConnection } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { session } from '../../../console/session.ts'
import type { OrderId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { useKeptAt } from './offline.ts'
import { dismiss, type Letter } from './outbox.ts'
import type { Postbox, PostboxState } from './postbox.ts'

export function Strips(props: {
  readonly postbox: Postbox
  readonly state: PostboxState
  readonly numberOf: (order: OrderId) => string
}): ReactNode {
  const { t } = useTranslation('field')
  const { box, signedOut, kept } = props.state
  return (
    <>
      <CutStrip />
      {signedOut ? (
        <p className="fm-strip is-clock" role="alert">
          {t('outbox.signedOut')}
          <button type="button" onClick={() => session.set({ state: 'out' })}>
            {t('outbox.signIn')}
          </button>
        </p>
      ) : null}
      <WaitingStrip state={props.state} />
      {kept || box.waiting.length === 0 ? null : (
        <p className="fm-strip is-clock" role="alert">
          {t('outbox.unkept')}
        </p>
      )}
      <Returned {...props} />
    </>
  )
}

function CutStrip(): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const line = useConnection()
  const keptAt = useKeptAt()
  if (line.state !== 'cut-off') return null
  return (
    <p className="fm-strip is-cut" role="status">
      <b>{t('cut.title')}</b> {t('cut.since', { time: format.clock(line.lastAt ?? keptAt ?? line.since) })}
    </p>
  )
}

/** Shown after a moment only: an answer that goes out at once needs no strip. */
const QUIET_MS = 2_500

function WaitingStrip({ state }: { readonly state: PostboxState }): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const now = useNow()
  const answers = state.box.waiting.filter((letter) => letter.to === 'order')
  const oldest = Math.min(...answers.map((letter) => letter.at))
  if (answers.length === 0 || now - oldest < QUIET_MS) return null
  return (
    <p className="fm-strip is-clock" role="status">
      <b>{t('outbox.waiting', { count: answers.length })}</b>
      <span className="fm-number"> · {t('outbox.oldest', { age: format.span(now - oldest) })}</span>
    </p>
  )
}

function Returned(props: {
  readonly postbox: Postbox
  readonly state: PostboxState
  readonly numberOf: (order: OrderId) => string
}): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const refusal = useRefusal()
  const whatOf = (letter: Letter): string => {
    switch (letter.to) {
      case 'help':
        return t('help.refused')
      case 'order':
        return t('outbox.returned', {
          answer: t(`answer.${letter.answer}`),
          number: props.numberOf(letter.order),
          time: format.clock(letter.at),
        })
      case 'picture':
        return t('outbox.returnedPicture', { number: props.numberOf(letter.order), time: format.clock(letter.at) })
    }
    return never(letter)
  }
  return props.state.box.returned.map(({ letter, refusal: word }) => (
    <p className="fm-strip is-returned" role="alert" key={letter.key}>
      <span>
        <b>{whatOf(letter)}</b> {refusal(word)}
      </span>
      <button type="button" onClick={() => void props.postbox.change((box) => dismiss(box, letter.key))}>
        {t('outbox.read')}
      </button>
    </p>
  ))
}
