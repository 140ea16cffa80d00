/** What the selection means on the map: the place, the units that were ordered, and the camera that looks there. */
import { useMemo } from 'react'
import { useBoard } from '../../../../console/live.ts'
import type { Camera } from '../../../../console/reference.ts'
import { useReference } from '../../../../console/reference.ts'
import { distanceM, type Position } from '../../../../core/geo.ts'
import type { CameraId, UnitId } from '../../../../core/ids.ts'
import { id } from '../../../../core/ids.ts'
import { isOver } from '../../../order.ts'
import { ordersFor } from '../queue.ts'
import { useOpenedCamera, useRestingSelection } from '../selection.ts'

export type Chosen = {
  readonly place: Position | null
  readonly ordered: ReadonlySet<UnitId>
  /** `opened`: on purpose, whatever is selected. */
  readonly camera: { readonly id: CameraId; readonly awayM: number | null; readonly opened: boolean } | null
}

/** Farther than this no camera is said to look there. */
const NEAR_CAMERA_M = 2_000

export function useChosen(): Chosen {
  const board = useBoard()
  const selection = useRestingSelection()
  const { cameras } = useReference()
  const opened = useOpenedCamera()
  const warning = selection?.what === 'warning' ? board.warnings.get(selection.id) : undefined
  const incident = selection?.what === 'incident' ? board.incidents.get(selection.id) : undefined
  const place = (warning?.raised.place ?? incident?.opened.place)?.position ?? null
  const origin = incident?.opened.origin
  const from = warning ?? (origin?.from === 'warning' ? board.warnings.get(origin.warning) : undefined)
  const units = incident
    ? ordersFor(board, incident.id).flatMap((order) => (order.unit && !isOver(order) ? [order.unit] : []))
    : []
  const source = from?.raised.source.kind === 'camera' ? from.raised.source.id : null
  // The board changes several times a second: what is drawn of the selection changes only when the selection does.
  const named = units.toSorted().join(' ')
  const ordered = useMemo(() => new Set(named === '' ? [] : named.split(' ').map((unit) => id<'unit'>(unit))), [named])
  const camera = useMemo(
    (): Chosen['camera'] =>
      opened && cameras.some((one) => one.id === opened)
        ? { id: opened, awayM: null, opened: true }
        : cameraFor(source, place, cameras),
    [opened, cameras, source, place],
  )
  return { place, ordered, camera }
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
