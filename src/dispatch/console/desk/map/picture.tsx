/** The live picture of the camera that looks at what is selected: its age always shown; frozen, unfit or away it is crossed out and says so. */
import { type ReactNode, useEffect, useState } from 'react'
import { useFormat } from '../../../../console/i18n/format.ts'
import { useText } from '../../../../console/i18n/language.ts'
import { useCameras, useConnection } from '../../../../console/live.ts'
import { useNow } from '../../../../console/now.ts'
import { useReference } from '../../../../console/reference.ts'
import { SECOND } from '../../../../core/time.ts'
import type { CameraLine } from '../../../../journal/lane.ts'
import { useDesk } from '../words.ts'
import type { Chosen } from './use-chosen.ts'
import './picture.css'

/** A picture older than this is told to be old, not live. */
const OLD_MS = 5 * SECOND
const TRY_AGAIN_MS = 3 * SECOND

export function Picture(props: { readonly camera: Chosen['camera'] }): ReactNode {
  const t = useDesk()
  const text = useText()
  const format = useFormat()
  const { camera: known } = useReference()
  const [hidden, setHidden] = useState(false)
  const camera = props.camera ? known.get(props.camera.id) : undefined
  if (!props.camera || !camera) return <p className="picture is-none">{t('picture.none')}</p>
  const { awayM } = props.camera
  return (
    <section className="picture" aria-label={t('picture.title')}>
      <header>
        <span>
          {text(camera.name)}
          {awayM === null ? null : <small> · {t('picture.nearest', { distance: format.distance(awayM) })}</small>}
        </span>
        <button type="button" className="fm-plain" onClick={() => setHidden(!hidden)}>
          {t(hidden ? 'picture.show' : 'picture.hide')}
        </button>
      </header>
      {hidden ? null : (
        <Live key={camera.id} camera={camera.id} label={t('picture.live', { camera: text(camera.name) })} />
      )}
    </section>
  )
}

function Live(props: { readonly camera: CameraLine['id']; readonly label: string }): ReactNode {
  const t = useDesk()
  const format = useFormat()
  const line = useCameras().get(props.camera)
  const cutOff = useConnection().state === 'cut-off'
  const now = useNow(500)
  const [attempt, setAttempt] = useState(0)
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    if (!broken) return
    const again = setTimeout(() => {
      setBroken(false)
      setAttempt((before) => before + 1)
    }, TRY_AGAIN_MS)
    return () => clearTimeout(again)
  }, [broken])
  const age = line?.lastFrameAt ? now - line.lastFrameAt : null
  const bad = broken || cutOff || (line !== undefined && line.state !== 'watching') || (age !== null && age > OLD_MS)
  const says = broken
    ? t('picture.trying')
    : line && line.state !== 'watching'
      ? t(`picture.state.${line.state}`)
      : age !== null && (age > OLD_MS || cutOff)
        ? t('picture.old', { age: format.span(age) })
        : null
  return (
    <>
      <div className={bad ? 'picture-frame is-bad' : 'picture-frame'}>
        {broken ? null : (
          <img
            key={attempt}
            src={`/api/cameras/${props.camera}/live`}
            alt={props.label}
            onError={() => setBroken(true)}
          />
        )}
        {says ? <strong role="alert">{says}</strong> : null}
      </div>
      <footer>
        <span>
          {line?.cause ? t('picture.cause', { cause: line.cause }) : t(`picture.state.${line?.state ?? 'watching'}`)}
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
