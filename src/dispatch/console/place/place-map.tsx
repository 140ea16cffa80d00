/** A small map of one incident and the units near it: the way that is driven, or a dashed straight line, which says that it is no route. */
import type { GeoJSON } from 'geojson'
import { GeoJSONSource, type LngLatBoundsLike, Map as MapView, Marker, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { get } from '../../../console/api.ts'
import { cell, useCell } from '../../../console/cell.ts'
import type { Theme } from '../../../console/theme.ts'
import type { Position } from '../../../core/geo.ts'
import type { Condition } from '../../../roads/conditions/condition.ts'
import './place-map.css'
import { conditionsOn, statesOf } from '../roads/on-map.ts'
import { RoadSigns } from '../roads/signs.tsx'
import { EMPTY, placeStyle, ROADS, WAY } from './map-style.ts'

setWorkerUrl(workerUrl)

export type UnitMark = {
  readonly key: string
  readonly label: string
  readonly position: Position
  /** Old positions are grey and hollow. */
  readonly stale: boolean
  readonly headingDegrees: number | null
}

const city = cell<GeoJSON | null>(null)
let asked = false

async function loadCity(): Promise<void> {
  if (asked) return
  asked = true
  const answer = await get<GeoJSON>('/api/map')
  if (answer.ok) city.set(answer.value)
  else {
    asked = false
    city.set(EMPTY)
  }
}

/** Pixels around the incident and the unit that stay free of both; keep the value, a new one fits the map anew. */
export type Padding = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }

export default function PlaceMap(props: {
  readonly label: string
  readonly place: Position
  readonly placeLabel: string
  /** The line that is driven; without one a dashed straight line stands in. */
  readonly way?: readonly Position[] | null
  /** The end of the dashed line at the place. */
  readonly from: Position | null
  readonly units: readonly UnitMark[]
  readonly theme: Theme
  readonly padding: Padding
  /** What holds on the roads, drawn below the way. */
  readonly conditions: readonly Condition[]
}): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<MapView | null>(null)
  const drawn = useCell(city)
  const touched = useRef(false)
  const fit = useRef<() => void>(() => {})
  useEffect(() => void loadCity(), [])

  const { place, from, theme } = props
  const [placeLon, placeLat] = place
  useEffect(() => {
    if (!box.current || !drawn) return
    const map = new MapView({
      container: box.current,
      style: placeStyle(theme, drawn),
      center: [placeLon, placeLat],
      zoom: 13.5,
      maxZoom: 17.5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
    })
    map.touchZoomRotate.disableRotation()
    map.on('dragstart', () => {
      touched.current = true
    })
    // The container of a phone changes its height when an address bar goes away.
    const watch = new ResizeObserver(() => {
      map.resize()
      fit.current()
    })
    watch.observe(box.current)
    map.once('load', () => setView(map))
    touched.current = false
    return () => {
      watch.disconnect()
      setView(null)
      map.remove()
    }
  }, [drawn, theme, placeLon, placeLat])

  useEffect(() => {
    if (!view) return
    const element = document.createElement('div')
    element.className = 'fm-place-spot'
    element.title = props.placeLabel
    const marker = new Marker({ element }).setLngLat([placeLon, placeLat]).addTo(view)
    return () => void marker.remove()
  }, [view, placeLon, placeLat, props.placeLabel])

  useEffect(() => {
    if (!view) return
    const markers = props.units.map((unit) => {
      const element = document.createElement('div')
      element.className = unit.stale ? 'fm-place-unit is-stale' : 'fm-place-unit'
      const shape = document.createElement('i')
      if (unit.headingDegrees !== null) shape.style.rotate = `${unit.headingDegrees}deg`
      const name = document.createElement('span')
      name.textContent = unit.label
      element.append(shape, name)
      return new Marker({ element }).setLngLat([...unit.position]).addTo(view)
    })
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [view, props.units])

  const { conditions } = props
  useEffect(() => {
    const source = view?.getSource(ROADS)
    if (source instanceof GeoJSONSource) source.setData(conditionsOn(conditions))
  }, [view, conditions])

  const fromLon = from?.[0]
  const fromLat = from?.[1]
  useEffect(() => {
    if (!view) return
    const source = view.getSource(WAY)
    const here: readonly [number, number] = [placeLon, placeLat]
    const start = fromLon === undefined || fromLat === undefined ? null : ([fromLon, fromLat] as const)
    const driven = props.way ?? null
    if (source instanceof GeoJSONSource)
      source.setData(
        driven && driven.length > 1
          ? { type: 'LineString', coordinates: driven.map((at) => [...at]) }
          : start
            ? { type: 'LineString', coordinates: [[...start], [...here]] }
            : EMPTY,
      )
    view.setPaintProperty(WAY, 'line-dasharray', driven ? [1, 0] : [2, 1.4])
    fit.current = () => {
      if (touched.current) return
      if (!start) {
        view.jumpTo({ center: [...here] })
        return
      }
      const all = [here, start, ...(driven ?? [])]
      const [lons, lats] = [all.map((at) => at[0]), all.map((at) => at[1])]
      const bounds: LngLatBoundsLike = [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ]
      view.fitBounds(bounds, { padding: { ...props.padding }, maxZoom: 16, animate: false })
    }
    fit.current()
    return () => {
      fit.current = () => {}
    }
  }, [view, placeLon, placeLat, fromLon, fromLat, props.padding, props.way])

  return (
    <>
      <div ref={box} className="fm-place-map" role="img" aria-label={props.label} data-roads={conditions.length} />
      {conditions.length > 0 ? (
        <p className="fm-place-signs">
          <RoadSigns states={statesOf(conditions)} />
        </p>
      ) : null}
    </>
  )
}
