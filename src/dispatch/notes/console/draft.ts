/** The note that is being written or revised at this desk; null: none. Never stored. */
import { cell } from '../../../console/cell.ts'
import type { Note } from '../note.ts'

export const drafting = cell<{ readonly revises: Note | null } | null>(null)
