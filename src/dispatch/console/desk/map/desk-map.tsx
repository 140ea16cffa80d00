/** The map of the desk: a grey world from the project's own data; what is ours or selected is cyan, what needs somebody is red. */
import type { FeatureCollection } from 'geojson'
import { GeoJSONSource, type MapLayerMouseEvent, type Map as MapView } from 'maplibre-gl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../../console/cell.ts'
import { useFormat } from '../../../../console/i18n/format.ts'
import { useLanguage } from '../../../../console/i18n/language.ts'
import { fixes, useCameras } from '../../../../console/live.ts'
import { nowByServer } from '../../../../console/now.ts'
import { useReference } from '../../../../console/reference.ts'
import { theme } from '../../../../console/theme.ts'
import { id } from '../../../../core/ids.ts'
import { useStanding } from '../../../exchange/console/alerts.ts'
import { areasOn } from '../../../exchange/console/areas.ts'
import type { Unit } from '../../../forces.ts'
import { RoadsNow, useHolding } from '../../roads/list.tsx'
import { conditionsOn, statesOf } from '../../roads/on-map.ts'
import { pointed, pointing } from '../desk-state.ts'
import { Doings } from '../next-acts.tsx'
import { lift, ROADS } from '../roads/acts.ts'
import { reach } from '../roads/reach.ts'
import { openRoadForm, RoadForm, roadForm } from '../roads/road-form.tsx'
import { openCamera } from '../selection.ts'
import { useDesk } from '../words.ts'
import { Legend } from './legend.tsx'
import { camerasOn, conesOn, unitsOn, waysOn } from './overlay.ts'
import { SOURCES } from './style.ts'
import { useChosen } from './use-chosen.ts'
import { useFitting } from './use-fitting.ts'
import { boundsOf, roadsIn, useMap } from './use-map.ts'
import { useMarks } from './use-marks.ts'
import { useSheet } from './use-sheet.ts'
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'

/** Positions come in five times a second; a unit at full speed moves two pixels in this time. */
const UNITS_EVERY_MS = 1_000

const lies = new WeakMap<GeoJSONSource, string>()
/** What lies there already is not put there again: each time the whole map would be drawn anew. */
function put(view: MapView, source: string, what: FeatureCollection): void {
  const found = view.getSource(source)
  if (!(found instanceof GeoJSONSource)) return
  const text = JSON.stringify(what)
  if (lies.get(found) === text) return
  lies.set(found, text)
  found.setData(what)
}

export default function DeskMap(props: {
  readonly city: FeatureCollection
  /** At the desk only: the wall and the past are looked at. */
  readonly acts?: boolean
}): ReactNode {
  const { city } = props
  const t = useDesk()
  const format = useFormat()
  const language = useLanguage()
  const worn = useCell(theme)
  const { units, cameras } = useReference()
  const lines = useCameras()
  const chosen = useChosen()
  const standing = useStanding()
  const conditions = useHolding()
  const reached = useCell(reach)
  const [names, setNames] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const map = useMap(box, city, worn, language)
  const view = map?.view ?? null
  const { place, ordered, camera } = chosen
  const sheet = useSheet(view, worn)
  useMarks(map, sheet)
  useFitting(view, place, ordered)
  usePointing(view)
  useOpening(view)

  useEffect(() => {
    if (!sheet) return
    const label = (unit: Unit, staleMs: number | null): string =>
      staleMs === null ? unit.label[language] : t('map.age', { label: unit.label[language], age: format.span(staleMs) })
    const draw = (): void => {
      const known = fixes.get()
      sheet.showUnits(unitsOn(units, known, ordered, nowByServer(), label, names), waysOn(place, units, known, ordered))
    }
    draw()
    const again = setInterval(draw, UNITS_EVERY_MS)
    return () => clearInterval(again)
  }, [sheet, units, ordered, place, names, language, t, format])
  useEffect(() => {
    if (map) put(map.view, SOURCES.roads, conditionsOn(conditions))
  }, [map, conditions])
  useEffect(() => {
    if (map) put(map.view, SOURCES.reach, reached ?? { type: 'FeatureCollection', features: [] })
  }, [map, reached])
  useEffect(() => {
    if (map) put(map.view, SOURCES.cameras, camerasOn(cameras, lines))
  }, [map, cameras, lines])
  useEffect(() => {
    if (map) put(map.view, SOURCES.alerts, areasOn(standing))
  }, [map, standing])
  useEffect(() => {
    if (map) put(map.view, SOURCES.cones, conesOn(cameras, city, camera?.id ?? null))
  }, [map, cameras, city, camera])

  return (
    <>
      <section ref={box} className="map-box" aria-label={t('map.label')} />
      <div className="map-roads">
        <RoadsNow conditions={conditions} {...(props.acts ? { onLift: lift } : {})} />
        {props.acts ? <RoadForm /> : null}
        {props.acts ? <SayRoad /> : null}
        <Doings about={[ROADS, ...conditions.map(({ id: key }) => key)]} />
      </div>
      <Legend
        onReachAway={reached ? () => reach.set(null) : null}
        states={statesOf(conditions)}
        names={names}
        onNames={() => setNames(!names)}
        onHome={() => view?.fitBounds(boundsOf(roadsIn(city)), { padding: 40, duration: 0 })}
      />
    </>
  )
}

function SayRoad(): ReactNode {
  const { t } = useTranslation('roads')
  return useCell(roadForm) ? null : (
    <button type="button" className="fm-plain road-say" onClick={openRoadForm}>
      {t('form.open')}
    </button>
  )
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
