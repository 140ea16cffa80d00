/** A drawing that has not been saved is kept in this browser, so that neither Esc nor a reload nor a crash loses work. */
import { z } from 'zod'
import type { Lines } from './sheet.ts'

const spot = z.tuple([z.number(), z.number()])
const kind = z.enum(['shoulder', 'lane', 'ignore'])
const keptSchema = z.object({
  base: z.number(),
  lines: z.object({
    zones: z.array(z.object({ kind, polygon: z.array(spot), towards: spot.nullable() })),
    ground: z.array(z.object({ pixel: spot, metres: spot.nullable() })),
    outline: z.object({ kind, corners: z.array(spot) }).nullable(),
  }),
})

const nameOf = (camera: string): string => `firstminute.drawing.${camera}`

export function keep(camera: string, base: number, lines: Lines): void {
  try {
    localStorage.setItem(nameOf(camera), JSON.stringify({ base, lines }))
  } catch {
    // A browser may forbid storage; then only this page holds it.
  }
}

export function forget(camera: string): void {
  try {
    localStorage.removeItem(nameOf(camera))
  } catch {
    // As above.
  }
}

/** null: nothing was kept, or what was cannot be read. */
export function kept(camera: string): { readonly base: number; readonly lines: Lines } | null {
  try {
    const read = keptSchema.safeParse(JSON.parse(localStorage.getItem(nameOf(camera)) ?? 'null'))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
