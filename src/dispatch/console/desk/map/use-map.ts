/** One MapLibre map in an element for the life of the page; theme and language change its style, not the place one looks at. */
import type { FeatureCollection } from 'geojson'
import { type LngLatBoundsLike, Map as MapView, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Theme } from '../../../../console/theme.ts'
import type { Position } from '../../../../core/geo.ts'
import type { Language } from '../../../../core/text.ts'
import { addIcons } from './icons.ts'
import { deskStyle, INK } from './style.ts'

setWorkerUrl(workerUrl)

/** `drawn` counts the styles that were loaded: what lies on the map is put there anew after each. */
export type MapNow = { readonly view: MapView; readonly drawn: number } | null

export function useMap(
  box: RefObject<HTMLDivElement | null>,
  city: FeatureCollection,
  theme: Theme,
  language: Language,
): MapNow {
  const [now, setNow] = useState<MapNow>(null)
  const kept = useRef<MapView | null>(null)
  useEffect(() => {
    if (!box.current) return
    const view = new MapView({
      container: box.current,
      bounds: boundsOf(roadsIn(city)),
      fitBoundsOptions: { padding: 40 },
      minZoom: 9.5,
      maxZoom: 17.5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
    })
    kept.current = view
    view.touchZoomRotate.disableRotation()
    view.keyboard.disable() // the arrow keys belong to the queue
    const watch = new ResizeObserver(() => view.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      kept.current = null
      setNow(null)
      view.remove()
    }
  }, [box, city])
  useEffect(() => {
    const view = kept.current
    if (!view) return
    view.once('style.load', () => {
      addIcons(view, INK[theme])
      setNow((before) => ({ view, drawn: (before?.drawn ?? 0) + 1 }))
    })
    view.setStyle(deskStyle(theme, language, city), { diff: false })
  }, [city, theme, language])
  return now
}

/** Where the expressway runs, or everything where there is none. */
export function roadsIn(city: FeatureCollection): readonly Position[] {
  const places = (kinds: readonly string[]): readonly Position[] =>
    city.features.flatMap(({ geometry, properties }): readonly Position[] =>
      kinds.includes(String(properties?.kind)) && geometry.type === 'LineString'
        ? geometry.coordinates.map(([lon = 0, lat = 0]): Position => [lon, lat])
        : [],
    )
  const fast = places(['expressway'])
  return fast.length > 0 ? fast : places(['arterial', 'district-road'])
}

export function boundsOf(positions: readonly Position[]): LngLatBoundsLike {
  const lons = positions.map(([lon]) => lon)
  const lats = positions.map(([, lat]) => lat)
  return positions.length === 0
    ? [
        [-180, -80],
        [180, 80],
      ]
    : [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ]
}
