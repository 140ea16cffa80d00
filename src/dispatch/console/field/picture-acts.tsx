/** The thumb's acts on pictures: take one, look at it, send it or put it away; and how many are at the centre and how many still wait. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import type { Order } from '../../order.ts'
import type { Outbox } from './outbox.ts'
import { picturesNow } from './said.ts'
import type { Taking } from './use-taken.ts'

export function PicturePreview({ url }: { readonly url: string }): ReactNode {
  const { t } = useTranslation('field')
  return (
    <figure className="fm-picture-preview">
      <img src={url} alt={t('picture.preview')} />
      <figcaption>
        {t('picture.take')} · {t('picture.what')}
      </figcaption>
    </figure>
  )
}

export function PictureActs(props: {
  readonly order: Order
  readonly box: Outbox
  readonly pictures: Taking
}): ReactNode {
  const { taken, take, send, away } = props.pictures
  const { t } = useTranslation('field')
  const refusal = useRefusal()
  // What may be taken does not hang on the clock; the order's own instant is as good as any.
  const now = picturesNow(props.order, props.box, props.order.clocks.issuedAt)
  if (taken.state === 'here')
    return (
      <div className="fm-picture is-sure">
        <button type="button" onClick={away}>
          {t('picture.away')}
        </button>
        <button type="button" className="is-send" onClick={send} data-act="send-picture">
          {t('picture.send')}
        </button>
      </div>
    )
  const word = now.refusal ?? (taken.state === 'refused' ? taken.refusal : null)
  const closed = now.refusal !== null || taken.state === 'reading'
  return (
    <div className="fm-picture">
      <label className={closed ? 'is-closed' : ''}>
        <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
          <path d="M3 7.5h4l1.6-2.5h6.8L17 7.5h4v12H3z" strokeLinejoin="round" />
          <circle cx="12" cy="13" r="3.6" />
        </svg>
        <span>
          <b>{taken.state === 'reading' ? t('picture.reading') : t('picture.take')}</b>
          <small>{word ? refusal(word) : t('picture.what')}</small>
        </span>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          disabled={closed}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            // The same picture chosen again is a choice too.
            currentTarget.value = ''
            if (file) take(file)
          }}
        />
      </label>
      <Stand now={now} />
    </div>
  )
}

function Stand({ now }: { readonly now: ReturnType<typeof picturesNow> }): ReactNode {
  const { t } = useTranslation('field')
  const format = useFormat()
  const at = useNow()
  const { sent, waiting } = now
  const oldest = Math.min(...waiting.map((letter) => letter.at))
  const parts = [
    ...(sent.length > 0 ? [`✓ ${t('picture.sent', { count: sent.length })}`] : []),
    ...(waiting.length > 0
      ? [
          `↑ ${t('picture.waiting', { count: waiting.length })} · ${t('outbox.oldest', { age: format.span(at - oldest) })}`,
        ]
      : []),
  ]
  return (
    <p className="fm-picture-stand fm-number" role="status">
      {parts.join(' · ')}
    </p>
  )
}
