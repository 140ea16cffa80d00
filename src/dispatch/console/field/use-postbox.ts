/** The postbox of the person signed in, opened while the field page stands and emptied of what the live lane shows by now. */
import { useEffect, useState } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useBoard, useLineState } from '../../../console/live.ts'
import { shown } from './outbox.ts'
import { openPostbox, type Postbox, type PostboxState } from './postbox.ts'
import { isShownBy } from './said.ts'

let open: { readonly person: string; readonly box: Postbox } | null = null

/** One postbox a page, also when a screen is mounted twice in a row. */
function postboxOf(person: string): Postbox {
  if (open?.person === person) return open.box
  open?.box.close()
  open = { person, box: openPostbox(person) }
  return open.box
}

export function usePostbox(person: string): { readonly postbox: Postbox; readonly state: PostboxState } {
  const [postbox] = useState(() => postboxOf(person))
  const state = useCell(postbox.state)
  const { orders } = useBoard()
  const line = useLineState()

  useEffect(() => {
    if (line === 'live') postbox.nudge()
  }, [postbox, line])

  const { said } = state.box
  useEffect(() => {
    const done = (letter: (typeof said)[number]): boolean => {
      const order = orders.get(letter.order)
      return !order || isShownBy(order, letter)
    }
    if (said.some(done)) void postbox.change((box) => shown(box, done))
  }, [postbox, said, orders])

  return { postbox, state }
}
