/** The zoomed stills that a PTZ brought for a warning, each with what its lamps did there. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import type { Text } from '../../../core/text.ts'
import './ptz.css'

export type ZoomedStill = {
  readonly still: string
  readonly label: Text
  readonly at: number
  readonly hazardLights: boolean | null
}

export function Zoomed(props: { readonly stills: readonly ZoomedStill[] }): ReactNode {
  const { t } = useTranslation('ptz')
  const text = useText()
  const format = useFormat()
  if (props.stills.length === 0) return null
  return (
    <div className="zoomed">
      {props.stills.map(({ still, label, at, hazardLights }) => {
        const says = t('zoomed', { source: text(label), at: format.clock(at) })
        return (
          <figure key={still}>
            <img src={`/api/stills/${still}`} alt={says} />
            <figcaption>
              {says}
              {hazardLights === null ? null : <strong> · {t(hazardLights ? 'lampsOn' : 'lampsOff')}</strong>}
            </figcaption>
          </figure>
        )
      })}
    </div>
  )
}
