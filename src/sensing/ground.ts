/** From pixels to metres on the road and back: a homography through the surveyed points of a camera, and what those points miss. */

import { ok, type Result, refuse } from '../core/result.ts'
import type { Camera } from './camera.ts'

export type Ground = {
  /** The place on the road under a pixel of the view, in metres. */
  metresAt(x: number, y: number): readonly [number, number]
  /** Root mean square of what the surveyed points miss, in metres. */
  readonly errorM: number
}

/** A fit of surveyed points, however bad: somebody who clicks points sees how good they are while they click. */
export type Survey = Ground & {
  /** The pixel that shows a place on the road; null where it lies behind the horizon. */
  pixelAt(u: number, v: number): readonly [number, number] | null
  /** What each point misses, in metres, in the order given. */
  readonly missesM: readonly number[]
  /** Index of the point to correct first: the one without which the others agree best; of five or fewer, the one that misses most. */
  readonly worst: number
  /** How well the others agree without it, in metres; null where five points or fewer cannot tell. */
  readonly restErrorM: number | null
  /** Four points fit anything exactly: their error says nothing. */
  readonly tells: boolean
}

/** A survey worse than this is refused: sizes and speeds from it would be wrong without looking wrong. */
export const WORST_ERROR_M = 1
/** A homography has eight unknowns and each point gives two equations. */
export const FEWEST_POINTS = 4

type Points = NonNullable<Camera['ground']>
/** Row by row. */
type Matrix = readonly [number, number, number, number, number, number, number, number, number]

export function surveyOf(points: Points): Result<Survey, 'ground-unusable'> {
  const fit = fitted(points)
  if (!fit.ok) return fit
  const { errorM, missesM } = fit.value
  const tells = points.length > FEWEST_POINTS
  // One point far off bends the whole plane, and then its neighbours miss most: only leaving each out tells whose fault it is.
  const without =
    points.length > FEWEST_POINTS + 1
      ? points.map((_, index) => {
          const rest = fitted(points.toSpliced(index, 1))
          return rest.ok ? rest.value.errorM : Number.POSITIVE_INFINITY
        })
      : null
  const least = without?.reduce((best, each, index) => (each < (without[best] ?? 0) ? index : best), 0)
  const most = missesM.reduce((best, each, index) => (each > (missesM[best] ?? 0) ? index : best), 0)
  const worst = errorM > WORST_ERROR_M && least !== undefined ? least : most
  return ok({ ...fit.value, worst, restErrorM: without?.[worst] ?? null, tells })
}

type Fit = Pick<Survey, 'metresAt' | 'pixelAt' | 'missesM' | 'errorM'>

/** Direct linear transform with h33 = 1 by normal equations (Hartley & Zisserman, §4.1), on centred and scaled coordinates. */
function fitted(points: Points): Result<Fit, 'ground-unusable'> {
  if (points.length < FEWEST_POINTS) return refuse('ground-unusable', 'ground: needs at least four points')
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
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h
  const forth: Matrix = [a, b, c, d, e, f, g, i, 1]
  const back = inverseOf(forth)
  if (back === null) return refuse('ground-unusable', 'ground: the points lie on one line')
  const metresAt = (px: number, py: number): readonly [number, number] => {
    const [u, v] = through(forth, (px - pixels.x) * pixels.scale, (py - pixels.y) * pixels.scale)
    return [u / metres.scale + metres.x, v / metres.scale + metres.y]
  }
  const pixelAt = (u: number, v: number): readonly [number, number] | null => {
    const [x, y, depth] = through(back, (u - metres.x) * metres.scale, (v - metres.y) * metres.scale)
    return depth > NEAREST_TO_HORIZON ? [x / pixels.scale + pixels.x, y / pixels.scale + pixels.y] : null
  }
  const missesM = points.map((point) => {
    const [u, v] = metresAt(...point.pixel)
    return Math.hypot(u - point.metres[0], v - point.metres[1])
  })
  const errorM = Math.sqrt(missesM.reduce((sum, each) => sum + each * each, 0) / missesM.length)
  return ok({ metresAt, pixelAt, missesM, errorM })
}

/** The survey when it is good enough to measure with. */
export function groundOf(points: Points): Result<Ground, 'ground-unusable'> {
  const survey = surveyOf(points)
  if (!survey.ok || survey.value.errorM <= WORST_ERROR_M) return survey
  const { errorM, missesM, worst } = survey.value
  return refuse(
    'ground-unusable',
    `ground: the points disagree by ${errorM.toFixed(1)} m, correct point ${worst + 1} first (${(missesM[worst] ?? 0).toFixed(1)} m off)`,
  )
}

/** A line of the metre grid as the picture shows it; `metres` is where it lies on its axis. */
export type GridLine = {
  readonly axis: 0 | 1
  readonly metres: number
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

const STEPS_M = [1, 2, 5, 10, 20, 50, 100] as const
const MOST_LINES = 24
/** Tried along a line to find the part of it in front of the horizon. */
const TRIES = 32

/** The metre grid over and a little around the surveyed part of the road: straight lines stay straight under a homography. */
export function groundGrid(survey: Survey, points: Points): readonly GridLine[] {
  const spans = ([0, 1] as const).map((axis) => {
    const values = points.map((point) => point.metres[axis])
    const least = Math.min(...values)
    const most = Math.max(...values)
    const room = (most - least) * 0.25
    const step = STEPS_M.find((each) => (most - least + 2 * room) / each <= MOST_LINES) ?? 100
    return { step, from: Math.floor((least - room) / step) * step, to: Math.ceil((most + room) / step) * step }
  })
  return ([0, 1] as const).flatMap((axis): GridLine[] => {
    const own = spans[axis]
    const other = spans[1 - axis]
    if (own === undefined || other === undefined) return []
    const lines: GridLine[] = []
    for (let metres = own.from; metres <= own.to + 1e-9; metres += own.step) {
      const seen: (readonly [number, number])[] = []
      for (let k = 0; k <= TRIES; k += 1) {
        const along = other.from + ((other.to - other.from) * k) / TRIES
        const pixel = axis === 0 ? survey.pixelAt(metres, along) : survey.pixelAt(along, metres)
        if (pixel) seen.push(pixel)
      }
      const from = seen[0]
      const to = seen.at(-1)
      if (from && to && seen.length > 1) lines.push({ axis, metres, from, to })
    }
    return lines
  })
}

/** Of the depth at the middle of the survey: nearer to the horizon a metre is less than a hair. */
const NEAREST_TO_HORIZON = 0.02

/** The third is the homogeneous weight, positive on the near side of the horizon. */
function through(m: Matrix, x: number, y: number): readonly [number, number, number] {
  const w = m[6] * x + m[7] * y + m[8]
  return [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w, w]
}

/** Scaled so that the middle of the survey has weight 1; null for a matrix that folds the plane. */
function inverseOf(m: Matrix): Matrix | null {
  const [a, b, c, d, e, f, g, h, i] = m
  const minors = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ] as const
  const scale = minors[8]
  if (Math.abs(a * minors[0] + b * minors[3] + c * minors[6]) < 1e-9 || Math.abs(scale) < 1e-9) return null
  const [A, B, C, D, E, F, G, H] = minors
  return [A / scale, B / scale, C / scale, D / scale, E / scale, F / scale, G / scale, H / scale, 1]
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
