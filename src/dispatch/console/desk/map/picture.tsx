/** The live picture of the camera that looks at what is selected: its age always shown; frozen, unfit or away it is crossed out and says so. */
import { type ReactNode, useState } from 'react'
import { useFormat } from '../../../../console/i18n/format.ts'
import { useText } from '../../../../console/i18n/language.ts'
import { useCameras, useCutOff } from '../../../../console/live.ts'
import { useNow } from '../../../../console/now.ts'
import { useReference } from '../../../../console/reference.ts'
import { SECOND } from '../../../../core/time.ts'
import type { CameraLine } from '../../../../journal/lane.ts'
import { useCause } from '../../../../sensing/console/cause.ts'
import { type Comes, MovingPicture } from '../../../../sensing/console/live/moving-picture.tsx'
import { Joystick } from '../../../../sensing/console/ptz/joystick.tsx'
import { openCamera } from '../selection.ts'
import { useDesk, useNames } from '../words.ts'
import type { Chosen } from './use-chosen.ts'
import './picture.css'

/** A picture older than this is told to be old, not live. */
const OLD_MS = 5 * SECOND
/** A video in which nothing has moved on for this long. */
const FROZEN_MS = 2 * SECOND

export function Picture(props: { readonly camera: Chosen['camera'] }): ReactNode {
  const t = useDesk()
  const text = useText()
  const format = useFormat()
  const { camera: known } = useReference()
  const lines = useCameras()
  const names = useNames()
  const [hidden, setHidden] = useState(false)
  const camera = props.camera ? known.get(props.camera.id) : undefined
  if (!props.camera || !camera) return <p className="picture is-none">{t('picture.none')}</p>
  const { awayM, opened } = props.camera
  return (
    <section className="picture" aria-label={t('picture.title')}>
      <header>
        <span>
          {text(camera.name)}
          {awayM === null ? null : <small> · {t('picture.nearest', { distance: format.distance(awayM) })}</small>}
        </span>
        <span>
          <button type="button" className="fm-plain" onClick={() => setHidden(!hidden)}>
            {t(hidden ? 'picture.show' : 'picture.hide')}
          </button>
          {opened ? (
            <button type="button" className="fm-plain" onClick={() => openCamera(null)}>
              {t('picture.close')}
            </button>
          ) : null}
        </span>
      </header>
      {hidden ? null : (
        <>
          <Live key={camera.id} camera={camera.id} label={t('picture.live', { camera: text(camera.name) })} />
          {camera.ptz ? (
            <Joystick
              camera={camera.id}
              pair={camera.ptz.pair}
              turn={lines.get(camera.id)?.turn ?? null}
              person={names.person}
            />
          ) : null}
        </>
      )}
    </section>
  )
}

function Live(props: { readonly camera: CameraLine['id']; readonly label: string }): ReactNode {
  const t = useDesk()
  const format = useFormat()
  const causeSaid = useCause()
  const line = useCameras().get(props.camera)
  const cutOff = useCutOff() !== null
  const now = useNow(500)
  const [comes, setComes] = useState<Comes>({ by: 'jpeg' })
  const lag = comes.by === 'video' ? Math.max(0, now - comes.movedAt) : 0
  const frozen = lag > FROZEN_MS
  const age = line?.lastFrameAt
    ? Math.max(now - line.lastFrameAt, lag) + (comes.by === 'video' ? comes.behindMs : 0)
    : null
  const isOld = age !== null && (age > OLD_MS || cutOff)
  const unwell = line !== undefined && line.state !== 'watching'
  const bad = comes.by === 'nothing' || frozen || unwell || cutOff || isOld
  const says =
    comes.by === 'nothing'
      ? t('picture.trying')
      : unwell
        ? t(`picture.state.${line.state}`)
        : frozen
          ? t('picture.frozen', { age: format.span(lag) })
          : isOld
            ? t('picture.old', { age: format.span(age) })
            : null
  return (
    <>
      <div className={bad ? 'picture-frame is-bad' : 'picture-frame'} data-comes={comes.by}>
        <MovingPicture camera={props.camera} label={props.label} onComes={setComes} />
        {says ? <strong role="alert">{says}</strong> : null}
      </div>
      <footer>
        <span>
          {line?.cause
            ? t('picture.cause', { cause: causeSaid(line.cause) })
            : t(`picture.state.${line?.state ?? 'watching'}`)}
          {comes.by === 'nothing' ? null : ` · ${t(comes.by === 'video' ? 'picture.byVideo' : 'picture.byJpeg')}`}
        </span>
        <span className="fm-number">
          {line && age !== null
            ? t('picture.fps', { fps: format.number(line.framesPerSecond, 1), age: format.span(age) })
            : t('picture.stopped')}
        </span>
      </footer>
    </>
  )
}
