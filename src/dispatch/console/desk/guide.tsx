/** The quiet strip of the simulated city: what is happening and what to try next; put away, it stays away. */
import type { ReactNode } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useBoard } from '../../../console/live.ts'
import { useReference } from '../../../console/reference.ts'
import { gradeOf } from '../../warning.ts'
import { chooser, guidance, timelineSeen } from './desk-state.ts'
import { ordersFor, rowsOf, turnOf } from './queue.ts'
import { useSelection } from './selection.ts'
import { useDesk } from './words.ts'

type Stage = 'wait' | 'look' | 'judge' | 'judgeSure' | 'choose' | 'order' | 'watch' | 'timeline' | 'done'

function useStage(): Stage {
  const board = useBoard()
  const selection = useSelection()
  const choosing = useCell(chooser) !== null
  const seen = useCell(timelineSeen)
  if (choosing) return 'choose'
  if (selection?.what === 'incident') {
    const incident = board.incidents.get(selection.id)
    if (incident) {
      if (incident.state === 'open') return 'order'
      if (turnOf(incident, ordersFor(board, incident.id)) !== 'nobody') return 'watch'
      return seen ? 'done' : 'timeline'
    }
  }
  const warning = selection?.what === 'warning' ? board.warnings.get(selection.id) : undefined
  if (warning?.state === 'awaiting') return gradeOf(warning) === 'A+' ? 'judgeSure' : 'judge'
  return rowsOf(board, 'running').length > 0 ? 'look' : 'wait'
}

export function Guide(): ReactNode {
  const t = useDesk()
  const { demo } = useReference()
  const shown = useCell(guidance) === 'shown'
  const stage = useStage()
  if (!demo || !shown) return null
  return (
    <section className="guide" aria-label={t('guide.label')}>
      <span aria-live="polite">{t(`guide.${stage}`)}</span>
      <button type="button" className="fm-plain" onClick={() => guidance.set('away')}>
        {t('guide.away')}
      </button>
    </section>
  )
}
