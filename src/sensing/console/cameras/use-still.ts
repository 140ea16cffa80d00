/** The frozen picture under a drawing: it stands still until a new one is asked for, because people draw on it, and each asking leaves a trace. */
import { useCallback, useEffect, useState } from 'react'
import { askPicture, type FrozenPicture } from './asking.ts'

export type StillNow =
  | { readonly state: 'loading'; readonly before: FrozenPicture | null }
  | { readonly state: 'here'; readonly picture: FrozenPicture }
  | { readonly state: 'refused'; readonly refusal: string; readonly before: FrozenPicture | null }

const pictureOf = (now: StillNow): FrozenPicture | null => (now.state === 'here' ? now.picture : now.before)

export function useStill(camera: string): {
  readonly now: StillNow
  readonly picture: FrozenPicture | null
  readonly renew: () => void
} {
  const [now, setNow] = useState<StillNow>({ state: 'loading', before: null })
  const renew = useCallback(() => {
    setNow((before) => ({ state: 'loading', before: pictureOf(before) }))
    void askPicture(camera).then((answer) => {
      setNow((before) => {
        const old = pictureOf(before)
        if (!answer.ok) return { state: 'refused', refusal: answer.refusal, before: old }
        if (old) URL.revokeObjectURL(old.url)
        return { state: 'here', picture: answer.value }
      })
    })
  }, [camera])
  useEffect(() => renew(), [renew])
  return { now, picture: pictureOf(now), renew }
}
