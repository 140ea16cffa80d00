/** Brings what was selected into view once the selection rests, and once more when units are ordered to it; never while a person has moved the map himself. */
import type { Map as MapView } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { fixes } from '../../../../console/live.ts'
import { reference } from '../../../../console/reference.ts'
import type { Position } from '../../../../core/geo.ts'
import type { UnitId } from '../../../../core/ids.ts'
import { boundsOf } from './use-map.ts'

/** The live picture covers the lower right corner. */
const ROOM = { top: 90, left: 70, right: 90, bottom: 60 } as const
/** On top of the rest of the selection (selection.ts). */
const RESTS_MS = 150
const PICTURE = { width: 380, height: 270 } as const

export function useFitting(view: MapView | null, place: Position | null, ordered: ReadonlySet<UnitId>): void {
  const moved = useRef(false)
  const lon = place?.[0]
  const lat = place?.[1]
  const units = [...ordered].sort().join(' ')

  useEffect(() => {
    if (!view) return
    const own = (event: { readonly originalEvent?: unknown }): void => {
      if (event.originalEvent) moved.current = true
    }
    view.on('movestart', own)
    return () => {
      view.off('movestart', own)
    }
  }, [view])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is looked at anew
  useEffect(() => {
    moved.current = false
  }, [lon, lat])

  useEffect(() => {
    if (!view || lon === undefined || lat === undefined || moved.current) return
    const resting = setTimeout(fit, RESTS_MS)
    return () => {
      clearTimeout(resting)
      view.stop()
    }

    function fit(): void {
      if (!view || lon === undefined || lat === undefined || moved.current) return
      const known = reference.get().unit
      const there = units.split(' ').flatMap((unitId): readonly Position[] => {
        const unit = [...known.values()].find((one) => one.id === unitId)
        const fix = unit ? fixes.get().get(unit.index) : undefined
        return fix ? [fix.position] : []
      })
      const { clientWidth, clientHeight } = view.getContainer()
      const roomy = clientWidth > 2 * PICTURE.width && clientHeight > 2 * PICTURE.height
      view.fitBounds(boundsOf([[lon, lat], ...there]), {
        padding: roomy ? { ...ROOM, bottom: PICTURE.height } : 40,
        maxZoom: 13.8,
        animate: !isDrawnInSoftware(view) && !matchMedia('(prefers-reduced-motion: reduce)').matches,
        duration: 500,
      })
    }
  }, [view, lon, lat, units])
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render/i
const known = new WeakMap<MapView, boolean>()

/** Without a graphics card each picture of a moving map takes the time that the keys need. */
function isDrawnInSoftware(view: MapView): boolean {
  const before = known.get(view)
  if (before !== undefined) return before
  const gl = view.getCanvas().getContext('webgl2')
  const asks = gl?.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = gl && asks ? gl.getParameter(asks.UNMASKED_RENDERER_WEBGL) : ''
  const is = typeof renderer === 'string' && SOFTWARE.test(renderer)
  known.set(view, is)
  return is
}
