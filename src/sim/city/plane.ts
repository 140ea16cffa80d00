/** The city's drawing board: metres east and north of its centre, and what can be done with lines on it. */
import type { Position } from '../../core/geo.ts'
import { EARTH_RADIUS_M } from '../../core/geo.ts'
import { radiansFromDegrees } from '../../core/units.ts'

/** [metres east, metres north]. */
export type XY = readonly [number, number]
export type Line = readonly XY[]

export const CENTRE: Position = [120.75, 30.71]

const PER_LAT_M = radiansFromDegrees(1) * EARTH_RADIUS_M
const PER_LON_M = PER_LAT_M * Math.cos(radiansFromDegrees(CENTRE[1]))

/** To WGS-84, rounded to 1e-7 degrees (1 cm): the same figures in every file that names the point. */
export function positionOf([x, y]: XY): Position {
  const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
  return [round(CENTRE[0] + x / PER_LON_M), round(CENTRE[1] + y / PER_LAT_M)]
}

export function planeOf([lon, lat]: Position): XY {
  return [(lon - CENTRE[0]) * PER_LON_M, (lat - CENTRE[1]) * PER_LAT_M]
}

export const apartM = (a: XY, b: XY): number => Math.hypot(b[0] - a[0], b[1] - a[1])
export const mid = (a: XY, b: XY, share: number): XY => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]

export function lengthM(line: Line): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += apartM(line[i - 1] ?? [0, 0], line[i] ?? [0, 0])
  return sum
}

/** Where a carriageway is cut its last step may be millimetres long and point anywhere. */
const DUST_M = 0.05

/** The point `metres` along the line and the unit vector of travel there; beyond the ends the ends. */
export function along(line: Line, metres: number): { readonly at: XY; readonly towards: XY } {
  let left = Math.max(0, metres)
  let last: { readonly at: XY; readonly towards: XY } = { at: line[0] ?? [0, 0], towards: [1, 0] }
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1] ?? [0, 0]
    const b = line[i] ?? [0, 0]
    const step = apartM(a, b)
    if (step < DUST_M) continue
    const towards: XY = [(b[0] - a[0]) / step, (b[1] - a[1]) / step]
    if (left <= step) return { at: mid(a, b, left / step), towards }
    last = { at: b, towards }
    left -= step
  }
  return last
}

/** Where on the line the nearest point to `to` lies: metres from its start, and how far off. */
export function nearest(line: Line, to: XY): { readonly metres: number; readonly offM: number } {
  let best = { metres: 0, offM: Number.POSITIVE_INFINITY }
  let done = 0
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1] ?? [0, 0]
    const b = line[i] ?? [0, 0]
    const step = apartM(a, b)
    if (step === 0) continue
    const share = ((to[0] - a[0]) * (b[0] - a[0]) + (to[1] - a[1]) * (b[1] - a[1])) / (step * step)
    const clamped = Math.max(0, Math.min(1, share))
    const offM = apartM(mid(a, b, clamped), to)
    if (offM < best.offM) best = { metres: done + clamped * step, offM }
    done += step
  }
  return best
}

/** The line moved sideways: positive to the right of travel. */
export function beside(line: Line, metres: number): Line {
  return line.map((point, i) => {
    const before = line[Math.max(0, i - 1)] ?? point
    const after = line[Math.min(line.length - 1, i + 1)] ?? point
    const step = apartM(before, after) || 1
    return [point[0] + ((after[1] - before[1]) / step) * metres, point[1] - ((after[0] - before[0]) / step) * metres]
  })
}

/** The part of a line between two distances from its start, with exact ends. */
export function part(line: Line, fromM: number, toM: number): Line {
  const inner: XY[] = []
  let done = 0
  for (let i = 1; i < line.length; i++) {
    done += apartM(line[i - 1] ?? [0, 0], line[i] ?? [0, 0])
    const point = line[i]
    if (point && done > fromM + 0.01 && done < toM - 0.01) inner.push(point)
  }
  return [along(line, fromM).at, ...inner, along(line, toM).at]
}

/** Catmull-Rom through all points, `steps` pieces between neighbours. */
export function curve(points: Line, steps: number): Line {
  const at = (i: number): XY => points[Math.max(0, Math.min(points.length - 1, i))] ?? [0, 0]
  const out: XY[] = []
  for (let i = 0; i < points.length - 1; i++)
    for (let s = 0; s < steps; s++) {
      const t = s / steps
      const one = (axis: 0 | 1): number => {
        const [p0, p1, p2, p3] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]]
        return (
          0.5 *
          (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t)
        )
      }
      out.push([one(0), one(1)])
    }
  out.push(at(points.length - 1))
  return out
}

/** Cubic Bézier as a line of `steps` pieces. */
export function bend(a: XY, b: XY, c: XY, d: XY, steps: number): Line {
  return Array.from({ length: steps + 1 }, (_, s): XY => {
    const t = s / steps
    const u = 1 - t
    const one = (axis: 0 | 1): number =>
      u * u * u * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t * t * t * d[axis]
    return [one(0), one(1)]
  })
}

/** Where two lines cross first, as metres along the first; null when they do not. */
export function crossing(line: Line, other: Line): { readonly at: XY; readonly metres: number } | null {
  let done = 0
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1] ?? [0, 0]
    const b = line[i] ?? [0, 0]
    const step = apartM(a, b)
    for (let j = 1; j < other.length; j++) {
      const c = other[j - 1] ?? [0, 0]
      const d = other[j] ?? [0, 0]
      const cross = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
      if (cross === 0) continue
      const s = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / cross
      const t = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / cross
      if (s >= 0 && s <= 1 && t >= 0 && t <= 1) return { at: mid(a, b, s), metres: done + s * step }
    }
    done += step
  }
  return null
}

/** Whether a point lies in a ring (even-odd). */
export function inside(ring: Line, [x, y]: XY): boolean {
  let within = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i] ?? [0, 0]
    const b = ring[j] ?? [0, 0]
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) within = !within
  }
  return within
}
