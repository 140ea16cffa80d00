/** What the desk does by itself, and it is little: takes the first warning when nothing is selected, closes a chooser that was overtaken, sounds when asked to. */
import { useEffect, useRef } from 'react'
import { useCell } from '../../../console/cell.ts'
import { refusalSentence } from '../../../console/i18n/refusal.ts'
import { useBoard } from '../../../console/live.ts'
import { chime } from '../chime.ts'
import { chooser, message, sound } from './desk-state.ts'
import { rowsOf, selectionOf } from './queue.ts'
import { select, useSelection } from './selection.ts'
import { useDesk } from './words.ts'

/** Rows at least this urgent sound, and are taken when the officer looks at nothing. */
const URGENT = 2

export function useWatch(): void {
  const t = useDesk()
  const board = useBoard()
  const selection = useSelection()
  const open = useCell(chooser)
  const sounds = useCell(sound) === 'on'
  const heard = useRef<ReadonlySet<string> | null>(null)

  useEffect(() => {
    if (selection) return
    const [first] = rowsOf(board, 'running')
    if (first && first.urgency <= URGENT) select(selectionOf(first), 'replace')
  }, [board, selection])

  useEffect(() => {
    if (!open) return
    const warning = board.warnings.get(open.warning)
    const isLeft = selection?.what !== 'warning' || selection.id !== open.warning
    if (isLeft || warning?.state !== 'awaiting') chooser.set(null)
    // Somebody else was first: say so instead of letting Enter fall on something else.
    if (!isLeft && warning?.state === 'judged')
      message.set({ tone: 'refused', text: refusalSentence('already-judged') })
  }, [board, open, selection])

  useEffect(() => {
    const now = new Set(
      rowsOf(board, 'running').flatMap((row) => (row.what === 'warning' && row.urgency <= URGENT ? [row.key] : [])),
    )
    // What was there when the page opened is old news.
    const fresh = heard.current === null ? 0 : now.difference(heard.current).size
    heard.current = now
    if (sounds && fresh > 0) chime()
  }, [board, sounds])

  useEffect(() => {
    const { title } = document
    const awaiting = [...board.warnings.values()].filter((warning) => warning.state === 'awaiting').length
    document.title = awaiting > 0 ? `(${awaiting}) ${t('title')}` : t('title')
    return () => {
      document.title = title
    }
  }, [board, t])
}
