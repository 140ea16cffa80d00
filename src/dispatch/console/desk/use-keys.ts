/** Wires the desk's keys to its acts. */

import { useEffect } from 'react'
import { board as boardNow, boardOf } from '../../../console/live.ts'
import { shownPicture, showPicture } from '../../picture/console/shown.ts'
import { readFirst, runRoom } from '../../shift/console/acts.ts'
import {
  acceptCover,
  closeSelected,
  evidenceOfSelected,
  judgeSelected,
  nextOnLine,
  openChooser,
  orderMore,
  publishSelected,
  raiseSelected,
  recommended,
  resendSelected,
  undo,
} from './acts.ts'
import { correctPlace, takeCall } from './call/call.ts'
import { chooserKey } from './chooser.tsx'
import { chooser, letGo, line, message, panel, pointing, tab, walkedAt } from './desk-state.ts'
import { mergeSelected } from './event/acts.ts'
import { type DeskKey, keyMeans } from './keys.ts'
import { selectionOf } from './queue.ts'
import { drawn } from './queue-list.tsx'
import { isSame, select, selectionNow } from './selection.ts'

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio')

/** A focused row of the queue is no control of its own: Enter there means the recommended act of what is selected. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('button, a, summary, [role="button"]') !== null &&
  !target.closest('.queue-row')

/** `step` 1: the next row, −1: the one before; without a selection the most urgent. */
function walk(step: 1 | -1): void {
  walkedAt.set(Date.now())
  const { rows } = drawn
  const selection = selectionNow()
  const here = rows.findIndex((row) => isSame(selectionOf(row), selection))
  const next = rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step))]
  if (next) {
    select(selectionOf(next), selection ? 'replace' : 'push')
    // The focus follows, so that a screen reader tells the row.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus())
  }
}

/** One step back: the innermost thing that is open. */
function back(): void {
  if (pointing.get()) {
    pointing.set(false)
  } else if (line.get().open) line.set({ ...line.get(), open: false })
  else if (panel.get() !== 'none') panel.set('none')
  else if (chooser.get()) chooser.set(null)
  else if (shownPicture.get() !== null) shownPicture.set(null)
  else if (tab.get() !== 'queue') tab.set('queue')
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

const DOES: Record<DeskKey, () => void> = {
  next: () => walk(1),
  previous: () => walk(-1),
  true: () => openChooser(),
  false: () => judgeSelected('false'),
  'cannot-tell': () => judgeSelected('cannot-tell'),
  recommended: () => recommended(),
  undo: () => undo(),
  close: () => closeSelected('resolved'),
  resend: () => resendSelected(),
  more: orderMore,
  raise: () => raiseSelected(null),
  'move-up': acceptCover,
  units: () => panel.set('units'),
  evidence: () => evidenceOfSelected(),
  picture: () => showPicture(null),
  merge: () => mergeSelected(null),
  publish: () => publishSelected(null),
  place: () => {
    const selection = selectionNow()
    if (selection?.what === 'incident') correctPlace(selection.id)
  },
  'new-incident': () => {
    takeCall()
    tab.set('selected')
  },
  shift: () => panel.set('shift'),
  methane: () => runRoom({ verb: 'report' }),
  read: readFirst,
  'show-new': () => letGo.set(letGo.get() + 1),
  command: () => line.set({ ...line.get(), open: true }),
  keys: () => panel.set('keys'),
  back: () => back(),
}

export function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return
      const inText = isText(event.target)
      const open = chooser.get()
      // An open panel keeps the keyboard to itself, but Esc.
      const act = keyMeans({
        ...keysOf(event),
        inText: inText || panel.get() === 'keys',
        onControl: isControl(event.target),
      })
      if (open && !inText && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const warning = boardOf(boardNow.get()).warnings.get(open.warning)
        if (warning && chooserKey(open, warning, event.key)) {
          event.preventDefault()
          return
        }
      }
      if (!act) {
        const digit = /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey
        if (digit && !inText && panel.get() === 'none') nextOnLine(Number(event.key))
        return
      }
      event.preventDefault()
      message.set(null)
      DOES[act]()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}

const keysOf = (event: KeyboardEvent) => ({
  key: event.key,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  altKey: event.altKey,
  repeat: event.repeat,
})
