/** A place in one line, as people on the radio say it: S12 K45+300, up carriageway. */
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { kilometrePost, type Place } from '../../../core/place.ts'
import { laneText } from '../../../roads/place-said.ts'

export type PlaceLines = {
  /** Road, kilometre and carriageway where there is one; otherwise the label. */
  readonly first: string
  /** The label, when it says more than the first line. */
  readonly second: string | null
}

export function usePlaceLines(): (place: Place) => PlaceLines {
  const text = useText()
  const { t } = useTranslation('terms')
  return (place) => {
    const label = text(place.label)
    const flag = place.unverified ? ` · ${t('place.unverified')}` : ''
    if (place.road === undefined || place.kilometre === undefined) return { first: `${label}${flag}`, second: null }
    const lane = place.lane === undefined ? null : laneText(place.lane)
    const post = kilometrePost(place.kilometre)
    const side = place.carriageway ? ` ${t(`carriageway.${place.carriageway}`)}` : ''
    return {
      first: `${place.road} ${post}${side}${lane ? ` · ${text(lane)}` : ''}${flag}`,
      second: label.includes(post) ? null : label,
    }
  }
}
