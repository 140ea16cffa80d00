/** The city's roads and areas, loaded once, and what is read from them: kilometre posts and the way a road runs. */
import type { FeatureCollection } from 'geojson'
import { get } from '../../../../console/api.ts'
import { cell, useCell } from '../../../../console/cell.ts'
import { flattened } from './features.ts'

export type CityNow =
  | { readonly state: 'loading' | 'failed' }
  | { readonly state: 'here'; readonly city: FeatureCollection }

const city = cell<CityNow>({ state: 'loading' })
export const useCity = (): CityNow => useCell(city)

let asked = false
export async function loadCity(): Promise<void> {
  if (asked) return
  asked = true
  const answer = await get<FeatureCollection>('/api/map')
  asked = answer.ok
  city.set(answer.ok ? { state: 'here', city: flattened(answer.value) } : { state: 'failed' })
}
