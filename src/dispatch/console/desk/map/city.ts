/** The city's roads and areas for the map, loaded once. */
import type { FeatureCollection } from 'geojson'
import { get } from '../../../../console/api.ts'
import { keepMap, keptMap } from '../../../../console/away/kept-map.ts'
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
  if (answer.ok) {
    city.set({ state: 'here', city: flattened(answer.value) })
    void keepMap(answer.value)
    return
  }
  const kept = answer.refusal === 'not-reached' ? await keptMap() : null
  city.set(isCollection(kept) ? { state: 'here', city: flattened(kept) } : { state: 'failed' })
}

/** Only what the server gave was ever kept. */
const isCollection = (kept: unknown): kept is FeatureCollection =>
  typeof kept === 'object' && kept !== null && 'type' in kept && kept.type === 'FeatureCollection'
