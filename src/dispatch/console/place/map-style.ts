/** How a small map is drawn from the project's own road and area data: no tiles, glyphs or pictures from outside; names are markers. */
import type { GeoJSON } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Theme } from '../../../console/theme.ts'
import { roadLayers } from '../roads/map-layers.ts'

type Palette = Readonly<
  Record<
    'ground' | 'built' | 'green' | 'water' | 'street' | 'road' | 'edge' | 'expressway' | 'post' | 'line' | 'hinders',
    string
  >
>

const PALETTE: Record<Theme, Palette> = {
  dark: {
    ground: '#101315',
    built: '#16191c',
    green: '#141b18',
    water: '#1a2832',
    street: '#262c31',
    road: '#353d44',
    edge: '#0b0d0f',
    expressway: '#5a666f',
    post: '#6d7982',
    line: '#4fb3c8',
    hinders: '#e0a030',
  },
  light: {
    ground: '#dfe3e6',
    built: '#d6dbdf',
    green: '#d3dfd6',
    water: '#bcd0dc',
    street: '#ffffff',
    road: '#ffffff',
    edge: '#a9b4bc',
    expressway: '#ffffff',
    post: '#5d666d',
    line: '#14708a',
    hinders: '#8a5a00',
  },
}

const kind = (...kinds: readonly string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', [...kinds]]]
const wide = (far: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  11,
  far,
  17,
  near,
]

export const CITY = 'city'
export const WAY = 'way'
export const ROADS = 'roads'
export const EMPTY: GeoJSON = { type: 'FeatureCollection', features: [] }

export function placeStyle(theme: Theme, city: GeoJSON): StyleSpecification {
  const paint = PALETTE[theme]
  const area = (id: string, color: string): LayerSpecification => ({
    id,
    type: 'fill',
    source: CITY,
    filter: ['all', kind(id), ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]]],
    paint: { 'fill-color': color },
  })
  const road = (
    id: string,
    kinds: readonly string[],
    color: string,
    width: ExpressionSpecification,
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: CITY,
    filter: kind(...kinds),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  })
  return {
    version: 8,
    sources: {
      [CITY]: { type: 'geojson', data: city },
      [WAY]: { type: 'geojson', data: EMPTY },
      [ROADS]: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': paint.ground } },
      area('built-up', paint.built),
      area('green', paint.green),
      area('water', paint.water),
      {
        id: 'canal',
        type: 'line',
        source: CITY,
        filter: ['all', kind('water'), ['==', ['geometry-type'], 'LineString']],
        paint: { 'line-color': paint.water, 'line-width': wide(3, 18) },
      },
      road('street', ['district-road'], paint.street, wide(0.8, 7)),
      road('arterial', ['arterial'], paint.road, wide(1.6, 13)),
      road('fast-edge', ['expressway', 'ramp'], paint.edge, wide(3, 20)),
      road('ramp', ['ramp'], paint.expressway, wide(1, 11)),
      road('expressway', ['expressway'], paint.expressway, wide(1.8, 16)),
      {
        id: 'post',
        type: 'circle',
        source: CITY,
        minzoom: 11.5,
        filter: kind('kilometre-post'),
        paint: { 'circle-radius': 2.5, 'circle-color': paint.post },
      },
      ...roadLayers(ROADS, { hinders: paint.hinders, helps: paint.line }, wide(4, 13)),
      {
        id: WAY,
        type: 'line',
        source: WAY,
        layout: { 'line-cap': 'butt' },
        paint: { 'line-color': paint.line, 'line-width': 4, 'line-dasharray': [2, 1.4] },
      },
    ],
  }
}
