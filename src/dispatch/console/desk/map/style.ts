/** How the desk's map is drawn: a grey world with names by fonts of this computer; tiles, glyphs and pictures from outside are never asked for. */
import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Theme } from '../../../../console/theme.ts'
import type { Language } from '../../../../core/text.ts'
import { roadLayers } from '../../roads/map-layers.ts'

export const SOURCES = {
  city: 'city',
  cameras: 'cameras',
  cones: 'cones',
  alerts: 'alerts',
  roads: 'roads',
  reach: 'reach',
} as const

export type MapInk = Readonly<
  Record<
    | 'ground'
    | 'built'
    | 'green'
    | 'water'
    | 'street'
    | 'arterial'
    | 'expressway'
    | 'post'
    | 'name'
    | 'strong'
    | 'halo'
    | 'accent'
    | 'stale'
    | 'clock'
    | 'life'
    | 'dim',
    string
  >
>

export const INK: Record<Theme, MapInk> = {
  dark: {
    ground: '#101315',
    built: '#14181b',
    green: '#131a17',
    water: '#19262f',
    street: '#23292e',
    arterial: '#333b42',
    expressway: '#5f6b74',
    post: '#7c8790',
    name: '#828d95',
    strong: '#c5cdd2',
    halo: '#101315',
    accent: '#4fb3c8',
    stale: '#7c8790',
    clock: '#e0a030',
    life: '#ff6369',
    dim: '#98a2aa',
  },
  light: {
    ground: '#e4e7e9',
    built: '#dadee1',
    green: '#d5dfd7',
    water: '#c3d3dd',
    street: '#f3f5f6',
    arterial: '#ffffff',
    expressway: '#8b969e',
    post: '#5d666d',
    name: '#59646c',
    strong: '#20282d',
    halo: '#eef0f2',
    accent: '#0e6f86',
    stale: '#79848c',
    clock: '#8a5a00',
    life: '#c0282d',
    dim: '#525d65',
  },
}

/** Fonts of this computer, in the order in which they are tried. */
export const FONT = ['Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif']

const kind = (...kinds: readonly string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', [...kinds]]]
const grows = (far: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['exponential', 1.5],
  ['zoom'],
  11,
  far,
  16,
  near,
]
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

export function deskStyle(theme: Theme, language: Language, city: FeatureCollection): StyleSpecification {
  const ink = INK[theme]
  const area = (id: string, color: string): LayerSpecification => ({
    id,
    type: 'fill',
    source: SOURCES.city,
    filter: ['all', kind(id), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': color },
  })
  const road = (id: string, color: string, width: ExpressionSpecification): LayerSpecification => ({
    id,
    type: 'line',
    source: SOURCES.city,
    filter: kind(id),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  })
  const name = (
    id: string,
    kinds: readonly string[],
    minzoom: number,
    line: boolean,
    size: number,
    color: string,
  ): LayerSpecification => ({
    id,
    type: 'symbol',
    source: SOURCES.city,
    minzoom,
    filter: ['all', kind(...kinds), ['has', language]],
    layout: {
      'text-field': ['get', language],
      'text-font': FONT,
      'text-size': size,
      'text-padding': 10,
      ...(line
        ? { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-max-angle': 30 }
        : { 'text-anchor': 'top', 'text-offset': [0, 0.55], 'text-optional': true }),
    },
    paint: { 'text-color': color, 'text-halo-color': ink.halo, 'text-halo-width': 1.4 },
  })
  return {
    version: 8,
    sources: {
      [SOURCES.city]: { type: 'geojson', data: city },
      [SOURCES.cones]: { type: 'geojson', data: NOTHING },
      [SOURCES.alerts]: { type: 'geojson', data: NOTHING },
      [SOURCES.cameras]: { type: 'geojson', data: NOTHING },
      [SOURCES.roads]: { type: 'geojson', data: NOTHING },
      [SOURCES.reach]: { type: 'geojson', data: NOTHING },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': ink.ground } },
      area('built-up', ink.built),
      area('green', ink.green),
      area('water', ink.water),
      road('district-road', ink.street, grows(0.7, 7)),
      road('arterial', ink.arterial, grows(1.5, 12)),
      road('ramp', ink.expressway, grows(0.8, 6)),
      {
        ...road('expressway', ink.expressway, grows(1.6, 9)),
        type: 'line',
        source: SOURCES.city,
        paint: {
          'line-color': ink.expressway,
          'line-width': grows(1.6, 9),
          // Each carriageway is drawn in its direction of travel; far out they are held apart so that both are seen.
          'line-offset': ['interpolate', ['linear'], ['zoom'], 10, 1.5, 13, 0.6, 14, 0],
        },
      },
      {
        id: 'posts',
        type: 'circle',
        source: SOURCES.city,
        minzoom: 11.4,
        filter: kind('kilometre-post'),
        paint: {
          'circle-radius': 2,
          'circle-color': ink.ground,
          'circle-stroke-width': 1.2,
          'circle-stroke-color': ink.post,
        },
      },
      {
        id: 'houses',
        type: 'circle',
        source: SOURCES.city,
        minzoom: 11.8,
        filter: kind('station', 'hospital', 'depot'),
        paint: { 'circle-radius': 2.6, 'circle-color': ink.post },
      },
      name('street-names', ['district-road'], 14, true, 10.5, ink.name),
      name('arterial-names', ['arterial'], 12.2, true, 11, ink.name),
      name('water-names', ['water'], 12.6, false, 11, ink.name),
      name('expressway-names', ['expressway'], 10, true, 11.5, ink.name),
      name('house-names', ['station', 'hospital', 'depot'], 12.8, false, 10.5, ink.name),
      name('post-names', ['kilometre-post'], 11.6, false, 10.5, ink.name),
      {
        id: 'alerts',
        type: 'line',
        source: SOURCES.alerts,
        paint: {
          'line-color': ['case', ['get', 'grave'], ink.clock, ink.post],
          'line-width': 1.6,
          'line-dasharray': [4, 3],
        },
      },
      {
        id: 'reach',
        type: 'line',
        source: SOURCES.reach,
        layout: { 'line-cap': 'round' },
        paint: {
          'line-color': ink.accent,
          'line-width': grows(1.5, 7),
          'line-opacity': ['match', ['get', 'minutes'], 5, 0.85, 10, 0.5, 0.25],
        },
      },
      ...roadLayers(SOURCES.roads, { hinders: ink.clock, helps: ink.accent }, grows(3, 9)),
      {
        id: 'cones',
        type: 'fill',
        source: SOURCES.cones,
        paint: {
          'fill-color': ['case', ['get', 'chosen'], ink.accent, ink.post],
          'fill-opacity': ['case', ['get', 'chosen'], 0.22, 0.1],
          'fill-outline-color': ['case', ['get', 'chosen'], ink.accent, ink.post],
        },
      },
      {
        id: 'cameras',
        type: 'symbol',
        source: SOURCES.cameras,
        layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      },
    ],
  }
}
