/** A camera that turns, under its live picture: where it looks and in whose hand it is, and the joystick by pointer or keys; every move is on record. */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../access/roles.ts'
import { get } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import type { TurnLine } from '../../../journal/lane.ts'
import { type Drift, openHand } from './moving.ts'
import './ptz.css'

/** Whom the policies let steer; the server decides. */
const STEERS: readonly Role[] = ['duty-officer', 'supervisor']
const SPEED = 0.5
const TRY_AGAIN_MS = 3_000

const DRIFTS = {
  up: { pan: 0, tilt: SPEED, zoom: 0 },
  left: { pan: -SPEED, tilt: 0, zoom: 0 },
  right: { pan: SPEED, tilt: 0, zoom: 0 },
  down: { pan: 0, tilt: -SPEED, zoom: 0 },
  in: { pan: 0, tilt: 0, zoom: SPEED },
  out: { pan: 0, tilt: 0, zoom: -SPEED },
} as const satisfies Record<string, Drift>
type Way = keyof typeof DRIFTS
const SIGNS: Record<Way, string> = { up: '↑', left: '←', right: '→', down: '↓', in: '+', out: '−' }
const KEY_WAYS: Readonly<Record<string, Way>> = {
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowDown: 'down',
  '+': 'in',
  '=': 'in',
  '-': 'out',
}
/** As GET /api/cameras/:id/ptz answers, the part that is used here. */
type Turning = { readonly presets: readonly { readonly token: string }[] }

export function Joystick(props: {
  readonly camera: string
  readonly pair: boolean
  readonly turn: TurnLine | null
  readonly person: (id: string) => string
}): ReactNode {
  const { turn, pair } = props
  const { t } = useTranslation('ptz')
  const format = useFormat()
  const refusal = useRefusal()
  const now = useNow(500)
  const [open, setOpen] = useState(false)
  const left = turn?.until ? Math.max(0, turn.until - now) : 0
  return (
    <section className="ptz">
      <div className="ptz-head">
        <span data-turn={turn?.state ?? 'home'}>
          {turn
            ? t(`state.${turn.state}`, { who: turn.by ? props.person(turn.by) : '–', left: format.span(left) })
            : t('state.home')}
          {turn?.trouble ? <em role="alert"> · {refusal(turn.trouble)}</em> : null}
        </span>
        <button type="button" className="fm-plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'shut' : 'open')}
        </button>
      </div>
      {open ? (
        <>
          <p>{t(pair ? 'pair' : 'alone')}</p>
          {pair ? <TurnedPicture camera={props.camera} /> : null}
          <Pad camera={props.camera} turn={turn} now={now} />
        </>
      ) : null}
    </section>
  )
}

/** What the second camera sees, where the joystick is: nobody steers blind. */
function TurnedPicture(props: { readonly camera: string }): ReactNode {
  const { t } = useTranslation('ptz')
  // A number of its own for each opening, so that the browser asks anew.
  const [at, setAt] = useState(() => Date.now())
  return (
    <img
      className="ptz-picture"
      src={`/api/cameras/${encodeURIComponent(props.camera)}/ptz/live?at=${at}`}
      alt={t('turned')}
      onError={() => setTimeout(() => setAt(Date.now()), TRY_AGAIN_MS)}
    />
  )
}

function Pad(props: { readonly camera: string; readonly turn: TurnLine | null; readonly now: number }): ReactNode {
  const { camera, turn, now } = props
  const { t } = useTranslation('ptz')
  const refusal = useRefusal()
  const me = usePerson()
  const [refused, setRefused] = useState<string | null>(null)
  const hand = useMemo(() => openHand(camera, (answer) => setRefused(answer.ok ? null : answer.refusal)), [camera])
  useEffect(() => () => hand.close(), [hand])
  // A button let go outside the page or behind another window is let go all the same.
  useEffect(() => {
    const rest = (): void => hand.rest()
    addEventListener('pointerup', rest)
    addEventListener('blur', rest)
    return () => {
      removeEventListener('pointerup', rest)
      removeEventListener('blur', rest)
    }
  }, [hand])
  const isAnothers = turn?.state === 'held' && turn.by !== null && turn.by !== me.id && now < (turn.until ?? 0)
  const cannot = !STEERS.includes(me.role) ? 'not-allowed' : isAnothers ? 'held-by-another' : null
  const onKey = (event: KeyboardEvent): void => {
    const way = KEY_WAYS[event.key]
    const home = event.key === 'Home'
    if (!way && !home) return
    event.preventDefault()
    // The desk's own keys must not walk the queue meanwhile.
    event.stopPropagation()
    if (cannot) return
    if (way) hand.drift(DRIFTS[way])
    else hand.move({ kind: 'home' })
  }
  const button = (way: Way): ReactNode => (
    <button
      key={way}
      type="button"
      className="fm-button"
      data-way={way}
      aria-label={t(way)}
      aria-disabled={cannot !== null}
      onPointerDown={() => {
        if (!cannot) hand.drift(DRIFTS[way])
      }}
    >
      {SIGNS[way]}
    </button>
  )
  return (
    <div
      className="ptz-pad"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the joystick takes the arrow keys while it has the focus
      tabIndex={0}
      aria-label={t('pad')}
      title={t('pad')}
      onKeyDown={onKey}
      onKeyUp={() => hand.rest()}
      onBlur={() => hand.rest()}
    >
      <div className="ptz-ways">{(['up', 'left', 'right', 'down', 'in', 'out'] as const).map(button)}</div>
      <div className="ptz-goes">
        <Presets camera={camera} cannot={cannot !== null} onGo={(token) => hand.move({ kind: 'preset', token })} />
        <button
          type="button"
          className="fm-button"
          aria-disabled={cannot !== null}
          onClick={() => {
            if (!cannot) hand.move({ kind: 'home' })
          }}
        >
          {t('home')}
        </button>
        {(cannot ?? refused) ? (
          <p role="alert" className="acts-why">
            {refusal(cannot ?? refused ?? '')}
          </p>
        ) : null}
      </div>
    </div>
  )
}

function Presets(props: {
  readonly camera: string
  readonly cannot: boolean
  readonly onGo: (token: string) => void
}): ReactNode {
  const { t } = useTranslation('ptz')
  const [tokens, setTokens] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState('')
  useEffect(() => {
    const stopping = new AbortController()
    void get<Turning>(`/api/cameras/${props.camera}/ptz`, { signal: stopping.signal }).then((answer) => {
      if (!answer.ok) return
      const found = answer.value.presets.map(({ token }) => token)
      setTokens(found)
      setChosen(found[0] ?? '')
    })
    return () => stopping.abort()
  }, [props.camera])
  if (tokens.length === 0) return null
  return (
    <span className="ptz-presets">
      <select value={chosen} aria-label={t('preset')} onChange={(event) => setChosen(event.currentTarget.value)}>
        {tokens.map((token) => (
          <option key={token}>{token}</option>
        ))}
      </select>
      <button
        type="button"
        className="fm-button"
        aria-disabled={props.cannot}
        onClick={() => {
          if (!props.cannot) props.onGo(chosen)
        }}
      >
        {t('go')}
      </button>
    </span>
  )
}
