/** A camera's moving picture: H.264 where it can be had and played, single JPEG pictures at once and always behind it. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { nowByServer } from '../../../console/now.ts'
import { SECOND } from '../../../core/time.ts'
import { type Ended, play } from './player.ts'

/** How the picture comes just now, and how far what is shown lies behind what has come. */
export type Comes =
  | { readonly by: 'jpeg' | 'nothing' }
  | { readonly by: 'video'; readonly behindMs: number; readonly movedAt: number }

/** After a video that could not be played JPEG goes on, and video is tried again. `null`: it will not get better. */
const TRY_AGAIN_MS: Record<Ended, number | null> = {
  'no-video': 60 * SECOND,
  'not-playable': null,
  stalled: 5 * SECOND,
  over: 2 * SECOND,
}
const JPEG_AGAIN_MS = 3 * SECOND

export function MovingPicture(props: {
  readonly camera: string
  readonly label: string
  readonly onComes: (comes: Comes) => void
}): ReactNode {
  const { camera, label, onComes } = props
  const video = useRef<HTMLVideoElement>(null)
  const [plays, setPlays] = useState(false)
  const [broken, setBroken] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const told = useRef(onComes)
  told.current = onComes

  useEffect(() => {
    const element = video.current
    if (!element) return
    const leaving = new AbortController()
    let again: ReturnType<typeof setTimeout> | null = null
    const run = async (): Promise<void> => {
      const ended = await play(element, `/api/cameras/${camera}/video`, leaving.signal, ({ behindS }) => {
        setPlays(true)
        told.current({ by: 'video', behindMs: Math.max(0, behindS * SECOND), movedAt: nowByServer() })
      })
      if (leaving.signal.aborted) return
      setPlays(false)
      const pause = TRY_AGAIN_MS[ended]
      if (pause !== null) again = setTimeout(() => void run(), pause)
    }
    void run()
    return () => {
      leaving.abort()
      if (again) clearTimeout(again)
    }
  }, [camera])

  useEffect(() => {
    if (!plays) told.current({ by: broken ? 'nothing' : 'jpeg' })
  }, [plays, broken])
  useEffect(() => {
    if (!broken) return
    const again = setTimeout(() => {
      setBroken(false)
      setAttempt((before) => before + 1)
    }, JPEG_AGAIN_MS)
    return () => clearTimeout(again)
  }, [broken])

  return (
    <>
      <video
        ref={video}
        className={plays ? 'moving' : 'moving is-waiting'}
        muted
        playsInline
        autoPlay
        aria-label={label}
      />
      {plays || broken ? null : (
        <img key={attempt} src={`/api/cameras/${camera}/live`} alt={label} onError={() => setBroken(true)} />
      )}
    </>
  )
}
