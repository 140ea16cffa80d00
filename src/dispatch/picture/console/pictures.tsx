/** Pictures from the scene: the strip with time and unit, and one of them large; what was erased says so. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useReference } from '../../../console/reference.ts'
import { never } from '../../../core/result.ts'
import type { ScenePicture } from '../picture.ts'
import { usePicture } from './loaded.ts'
import './pictures.css'

/** Who sent it: the unit, or the agency's room. */
function useWho(): (picture: ScenePicture) => string {
  const text = useText()
  const { agency, unit } = useReference()
  return (picture) => {
    const label = picture.unit === null ? agency.get(picture.agency)?.name : unit.get(picture.unit)?.label
    return label ? text(label) : (picture.unit ?? picture.agency)
  }
}

export function useCaption(pictures: readonly ScenePicture[]): (picture: ScenePicture) => string {
  const { t } = useTranslation('pictures')
  const format = useFormat()
  const who = useWho()
  return (picture) =>
    t('one', {
      n: pictures.indexOf(picture) + 1,
      count: pictures.length,
      time: format.exact(picture.at),
      who: who(picture),
    })
}

/** Every one can be pressed; `shown` is the one that is large now. */
export function PictureStrip(props: {
  readonly pictures: readonly ScenePicture[]
  readonly shown: string | null
  readonly onShow: (picture: ScenePicture) => void
}): ReactNode {
  const { pictures, shown, onShow } = props
  const format = useFormat()
  const who = useWho()
  const caption = useCaption(pictures)
  return (
    <ol className="pictures-strip">
      {pictures.map((picture) => (
        <li key={`${picture.agency}/${picture.still}`}>
          <button
            type="button"
            aria-pressed={picture.still === shown}
            aria-label={caption(picture)}
            onClick={() => onShow(picture)}
          >
            <PictureImage still={picture.still} alt="" />
          </button>
          <small>
            <time>{format.clock(picture.at)}</time> {who(picture)}
          </small>
        </li>
      ))}
    </ol>
  )
}

export function PictureImage(props: { readonly still: string; readonly alt: string }): ReactNode {
  const { t } = useTranslation('pictures')
  const refusal = useRefusal()
  const now = usePicture(props.still)
  switch (now.state) {
    case 'loading':
      return <span className="pictures-none">{t('loading')}</span>
    case 'gone':
      return <span className="pictures-none">{refusal(now.refusal)}</span>
    case 'here':
      return <img src={now.url} alt={props.alt} />
  }
  return never(now)
}
