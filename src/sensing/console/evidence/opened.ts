/** Which warning's evidence is opened at this desk, for its key and its button. */
import { cell } from '../../../console/cell.ts'

export const opened = cell<string | null>(null)
