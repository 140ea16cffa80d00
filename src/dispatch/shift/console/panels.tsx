/** The panels of the room's own work, each fetched when it is opened. */
import { lazy, type ReactNode } from 'react'
import { useCell } from '../../../console/cell.ts'
import { panel } from '../../console/desk/desk-state.ts'

const ShiftPanel = lazy(() => import('./shift-panel.tsx'))
const LookOutForm = lazy(() => import('./look-out-form.tsx'))
const LendForm = lazy(() => import('./lend-form.tsx'))
const NotesPanel = lazy(() => import('../../notes/console/notes-panel.tsx'))
const MethanePanel = lazy(() => import('../../console/methane/methane-form.tsx'))

export function RoomPanels(): ReactNode {
  const open = useCell(panel)
  switch (open) {
    case 'shift':
      return <ShiftPanel />
    case 'places':
      return <NotesPanel />
    case 'methane':
      return <MethanePanel />
    case 'look-out':
      return <LookOutForm />
    case 'lend':
      return <LendForm />
    case 'none':
    case 'keys':
    case 'call':
    case 'units':
      return null
  }
}
