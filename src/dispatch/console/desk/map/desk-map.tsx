/** The map of the desk: a grey world from the project's own data; what is ours or selected is cyan, what needs somebody is red. */
import type { FeatureCollection } from 'geojson'
import { GeoJSONSource, type MapLayerMouseEvent, type Map as MapView } from 'maplibre-gl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useCell } from '../../../../console/cell.ts'
import { useFormat } from '../../../../console/i18n/format.ts'
import { useLanguage } from '../../../../console/i18n/language.ts'
import { useCameras, useUnits } from '../../../../console/live.ts'
import { useNow } from '../../../../console/now.ts'
import { useReference } from '../../../../console/reference.ts'
import { theme } from '../../../../console/theme.ts'
import { id } from '../../../../core/ids.ts'
import type { Unit } from '../../../forces.ts'
import { pointed, pointing } from '../desk-state.ts'
import { openCamera, select } from '../selection.ts'
import { useDesk } from '../words.ts'
import { Legend } from './legend.tsx'
import { type Mark, Marks } from './marks.ts'
import { camerasOn, conesOn, unitsOn, waysOn } from './overlay.ts'
import { SOURCES } from './style.ts'
import { useChosen } from './use-chosen.ts'
import { useFitting } from './use-fitting.ts'
import { boundsOf, roadsIn, useMap } from './use-map.ts'
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'

const put = (view: MapView, source: string, what: FeatureCollection): void => {
  const found = view.getSource(source)
  if (found instanceof GeoJSONSource) found.setData(what)
}

export default function DeskMap(props: { readonly city: FeatureCollection }): ReactNode {
  const { city } = props
  const t = useDesk()
  const format = useFormat()
  const language = useLanguage()
  const worn = useCell(theme)
  const { units, cameras } = useReference()
  const fixes = useUnits()
  const lines = useCameras()
  const now = useNow(2_000)
  const chosen = useChosen()
  const [names, setNames] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const map = useMap(box, city, worn, language)
  const view = map?.view ?? null
  const { place, ordered, camera, marks, selections } = chosen
  useMarks(view, marks, (key) => select(selections.get(key) ?? null))
  useFitting(view, place, ordered)
  usePointing(view)
  useOpening(view)

  useEffect(() => {
    if (!map) return
    const label = (unit: Unit, staleMs: number | null): string =>
      staleMs === null ? unit.label[language] : t('map.age', { label: unit.label[language], age: format.span(staleMs) })
    put(map.view, SOURCES.units, unitsOn(units, fixes, ordered, now, label, names))
    put(map.view, SOURCES.ways, waysOn(place, units, fixes, ordered))
  }, [map, units, fixes, ordered, place, now, names, language, t, format])
  useEffect(() => {
    if (map) put(map.view, SOURCES.cameras, camerasOn(cameras, lines))
  }, [map, cameras, lines])
  useEffect(() => {
    if (map) put(map.view, SOURCES.cones, conesOn(cameras, city, camera?.id ?? null))
  }, [map, cameras, city, camera])

  return (
    <>
      <section ref={box} className="map-box" aria-label={t('map.label')} />
      <Legend
        names={names}
        onNames={() => setNames(!names)}
        onHome={() => view?.fitBounds(boundsOf(roadsIn(city)), { padding: 40, duration: 0 })}
      />
    </>
  )
}

function useMarks(view: MapView | null, marks: readonly Mark[], onChosen: (key: string) => void): void {
  const chosen = useRef(onChosen)
  chosen.current = onChosen
  const [drawn, setDrawn] = useState<Marks | null>(null)
  useEffect(() => {
    setDrawn(view ? new Marks(view, (key) => chosen.current(key)) : null)
  }, [view])
  useEffect(() => drawn?.show(marks), [drawn, marks])
}

/** A camera's sign opens its picture. */
function useOpening(view: MapView | null): void {
  useEffect(() => {
    if (!view) return
    const clicked = ({ features }: MapLayerMouseEvent): void => {
      const camera: unknown = features?.[0]?.properties?.id
      if (typeof camera === 'string' && !pointing.get()) openCamera(id<'camera'>(camera))
    }
    const over = (on: boolean) => () => {
      if (!pointing.get()) view.getCanvas().style.cursor = on ? 'pointer' : ''
    }
    const [enter, leave] = [over(true), over(false)]
    view.on('click', 'cameras', clicked)
    view.on('mouseenter', 'cameras', enter)
    view.on('mouseleave', 'cameras', leave)
    return () => {
      view.off('click', 'cameras', clicked)
      view.off('mouseenter', 'cameras', enter)
      view.off('mouseleave', 'cameras', leave)
    }
  }, [view])
}

/** While the call form asks for a place, one click on the map gives it. */
function usePointing(view: MapView | null): void {
  const on = useCell(pointing)
  useEffect(() => {
    if (!view || !on) return
    view.getCanvas().style.cursor = 'crosshair'
    const clicked = ({ lngLat }: { readonly lngLat: { readonly lng: number; readonly lat: number } }): void => {
      pointed.set([lngLat.lng, lngLat.lat])
      pointing.set(false)
    }
    view.once('click', clicked)
    return () => {
      view.getCanvas().style.cursor = ''
      view.off('click', clicked)
    }
  }, [view, on])
}
