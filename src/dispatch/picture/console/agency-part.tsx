/** The pictures of one order in its agency's room: the strip, and above it the one that was pressed. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../order.ts'
import { scenePictures } from '../picture.ts'
import { PictureImage, PictureStrip, useCaption } from './pictures.tsx'

export function OrderPictures({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('pictures')
  const pictures = scenePictures([order])
  const caption = useCaption(pictures)
  const [still, setStill] = useState<string | null>(null)
  const shown = pictures.find((one) => one.still === still)
  if (pictures.length === 0) return null
  return (
    <section className="pictures-order">
      <h2>{t('title', { count: pictures.length })}</h2>
      {shown ? (
        <figure>
          <PictureImage still={shown.still} alt={caption(shown)} />
          <figcaption>{caption(shown)}</figcaption>
        </figure>
      ) : null}
      <PictureStrip
        pictures={pictures}
        shown={still}
        onShow={(one) => setStill(one.still === still ? null : one.still)}
      />
    </section>
  )
}
