/** The pictures of the selected incident at the desk: the strip in its panel, and the one that is shown, large beside the panel, so that the next act stays in sight. */
import { type ReactNode, useEffect, useMemo } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { KEYS, keyLabel } from '../../console/desk/keys.ts'
import type { Order } from '../../order.ts'
import { type ScenePicture, scenePictures } from '../picture.ts'
import { PictureImage, PictureStrip, useCaption } from './pictures.tsx'
import { shownPicture } from './shown.ts'

/** Inside the desk's frame, so that nothing of it is covered that has to be seen. */
const desk = (): Element => document.querySelector('.desk') ?? document.body

export function PicturesPart({ orders }: { readonly orders: readonly Order[] }): ReactNode {
  const { t } = useTranslation('pictures')
  const pictures = useMemo(() => scenePictures(orders), [orders])
  const still = useCell(shownPicture)
  // What is shown belongs to this incident: with it, it goes.
  useEffect(() => () => shownPicture.set(null), [])
  const shown = pictures.find((one) => one.still === still)
  if (pictures.length === 0) return null
  return (
    <section className="side-part pictures-part">
      <h3>
        {t('title', { count: pictures.length })} <kbd>{keyLabel(KEYS.picture[0] ?? '')}</kbd>
      </h3>
      <PictureStrip
        pictures={pictures}
        shown={still}
        onShow={(one) => shownPicture.set(one.still === still ? null : one.still)}
      />
      {shown ? createPortal(<Large pictures={pictures} shown={shown} />, desk()) : null}
    </section>
  )
}

function Large(props: { readonly pictures: readonly ScenePicture[]; readonly shown: ScenePicture }): ReactNode {
  const { pictures, shown } = props
  const { t } = useTranslation('pictures')
  const caption = useCaption(pictures)
  const at = pictures.indexOf(shown)
  const step = (by: 1 | -1): ReactNode => {
    const there = pictures[at + by]
    return there ? (
      <button type="button" className="fm-button" onClick={() => shownPicture.set(there.still)}>
        {by < 0 ? `‹ ${t('before')}` : `${t('after')} ›`}
      </button>
    ) : null
  }
  return (
    <figure className="pictures-large">
      <PictureImage still={shown.still} alt={caption(shown)} />
      <figcaption>
        <span>{caption(shown)}</span>
        {step(-1)}
        {step(1)}
        <button type="button" className="fm-button" onClick={() => shownPicture.set(null)}>
          {t('close')} <kbd>{keyLabel(KEYS.back[0] ?? '')}</kbd>
        </button>
      </figcaption>
    </figure>
  )
}
