/** Why a place is refused at the doors where a person says it. */
import { looksPersonal } from '../../core/particulars.ts'
import type { Place } from '../../core/place.ts'
import type { Given } from '../io/given.ts'

/** A forced place may contradict the map, because it is marked; its words are free, and facts are for ever. */
export function placeRefused(given: Pick<Given, 'placeIsWrong'>, place: Place) {
  if (!place.unverified) return given.placeIsWrong(place)
  return [place.label.zh, place.label.en].some(looksPersonal) ? 'particulars-refused' : null
}
