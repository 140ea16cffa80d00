/** A state that fills its place and says what to do: loading, empty, not reached. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../i18n/refusal.ts'
import { askWhoIsHere } from '../session.ts'

export function State(props: {
  readonly title: string
  readonly what?: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <section className="fm-state" role="status">
      <h2>{props.title}</h2>
      {props.what === undefined ? null : <p>{props.what}</p>}
      {props.children}
    </section>
  )
}

export function Loading(): ReactNode {
  const { t } = useTranslation()
  return <State title={t('loading')} />
}

const ASK_AGAIN_MS = 3_000

/** The server is away at the very start; asks again by itself. */
export function NotReached(): ReactNode {
  const { t } = useTranslation()
  const refusal = useRefusal()
  useEffect(() => {
    const again = setInterval(() => void askWhoIsHere(), ASK_AGAIN_MS)
    return () => clearInterval(again)
  }, [])
  return (
    <State title={t('live.connecting')} what={refusal('away')}>
      <button type="button" className="fm-button" onClick={() => void askWhoIsHere()}>
        {t('retry')}
      </button>
    </State>
  )
}
