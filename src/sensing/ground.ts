/** From pixels to metres on the road: a homography through the surveyed points of a camera. */

import { ok, type Result, refuse } from '../core/result.ts'
import type { Camera } from './camera.ts'

export type Ground = {
  /** The place on the road under a pixel of the view, in metres. */
  metresAt(x: number, y: number): readonly [number, number]
  /** Root mean square of what the surveyed points miss, in metres. */
  readonly errorM: number
}

/** A survey worse than this is refused: sizes and speeds from it would be wrong without looking wrong. */
export const WORST_ERROR_M = 1

/** Direct linear transform with h33 = 1 by normal equations (Hartley & Zisserman, §4.1), on centred and scaled coordinates. */
export function groundOf(points: NonNullable<Camera['ground']>): Result<Ground, 'ground-unusable'> {
  const pixels = normalise(points.map((point) => point.pixel))
  const metres = normalise(points.map((point) => point.metres))
  if (pixels === null || metres === null) return refuse('ground-unusable', 'ground: the points fall on one spot')
  const rows: number[][] = []
  points.forEach((_, index) => {
    const [x, y] = pixels.points[index] ?? [0, 0]
    const [u, v] = metres.points[index] ?? [0, 0]
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v])
  })
  const h = leastSquares(rows, 8)
  if (h === null) return refuse('ground-unusable', 'ground: the points lie on one line')
  const metresAt = (px: number, py: number): readonly [number, number] => {
    const x = (px - pixels.x) * pixels.scale
    const y = (py - pixels.y) * pixels.scale
    const w = (h[6] ?? 0) * x + (h[7] ?? 0) * y + 1
    const u = ((h[0] ?? 0) * x + (h[1] ?? 0) * y + (h[2] ?? 0)) / w
    const v = ((h[3] ?? 0) * x + (h[4] ?? 0) * y + (h[5] ?? 0)) / w
    return [u / metres.scale + metres.x, v / metres.scale + metres.y]
  }
  const squares = points.map((point) => {
    const [u, v] = metresAt(...point.pixel)
    return (u - point.metres[0]) ** 2 + (v - point.metres[1]) ** 2
  })
  const errorM = Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length)
  if (!(errorM <= WORST_ERROR_M))
    return refuse('ground-unusable', `ground: the points disagree by ${errorM.toFixed(1)} m`)
  return ok({ metresAt, errorM })
}

type Normalised = {
  readonly points: readonly (readonly [number, number])[]
  readonly x: number
  readonly y: number
  readonly scale: number
}

function normalise(points: readonly (readonly [number, number])[]): Normalised | null {
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length
  const spread = points.reduce((sum, point) => sum + Math.hypot(point[0] - x, point[1] - y), 0) / points.length
  if (spread < 1e-9) return null
  const scale = 1 / spread
  return { points: points.map((point) => [(point[0] - x) * scale, (point[1] - y) * scale]), x, y, scale }
}

/** Each row: coefficients and the right side. Gauss with pivots on the normal equations; null when they are singular. */
function leastSquares(rows: readonly number[][], unknowns: number): number[] | null {
  const matrix = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns + 1 }, (_, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
  )
  for (let column = 0; column < unknowns; column += 1) {
    let pivot = column
    for (let row = column + 1; row < unknowns; row += 1)
      if (Math.abs(matrix[row]?.[column] ?? 0) > Math.abs(matrix[pivot]?.[column] ?? 0)) pivot = row
    const upper = matrix[pivot]
    const here = matrix[column]
    if (upper === undefined || here === undefined || Math.abs(upper[column] ?? 0) < 1e-9) return null
    matrix[pivot] = here
    matrix[column] = upper
    for (let row = 0; row < unknowns; row += 1) {
      const current = matrix[row]
      if (row === column || current === undefined) continue
      const factor = (current[column] ?? 0) / (upper[column] ?? 1)
      for (let each = column; each <= unknowns; each += 1)
        current[each] = (current[each] ?? 0) - factor * (upper[each] ?? 0)
    }
  }
  return matrix.map((row, index) => (row[unknowns] ?? 0) / (row[index] ?? 1))
}
