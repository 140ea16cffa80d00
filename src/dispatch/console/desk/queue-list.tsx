/** The queue: virtual, held still while somebody reads or walks in it, grouped by place in a flood. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard, useBoardNow, useCutOff } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { State } from '../../../console/parts/state.tsx'
import { SECOND } from '../../../core/time.ts'
import { letGo, walkedAt } from './desk-state.ts'
import { arrange, type Group, grouped, type Row, rowsOf, selectionOf } from './queue.ts'
import { QueueRow } from './queue-row.tsx'
import { isSame, show, useSelection, useShows } from './selection.ts'
import { useDesk, useTerms } from './words.ts'
import './queue.css'

/** Walking by keys holds the list this long; the pointer holds it while it is over it and not at rest for long. */
const HOLD_MS = { walk: 4 * SECOND, rest: 20 * SECOND } as const
const ROW_PX = 88

/** The rows as they are drawn just now, for the keys. */
export const drawn: { rows: readonly Row[] } = { rows: [] }

export function QueueList(): ReactNode {
  const t = useDesk()
  const board = useBoard()
  const shows = useShows()
  const selection = useSelection()
  const now = useNow(1_000)
  const [pointerAt, setPointerAt] = useState(0)
  const walked = useCell(walkedAt)
  const freed = useCell(letGo)
  const before = useRef<{ keys: readonly string[]; shows: string; freed: number }>({ keys: [], shows, freed })
  const inUse = Date.now() - walked < HOLD_MS.walk || Date.now() - pointerAt < HOLD_MS.rest

  const wanted = useMemo(() => rowsOf(board, shows), [board, shows])
  const all = useMemo(() => (shows === 'running' ? rowsOf(board, 'closed') : []), [board, shows])
  const same = before.current.shows === shows && before.current.freed === freed
  const { shown, waiting } = arrange(wanted, all, before.current.keys, inUse && same)
  useEffect(() => {
    before.current = { keys: shown.map((row) => row.key), shows, freed }
    drawn.rows = shown
  })

  return (
    <section className="queue" aria-label={t('queue.title')}>
      <div className="queue-head">
        <h2>{t(shows === 'running' ? 'queue.title' : 'queue.closed')}</h2>
        <span>{t(shows === 'running' ? 'queue.order' : 'queue.orderClosed')}</span>
        <button
          type="button"
          className="fm-plain"
          aria-pressed={shows === 'closed'}
          onClick={() => show(shows === 'running' ? 'closed' : 'running')}
        >
          {t(shows === 'running' ? 'queue.over' : 'queue.running')}
        </button>
      </div>
      {waiting > 0 ? (
        <button type="button" className="queue-waiting" onClick={() => letGo.set(letGo.get() + 1)}>
          {t('queue.waiting', { count: waiting })}
        </button>
      ) : null}
      <Rows
        rows={grouped(shown, now)}
        selected={shown.find((row) => isSame(selectionOf(row), selection))?.key ?? null}
        onPointer={setPointerAt}
        empty={<Empty />}
      />
    </section>
  )
}

function Rows(props: {
  readonly rows: readonly (Row | Group)[]
  readonly selected: string | null
  readonly onPointer: (at: number) => void
  readonly empty: ReactNode
}): ReactNode {
  const t = useDesk()
  const { rows, selected, onPointer } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const scroller = useRef<HTMLDivElement>(null)
  const items = rows.flatMap((row): readonly (Row | Group)[] =>
    'place' in row && open.has(row.place) ? [row, ...row.rows] : [row],
  )
  const keyOf = (item: Row | Group): string => ('place' in item ? item.place : item.key)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => {
      const item = items[index]
      return item ? keyOf(item) : index
    },
    overscan: 6,
  })
  const place = items.findIndex((item) => keyOf(item) === selected)
  useEffect(() => {
    // Where it can be seen already nothing is scrolled, nor measured: that would lay out the whole page once more.
    const row = virtual.measurementsCache[place]
    const top = virtual.scrollOffset ?? 0
    const isSeen = row && row.start >= top && row.end <= top + (virtual.scrollRect?.height ?? 0)
    if (place >= 0 && !isSeen) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, virtual])
  if (items.length === 0) return props.empty
  return (
    <div
      ref={scroller}
      className="queue-rows"
      onPointerMove={() => onPointer(Date.now())}
      onPointerLeave={() => onPointer(0)}
    >
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]
          return item ? (
            <li
              key={key}
              data-index={index}
              ref={virtual.measureElement}
              style={{ transform: `translateY(${start}px)` }}
            >
              {'place' in item ? (
                <GroupRow
                  group={item}
                  open={open.has(item.place)}
                  says={t(open.has(item.place) ? 'queue.shut' : 'queue.open')}
                  onToggle={() => setOpen(open.symmetricDifference(new Set([item.place])))}
                />
              ) : (
                <QueueRow row={item} selected={item.key === selected} />
              )}
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

function GroupRow(props: {
  readonly group: Group
  readonly open: boolean
  readonly says: string
  readonly onToggle: () => void
}): ReactNode {
  const t = useDesk()
  const terms = useTerms()
  const [first] = props.group.rows
  const kind = first?.what === 'warning' ? terms(`warning.${first.warning.raised.kind}`) : ''
  return (
    <button type="button" className="queue-group" aria-expanded={props.open} onClick={props.onToggle}>
      <strong>{t('queue.group', { count: props.group.rows.length, kind })}</strong>
      <span>{props.says}</span>
      <small>{t('queue.groupWhat')}</small>
    </button>
  )
}

function Empty(): ReactNode {
  const t = useDesk()
  const refusal = useRefusal()
  const format = useFormat()
  const now = useBoardNow()
  const cutOff = useCutOff()
  const shows = useShows()
  if (now.state === 'refused') return <State title={refusal(now.refusal)} />
  if (now.state === 'loading') return <State title={t('queue.loading')} />
  if (cutOff) return <State title={t('queue.cutOff', { since: format.clock(cutOff.lastAt ?? cutOff.since) })} />
  if (shows === 'closed') return <State title={t('queue.emptyClosed')} />
  return <State title={t('queue.empty')} what={t('queue.emptyWhat')} />
}
