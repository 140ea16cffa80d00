/** The picture that was just taken and is looked at before it goes: sent or put away by the thumb, and never sent by itself. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { nowByServer } from '../../../console/now.ts'
import type { OrderId } from '../../../core/ids.ts'
import { drawn } from './drawn.ts'

/** `at`: when the camera gave it. */
export type TakenPicture = { readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }

export type TakenNow =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'refused'; readonly refusal: 'picture-unreadable' }
  | ({ readonly state: 'here'; readonly url: string } & TakenPicture)

export type Taking = {
  readonly taken: TakenNow
  readonly take: (file: Blob) => void
  readonly send: () => void
  readonly away: () => void
}

const NONE: TakenNow = { state: 'none' }

/** Of one order: on the screen of another it is gone. */
export function useTaken(onSend: (taken: TakenPicture) => void, order: OrderId | undefined): Taking {
  const [now, setNow] = useState<{ readonly of: OrderId | undefined; readonly taken: TakenNow }>({
    of: order,
    taken: NONE,
  })
  const taken = now.of === order ? now.taken : NONE
  const url = now.taken.state === 'here' ? now.taken.url : null
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url])
  const away = useCallback(() => setNow({ of: order, taken: NONE }), [order])
  // Another picture is being read by now: what comes late is let go.
  const reading = useRef<symbol | null>(null)
  const take = useCallback(
    (file: Blob): void => {
      const at = nowByServer()
      const mine = Symbol()
      reading.current = mine
      setNow({ of: order, taken: { state: 'reading' } })
      void drawn(file).then((bytes) => {
        if (reading.current !== mine) return
        const shown = bytes && URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
        const taken: TakenNow = shown
          ? { state: 'here', url: shown, at, bytes }
          : { state: 'refused', refusal: 'picture-unreadable' }
        setNow({ of: order, taken })
      })
    },
    [order],
  )
  const send = (): void => {
    if (taken.state === 'here') onSend(taken)
    away()
  }
  return { taken, take, send, away }
}
