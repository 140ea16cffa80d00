/** The ring over an unsigned order: seconds left in the middle, a bell once it rings, an arrow up once it has left the room; each with its word. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../../console/now.ts'
import type { Order } from '../../order.ts'
import { type Ring, ringOf } from './room.ts'

const QUARTER_MS = 250

export function RingDial({ order, size }: { readonly order: Order; readonly size: number }): ReactNode {
  const ring = ringOf(order, useNow(QUARTER_MS))
  if (!ring) return null
  return (
    <svg className={`fm-ring is-${ring.phase}`} width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <circle cx="20" cy="20" r="17" className="fm-ring-ground" />
      <circle
        cx="20"
        cy="20"
        r="17"
        pathLength="100"
        className="fm-ring-left"
        strokeDasharray={`${ring.share * 100} 100`}
        transform="rotate(-90 20 20)"
      />
      <Inside ring={ring} />
    </svg>
  )
}

function Inside({ ring }: { readonly ring: Ring }): ReactNode {
  if (ring.phase === 'escalated') return <path d="M20 29V12M13 18.5l7-7 7 7" className="fm-ring-arrow" />
  return (
    <text x="20" y="25" textAnchor="middle">
      {Math.ceil(ring.leftMs / 1_000)}
    </text>
  )
}

/** The same in words; read out when the phase changes, not every second. */
export function RingWords({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const ring = ringOf(order, useNow(QUARTER_MS))
  if (!ring) return null
  const seconds = Math.ceil(ring.leftMs / 1_000)
  switch (ring.phase) {
    case 'counting':
      return <span className="fm-ring-words fm-number">{t('ring.left', { seconds })}</span>
    case 'ringing':
      return <span className="fm-ring-words is-ringing fm-number">{t('ring.ringing', { seconds })}</span>
    case 'escalated':
      return (
        <span className="fm-ring-words is-escalated">{t(order.fallback ? 'ring.fallback' : 'ring.escalated')}</span>
      )
  }
}
