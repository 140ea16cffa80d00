/** The still that a warning came with, and the box that the sensor drew: it is shown apart from the picture, so that both can be judged. */
import { type ReactNode, useState } from 'react'
import { useReference } from '../../../console/reference.ts'
import { id } from '../../../core/ids.ts'
import type { Raised } from '../../warning.ts'
import { useDesk, useTerms } from './words.ts'

/** `still`: the picture to judge by; the box is drawn only on the one that it belongs to. */
export function Still(props: { readonly raised: Raised; readonly still: string | undefined }): ReactNode {
  const { still, raised } = props
  const { source, kind } = raised
  const box = still === raised.still ? raised.box : undefined
  const t = useDesk()
  const terms = useTerms()
  const { camera } = useReference()
  const [gone, setGone] = useState<string | null>(null)
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null)
  if (!still) return <p className="side-note">{t('warning.noStill')}</p>
  if (gone === still) return <p className="side-note">{t('warning.stillGone')}</p>
  // Boxes are in the pixels of the camera's view; the still may be stored larger.
  const view = camera.get(id<'camera'>(source.id))?.view ?? size
  return (
    <figure className="still">
      <img
        src={`/api/stills/${still}`}
        alt={t('warning.still')}
        onError={() => setGone(still)}
        onLoad={({ currentTarget }) =>
          setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
      />
      {box && view && size ? (
        <i
          style={{
            left: `${(box[0] / view.width) * 100}%`,
            top: `${(box[1] / view.height) * 100}%`,
            width: `${(box[2] / view.width) * 100}%`,
            height: `${(box[3] / view.height) * 100}%`,
          }}
        >
          <span>{terms(`warning.${kind}`)}</span>
        </i>
      ) : null}
    </figure>
  )
}
