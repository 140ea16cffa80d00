/** One camera's drawing as it is worked on: read, kept in the browser while unsaved, saved as the next version, and what to do when somebody else was faster. */
import { useCallback, useEffect, useReducer, useState } from 'react'
import { send, act as wishOf } from '../../../console/api.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { decide } from '../../calibration.ts'
import { FEWEST_POINTS } from '../../ground.ts'
import { askDrawn, type Drawn } from './asking.ts'
import { forget, keep, kept } from './kept.ts'
import { act, begun, drawingFrom, type Lines, linesOf, type Sheet } from './sheet.ts'

export type Saying =
  | { readonly word: 'back' | 'saving' }
  | { readonly word: 'saved'; readonly version: number }
  | { readonly word: 'conflict'; readonly theirs: Drawn }
  | { readonly word: 'refused'; readonly refusal: string }

export type DrawingNow =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly refusal: string }
  | {
      readonly state: 'here'
      readonly drawn: Drawn
      readonly sheet: Sheet
      readonly changed: boolean
      /** Why it cannot be saved, by the server's own `decide`; null: it can. */
      readonly refusal: string | null
      readonly saying: Saying | null
    }

const NOTHING: Lines = { zones: [], ground: [], outline: null }

/** The same text means the same drawing. */
const sameText = (lines: Lines, drawn: Drawn): string => JSON.stringify(drawingFrom(lines, drawn.drawing.view))

export function useDrawing(camera: string, onSaved: () => void) {
  const me = usePerson().id
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [saying, setSaying] = useState<Saying | null>(null)
  const [sheet, does] = useReducer(
    (now: Sheet, wish: Parameters<typeof act>[1] | { readonly do: 'begin'; readonly lines: Lines }) =>
      wish.do === 'begin' ? begun(wish.lines) : act(now, wish),
    begun(NOTHING),
  )

  const load = useCallback(async () => {
    setRefused(null)
    const answer = await askDrawn(camera)
    if (!answer.ok) {
      setRefused(answer.refusal)
      return
    }
    const found = kept(camera)
    const own = linesOf(answer.value.drawing)
    does({ do: 'begin', lines: own })
    setDrawn(answer.value)
    if (!found || sameText(found.lines, answer.value) === sameText(own, answer.value)) return
    // As one step, so that undo shows what is in force.
    does({ do: 'replace', lines: found.lines })
    setSaying({ word: 'back' })
  }, [camera])
  useEffect(() => void load(), [load])

  const inForce = drawn ? sameText(linesOf(drawn.drawing), drawn) : ''
  const mine = drawn ? sameText(sheet.lines, drawn) : ''
  const changed = drawn !== null && (mine !== inForce || sheet.lines.outline !== null)
  useEffect(() => {
    if (!drawn) return
    if (changed) keep(camera, drawn.version, sheet.lines)
    else forget(camera)
  }, [camera, drawn, changed, sheet.lines])

  const refusal = drawn ? whyNot(drawn, sheet.lines) : null
  const save = async (base = drawn?.version ?? 0): Promise<void> => {
    if (!drawn || saying?.word === 'saving') return
    if (refusal) {
      setSaying({ word: 'refused', refusal })
      return
    }
    setSaying({ word: 'saving' })
    const drawing = drawingFrom(sheet.lines, drawn.drawing.view)
    const answer = await send<{ version: number }>(
      wishOf(`/api/cameras/${camera}/calibration`, { base, drawing }, 'PUT'),
    )
    const now = await askDrawn(camera)
    if (answer.ok) {
      if (now.ok) setDrawn(now.value)
      setSaying({ word: 'saved', version: answer.value.version })
      onSaved()
    } else if (answer.refusal === 'conflict' && now.ok) setSaying({ word: 'conflict', theirs: now.value })
    else setSaying({ word: 'refused', refusal: answer.refusal })
  }
  const takeTheirs = (theirs: Drawn): void => {
    setDrawn(theirs)
    does({ do: 'replace', lines: linesOf(theirs.drawing) })
    setSaying(null)
  }
  const keepMine = (theirs: Drawn): void => {
    setDrawn(theirs)
    setSaying(null)
    void save(theirs.version)
  }
  const discard = (): void => {
    if (drawn) does({ do: 'replace', lines: linesOf(drawn.drawing) })
    setSaying(null)
  }

  const now: DrawingNow = refused
    ? { state: 'refused', refusal: refused }
    : drawn
      ? { state: 'here', drawn, sheet, changed, refusal, saying }
      : { state: 'loading' }
  return { now, does, save, takeTheirs, keepMine, discard, load }

  function whyNot({ version, camera: shown, drawing: old }: Drawn, lines: Lines): string | null {
    if (lines.ground.some(({ metres }) => metres === null)) return 'metres-missing'
    if (lines.ground.length > 0 && lines.ground.length < FEWEST_POINTS) return 'points-few'
    const { ptz: _ptz, ...rest } = shown
    const decided = decide(
      { version, by: me, at: 0, digest: inForce },
      {
        at: nowByServer(),
        by: me,
        base: version,
        camera: rest,
        drawing: drawingFrom(lines, old.view),
        digest: JSON.stringify(drawingFrom(lines, old.view)),
      },
    )
    return decided.ok ? null : decided.refusal
  }
}
