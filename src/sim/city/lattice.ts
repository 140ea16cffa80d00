/** The warped lattice on which the simulated city is laid out: arterials every kilometre or two, streets between, all gently curved. */
import { diceFrom } from '../../core/dice.ts'
import type { Expressway } from './expressway.ts'
import { along, type Line, lengthM, type XY } from './plane.ts'

/** One line of the lattice; `arterial` lines carry wide roads, the others streets. */
export type LatticeLine = { readonly at: number; readonly arterial: boolean; readonly index: number }

export type Lattice = {
  /** North–south lines, from west to east, by their u. */
  readonly columns: readonly LatticeLine[]
  /** East–west lines, from south to north, by their v. */
  readonly rows: readonly LatticeLine[]
  /** From lattice coordinates to the plane. */
  warp(u: number, v: number): XY
  /** A piece of a lattice line between two points that share u or v. */
  piece(from: XY, to: XY): Line
}

const COLUMNS = [-5700, -3900, -2000, -100, 1900, 3900, 5800]
const ROWS = [-4100, -2700, -1250, 100, 3000, 4300]
/** The v at which the expressway runs, on the whole. */
const EXPRESSWAY_V = 1350

export function layLattice(seed: number, road: Expressway): Lattice {
  const dice = diceFrom(seed, 'lattice')
  const [swayX, swayY] = [dice.between(90, 170), dice.between(70, 140)]
  const [waveX, waveY] = [dice.between(2100, 2800), dice.between(2300, 3200)]
  const [phaseX, phaseY] = [dice.between(0, 6), dice.between(0, 6)]
  const whole = lengthM(road.centre)
  // The expressway as heights by x, so that the roads near it follow its bends.
  const heights = Array.from({ length: 80 }, (_, i) => along(road.centre, (whole * i) / 79).at)
  const heightAt = (x: number): number => {
    const after = heights.findIndex((point) => point[0] >= x)
    const b = heights[after === -1 ? heights.length - 1 : after] ?? [0, 0]
    const a = heights[Math.max(0, (after === -1 ? heights.length : after) - 1)] ?? b
    const share = b[0] === a[0] ? 0 : Math.max(0, Math.min(1, (x - a[0]) / (b[0] - a[0])))
    return a[1] + (b[1] - a[1]) * share
  }
  const warp = (u: number, v: number): XY => {
    const x = u + swayX * Math.sin(v / waveX + phaseX)
    const follow =
      v < EXPRESSWAY_V
        ? Math.max(0, Math.min(0.85, (v + 2600) / 3400))
        : Math.max(0.25, 0.85 - (v - EXPRESSWAY_V) / 4200)
    return [x, v + swayY * Math.sin(u / waveY + phaseY) + follow * (heightAt(u) - EXPRESSWAY_V)]
  }
  const lines = (wide: readonly number[], between: number): readonly LatticeLine[] =>
    wide.flatMap((base, i) => {
      const next = wide[i + 1]
      const at = base + dice.between(-120, 120)
      const arterial: LatticeLine = { at, arterial: true, index: i }
      if (next === undefined) return [arterial]
      const gaps = Math.max(2, Math.round((next - base) / between))
      const streets = Array.from({ length: gaps - 1 }, (_, s): LatticeLine => {
        const share = (s + 1 + dice.between(-0.12, 0.12)) / gaps
        return { at: base + (next - base) * share, arterial: false, index: i * 10 + s }
      })
      return [arterial, ...streets]
    })
  const STEPS = 8
  return {
    columns: lines(COLUMNS, 620),
    rows: lines(ROWS, 540),
    warp,
    piece: (from, to) =>
      Array.from({ length: STEPS + 1 }, (_, i) => {
        const share = i / STEPS
        return warp(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share)
      }),
  }
}
