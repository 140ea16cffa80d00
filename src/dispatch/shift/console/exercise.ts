/** Whether this desk practises. Not remembered: after a reload, and at every other desk, what is opened is real. */
import { cell, useCell } from '../../../console/cell.ts'

export const exercising = cell(false)
export const useExercising = (): boolean => useCell(exercising)
