/** The list of cameras, asked again every few seconds while the page is in sight: old health must look old. */
import { useCallback, useEffect, useState } from 'react'
import { keepClock } from '../../../console/now.ts'
import { SECOND } from '../../../core/time.ts'
import { askCameras, type CameraList } from './asking.ts'

export type ListNow =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: string; readonly before: CameraList | null }
  | { readonly state: 'here'; readonly list: CameraList }

const AGAIN_MS = 5 * SECOND

export function useCameraList(): { readonly now: ListNow; readonly again: () => void } {
  const [now, setNow] = useState<ListNow>({ state: 'loading' })
  const again = useCallback(() => {
    void askCameras().then((answer) => {
      if (answer.ok) keepClock(answer.value.at)
      setNow((before) =>
        answer.ok
          ? { state: 'here', list: answer.value }
          : {
              state: 'failed',
              refusal: answer.refusal,
              before: before.state === 'here' ? before.list : before.state === 'failed' ? before.before : null,
            },
      )
    })
  }, [])
  useEffect(() => {
    again()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again()
    }, AGAIN_MS)
    return () => clearInterval(timer)
  }, [again])
  return { now, again }
}
