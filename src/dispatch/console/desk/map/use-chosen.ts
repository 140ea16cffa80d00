/** What the selection means on the map: the place, the units that were ordered, the camera that looks there, and the marks of everything else. */
import { useMemo } from 'react'
import { useBoard } from '../../../../console/live.ts'
import type { Camera } from '../../../../console/reference.ts'
import { useReference } from '../../../../console/reference.ts'
import { distanceM, type Position } from '../../../../core/geo.ts'
import type { CameraId, UnitId } from '../../../../core/ids.ts'
import { id } from '../../../../core/ids.ts'
import { isOver } from '../../../order.ts'
import { rowsOf, type Selection, selectionOf, turnOf } from '../queue.ts'
import { isSame, useOpenedCamera, useSelection } from '../selection.ts'
import { useTerms } from '../words.ts'
import type { Mark } from './marks.ts'

export type Chosen = {
  readonly place: Position | null
  readonly ordered: ReadonlySet<UnitId>
  /** `opened`: on purpose, whatever is selected. */
  readonly camera: { readonly id: CameraId; readonly awayM: number | null; readonly opened: boolean } | null
  readonly marks: readonly Mark[]
  readonly selections: ReadonlyMap<string, Selection>
}

/** Farther than this no camera is said to look there. */
const NEAR_CAMERA_M = 2_000

export function useChosen(): Chosen {
  const board = useBoard()
  const selection = useSelection()
  const terms = useTerms()
  const { cameras } = useReference()
  const opened = useOpenedCamera()
  return useMemo(() => {
    const rows = rowsOf(board, 'running')
    const marks = rows.map((row): Mark => {
      const selected = isSame(selectionOf(row), selection)
      if (row.what === 'warning') {
        const { kind, place } = row.warning.raised
        const tone = row.urgency <= 1 ? 'life' : 'calm'
        return {
          key: row.key,
          position: place.position,
          shape: 'warning',
          tone,
          selected,
          label: terms(`warning.${kind}`),
        }
      }
      const { kind, place } = row.incident.opened
      const turn = turnOf(row.incident, row.orders)
      const tone = turn === 'desk' ? 'life' : turn === 'agencies' ? 'clock' : 'calm'
      return { key: row.key, position: place.position, shape: 'incident', tone, selected, label: terms(`kind.${kind}`) }
    })
    const warning = selection?.what === 'warning' ? board.warnings.get(selection.id) : undefined
    const incident = selection?.what === 'incident' ? board.incidents.get(selection.id) : undefined
    const place = (warning?.raised.place ?? incident?.opened.place)?.position ?? null
    const origin = incident?.opened.origin
    const from = warning ?? (origin?.from === 'warning' ? board.warnings.get(origin.warning) : undefined)
    const ordered = new Set(
      [...board.orders.values()].flatMap((order) =>
        incident && order.issued.incident === incident.id && order.unit && !isOver(order) ? [order.unit] : [],
      ),
    )
    return {
      place,
      ordered,
      camera:
        opened && cameras.some((camera) => camera.id === opened)
          ? { id: opened, awayM: null, opened: true }
          : cameraFor(from?.raised.source.kind === 'camera' ? from.raised.source.id : null, place, cameras),
      marks,
      selections: new Map(rows.map((row) => [row.key, selectionOf(row)])),
    }
  }, [board, selection, terms, cameras, opened])
}

/** The camera that warned; without one, the nearest that is near. */
function cameraFor(source: string | null, place: Position | null, cameras: readonly Camera[]): Chosen['camera'] {
  if (source && cameras.some((camera) => camera.id === source))
    return { id: id<'camera'>(source), awayM: null, opened: false }
  if (!place) return null
  let best: (Chosen['camera'] & { awayM: number }) | null = null
  for (const camera of cameras) {
    const awayM = distanceM(camera.position, place)
    if (awayM <= NEAR_CAMERA_M && (!best || awayM < best.awayM)) best = { id: camera.id, awayM, opened: false }
  }
  return best
}
