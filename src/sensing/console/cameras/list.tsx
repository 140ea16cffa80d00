/** All cameras: virtual, filtered, the chosen one in the address; health and verdicts of each stand in its row. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import { State } from '../../../console/parts/state.tsx'
import { usePeople } from '../../../console/people.ts'
import { go, routeNow, useRoute } from '../../../console/route.ts'
import { SECOND } from '../../../core/time.ts'
import { useCause } from '../cause.ts'
import type { ListedCamera } from './asking.ts'
import { JudgedFigure } from './judged-figure.tsx'
import type { useCameraList } from './use-camera-list.ts'

const ROW_PX = 92
const OLD_MS = 10 * SECOND

function show(change: { readonly camera?: string; readonly filter?: string }): void {
  const { query } = routeNow()
  const next = new URLSearchParams()
  const camera = change.camera ?? query.get('camera')
  const filter = change.filter ?? query.get('filter')
  if (camera) next.set('camera', camera)
  if (filter) next.set('filter', filter)
  const text = next.toString()
  go(text ? `/cameras?${text}` : '/cameras', change.camera === undefined ? 'replace' : 'push')
}

export function CameraChoice(props: {
  readonly list: ReturnType<typeof useCameraList>
  readonly chosen: string | null
}): ReactNode {
  const { now, again } = props.list
  const { t } = useTranslation('cameras')
  const { t: shell } = useTranslation()
  const refusal = useRefusal()
  const filter = useRoute().query.get('filter') ?? ''
  const list = now.state === 'here' ? now.list : now.state === 'failed' ? now.before : null
  const cameras = useMemo(() => {
    const sought = filter.trim().toLowerCase()
    return (list?.cameras ?? []).filter(({ id, name }) =>
      [id, name.zh, name.en].some((text) => text.toLowerCase().includes(sought)),
    )
  }, [list, filter])
  const walk = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || cameras.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    const at = cameras.findIndex(({ id }) => id === props.chosen)
    const next = cameras[Math.min(cameras.length - 1, Math.max(0, at + step))]
    if (next) show({ camera: next.id })
  }
  return (
    <nav className="cameras-list" aria-label={t('list.title')} onKeyDown={walk}>
      <input
        type="search"
        value={filter}
        placeholder={t('list.filter')}
        aria-label={t('list.filter')}
        onChange={(event) => show({ filter: event.currentTarget.value })}
      />
      {now.state === 'failed' ? (
        <p className="cameras-failed" role="alert">
          {t('list.failed')} {refusal(now.refusal)}{' '}
          <button type="button" className="fm-plain" onClick={again}>
            {shell('retry')}
          </button>
        </p>
      ) : null}
      {now.state === 'loading' ? <State title={shell('loading')} /> : null}
      {list && cameras.length === 0 ? (
        <State title={t(list.cameras.length === 0 ? 'list.noneAtAll' : 'list.none')} />
      ) : (
        <Rows cameras={cameras} chosen={props.chosen} />
      )}
    </nav>
  )
}

function Rows(props: { readonly cameras: readonly ListedCamera[]; readonly chosen: string | null }): ReactNode {
  const { cameras } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: cameras.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  })
  return (
    <div ref={scroller} className="cameras-rows">
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const camera = cameras[index]
          return camera ? (
            <li key={camera.id} style={{ transform: `translateY(${start}px)`, height: ROW_PX }}>
              <Row camera={camera} chosen={camera.id === props.chosen} />
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

function Row(props: { readonly camera: ListedCamera; readonly chosen: boolean }): ReactNode {
  const { id, name, health, drawn, hasGround, judged } = props.camera
  const { t } = useTranslation('cameras')
  const text = useText()
  const format = useFormat()
  const people = usePeople()
  const causeSaid = useCause()
  const now = useNow(1_000)
  const age = health?.lastFrameAt == null ? null : Math.max(0, now - health.lastFrameAt)
  const well = health?.state === 'watching' && age !== null && age < OLD_MS
  const who = drawn ? people.get(drawn.by) : undefined
  return (
    <button
      type="button"
      className="cameras-row"
      aria-current={props.chosen}
      data-well={well}
      onClick={() => show({ camera: id })}
    >
      <strong>{text(name)}</strong>
      <span className="cameras-health">
        <i className="cameras-dot" aria-hidden="true" />
        {health ? t(`list.state.${health.state}`) : t('list.unknown')}
        {' · '}
        {age === null ? t('list.noPicture') : t('list.age', { age: format.span(age) })}
        {health?.cause ? ` · ${causeSaid(health.cause)}` : null}
      </span>
      <JudgedFigure judged={judged} />
      <small>
        {drawn
          ? t('list.drawn', {
              version: drawn.version,
              who: who ? text(who) : drawn.by,
              at: format.date(drawn.at),
            })
          : t('list.configured')}
        {hasGround ? null : ` · ${t('list.noGround')}`}
      </small>
    </button>
  )
}
