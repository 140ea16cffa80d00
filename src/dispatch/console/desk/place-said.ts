/** Reads a place as it is said on the radio: `S12 K45+300 up`, `s12 45.3 下行`. Pure. */
import type { Carriageway } from '../../../core/place.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'

export type PlaceSaid = { readonly road: string; readonly kilometre: number; readonly carriageway: Carriageway }

const FORM = /^([a-z]{1,2}\d{1,4})(?:\s*k\s*|\s+)(\d{1,4})(?:\+(\d{1,3})|\.(\d{1,3}))?\s*(up|down|上行|下行|上|下)$/i

export function readPlace(text: string): Result<PlaceSaid, 'empty' | 'form'> {
  const said = text.trim()
  if (!said) return refuse('empty')
  const found = FORM.exec(said)
  if (!found) return refuse('form')
  const [, road = '', whole = '', metres, part, way = ''] = found
  const kilometre = Number(whole) + (metres ? Number(metres) / 1_000 : part ? Number(`0.${part}`) : 0)
  return ok({ road: road.toUpperCase(), kilometre, carriageway: /^(up|上)/i.test(way) ? 'up' : 'down' })
}
