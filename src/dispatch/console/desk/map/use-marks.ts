/** Incidents and warnings on the map: the selected one and the few most urgent are elements of the page that may pulse, all others lie on the sheet above it, so that two thousand cost no more than twenty. */
import type { MapMouseEvent } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { board, boardOf } from '../../../../console/live.ts'
import { pointing } from '../desk-state.ts'
import { type Row, rowsOf, type Selection, selectionOf, turnOf } from '../queue.ts'
import { isSame, select, useRestingSelection } from '../selection.ts'
import { useTerms } from '../words.ts'
import { type Mark, Marks } from './marks.ts'
import type { Sheet, Sign } from './sheet.ts'
import type { MapNow } from './use-map.ts'

/** Elements of the page among the marks; where everything pulses nothing stands out. */
const MOST_ELEMENTS = 12
/** How often the marks follow the board; the selected one follows at once. */
const EVERY_MS = 500

type Drawn = Pick<Mark, 'shape' | 'tone' | 'position'>

function drawnOf(row: Row): Drawn {
  if (row.what === 'warning')
    return {
      position: row.warning.raised.place.position,
      shape: 'warning',
      tone: row.urgency <= 1 ? 'life' : 'calm',
    }
  const turn = turnOf(row.incident, row.orders)
  return {
    position: row.incident.opened.place.position,
    shape: 'incident',
    tone: turn === 'desk' ? 'life' : turn === 'agencies' ? 'clock' : 'calm',
  }
}

/** Those that are elements of the page: the most urgent ones, and the selected one wherever it stands. */
function elementsOf(rows: readonly Row[], selection: Selection | null): readonly Row[] {
  const near = rows.slice(0, MOST_ELEMENTS).filter((row) => drawnOf(row).tone === 'life')
  const selected =
    selection && !near.some((row) => isSame(selectionOf(row), selection))
      ? rows.find((row) => isSame(selectionOf(row), selection))
      : undefined
  return selected ? [...near, selected] : near
}

export function useMarks(map: MapNow, sheet: Sheet | null): void {
  const terms = useTerms()
  const selection = useRestingSelection()
  const elements = useRef<Marks | null>(null)
  const rows = useRef<ReadonlyMap<string, Row>>(new Map())
  const view = map?.view ?? null

  useEffect(() => {
    if (!view || !sheet) return
    const chosen = (key: string): void => {
      const row = rows.current.get(key)
      if (row) select(selectionOf(row))
    }
    const drawn = new Marks(view, chosen)
    elements.current = drawn
    const clicked = ({ point }: MapMouseEvent): void => {
      const key = pointing.get() ? null : sheet.keyAt(point)
      if (key !== null) chosen(key)
    }
    view.on('click', clicked)
    return () => {
      view.off('click', clicked)
      drawn.show([])
      elements.current = null
    }
  }, [view, sheet])

  // Two thousand go to the sheet when the board has changed, and not when something else is selected.
  useEffect(() => {
    if (!sheet) return
    let shown: unknown = null
    const draw = (): void => {
      const now = boardOf(board.get())
      if (now === shown) return
      shown = now
      const listed = rowsOf(now, 'running')
      rows.current = new Map(listed.map((row) => [row.key, row]))
      sheet.showMarks(signsOf(listed))
    }
    draw()
    const again = setInterval(draw, EVERY_MS)
    return () => clearInterval(again)
  }, [sheet])

  useEffect(() => {
    if (!map) return
    const draw = (): void => {
      const near = elementsOf(rowsOf(boardOf(board.get()), 'running'), selection)
      elements.current?.show(
        near.map((row) => ({
          key: row.key,
          ...drawnOf(row),
          selected: isSame(selectionOf(row), selection),
          label: terms(
            row.what === 'warning' ? `warning.${row.warning.raised.kind}` : `kind.${row.incident.opened.kind}`,
          ),
        })),
      )
    }
    draw()
    const again = setInterval(draw, EVERY_MS)
    return () => clearInterval(again)
  }, [map, selection, terms])
}

/** The most urgent are drawn last, above the rest. */
const signsOf = (rows: readonly Row[]): readonly Sign[] =>
  rows.toReversed().map((row) => {
    const { shape, tone, position } = drawnOf(row)
    return { key: row.key, name: `${shape}-${tone}`, position, headingDegrees: 0, label: '', strong: false }
  })
