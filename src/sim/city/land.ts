/** Water, green and built-up land of the simulated canal city, as rings. */

import { diceFrom } from '../../core/dice.ts'
import type { Text } from '../../core/text.ts'
import { carriagewayLine, type Expressway } from './expressway.ts'
import type { Lattice, LatticeLine } from './lattice.ts'
import { beside, curve, inside, type Line, nearest, type XY } from './plane.ts'

export type Area = { readonly ring: Line; readonly name?: Text }
export type Land = {
  readonly lake: Area
  readonly canals: readonly (Area & { readonly middle: Line; readonly widthM: number })[]
  readonly green: readonly Area[]
  readonly builtUp: readonly Area[]
}

function blob(centre: XY, radii: XY, dice: ReturnType<typeof diceFrom>, points: number): Line {
  const waves = [2, 3, 5].map((times) => ({
    times,
    size: dice.between(0.02, 0.2 / times + 0.03),
    phase: dice.between(0, 6),
  }))
  const ring = Array.from({ length: points }, (_, i): XY => {
    const angle = (i / points) * 2 * Math.PI
    const swell = waves.reduce((sum, wave) => sum + wave.size * Math.sin(angle * wave.times + wave.phase), 1)
    return [centre[0] + radii[0] * swell * Math.cos(angle), centre[1] + radii[1] * swell * Math.sin(angle)]
  })
  return [...ring, ring[0] ?? centre]
}

/** Lake and canals: they come before the streets, which stop at the lake and bridge the canals. */
export function layWater(seed: number): Pick<Land, 'lake' | 'canals'> {
  const dice = diceFrom(seed, 'water')
  const lakeAt: XY = [dice.between(800, 1000), dice.between(-2060, -1900)]
  const lake = {
    ring: blob(lakeAt, [dice.between(560, 660), dice.between(400, 470)], dice, 72),
    name: { zh: '南湖', en: 'South Lake' },
  }
  const canal = (name: Text, widthM: number, points: Line): Land['canals'][number] => {
    const middle = curve(
      points.map(([x, y]): XY => [x + dice.between(-110, 110), y + dice.between(-110, 110)]),
      14,
    )
    const ring = [...beside(middle, widthM / 2), ...beside(middle, -widthM / 2).toReversed()]
    return { name, widthM, middle, ring: [...ring, ring[0] ?? [0, 0]] }
  }
  return {
    lake,
    canals: [
      canal({ zh: '大运河', en: 'Grand Canal' }, 92, [
        [-5000, 6400],
        [-4700, 4200],
        [-4850, 2500],
        [-4600, 700],
        [-3900, -700],
        [-3050, -2000],
        [-2750, -3500],
        [-3100, -6200],
      ]),
      canal({ zh: '平桥塘', en: 'Pingqiao Canal' }, 60, [
        [1200, 6400],
        [1450, 4300],
        [1050, 2700],
        [1350, 900],
        [1100, -600],
        [lakeAt[0] + 80, lakeAt[1] + 200],
      ]),
      canal({ zh: '海盐塘', en: 'Haiyan Canal' }, 74, [
        [-8200, -3100],
        [-5600, -3500],
        [-2800, -3350],
        [-900, -3050],
        [1400, -3280],
        [3500, -3000],
        [5600, -3300],
        [8200, -2900],
      ]),
      canal({ zh: '长水河', en: 'Changshui River' }, 46, [
        [lakeAt[0] + 350, lakeAt[1] + 60],
        [2700, -1700],
        [3700, -800],
        [4900, -500],
        [6200, -900],
        [8200, -700],
      ]),
    ],
  }
}

/** Blocks between the lattice lines: dense in the middle, thinning outwards; some are parks. */
export function layGround(
  seed: number,
  lattice: Lattice,
  road: Expressway,
  water: Pick<Land, 'lake' | 'canals'>,
): Land {
  const dice = diceFrom(seed, 'ground')
  const wet = [water.lake.ring, ...water.canals.map((canal) => canal.ring)]
  const builtUp: Area[] = []
  const green: Area[] = []
  const lakeMiddle = centreOf(water.lake.ring)
  // A park all around the lake, under the water on the map.
  green.push({
    ring: water.lake.ring.map(([x, y]) => [
      lakeMiddle[0] + (x - lakeMiddle[0]) * 1.22,
      lakeMiddle[1] + (y - lakeMiddle[1]) * 1.25,
    ]),
    name: { zh: '南湖公园', en: 'South Lake Park' },
  })
  for (const [fromKm, toKm, side] of [
    [41.1, 42.9, 'up'],
    [46.3, 48.2, 'down'],
    [50.6, 51.8, 'up'],
  ] as const) {
    const line = carriagewayLine(road, side, fromKm, toKm)
    const ring = [...beside(line, 50), ...beside(line, dice.between(150, 230)).toReversed()]
    green.push({ ring: [...ring, ring[0] ?? [0, 0]] })
  }
  const insets = (line: LatticeLine): number => (line.arterial ? 55 : 34)
  lattice.rows.slice(1).forEach((north, r) => {
    lattice.columns.slice(1).forEach((east, c) => {
      const [south, west] = [lattice.rows[r], lattice.columns[c]]
      if (!south || !west) return
      const [luck, kind] = [dice.next(), dice.next()]
      const box = [
        [west.at + insets(west), south.at + insets(south)],
        [east.at - insets(east), south.at + insets(south)],
        [east.at - insets(east), north.at - insets(north)],
        [west.at + insets(west), north.at - insets(north)],
      ] as const
      const ring = box.flatMap((corner, i) => lattice.piece(corner, box[(i + 1) % 4] ?? corner).slice(0, -1))
      const middle = centreOf(ring)
      const outwards = Math.hypot(middle[0] + 300, (middle[1] + 900) * 1.15)
      const nearRoad = ring.some((point) => nearest(road.centre, point).offM < 110)
      const drowned = wet.some((shore) => ring.some((point) => inside(shore, point)) || inside(shore, middle))
      if (nearRoad || drowned || luck > 0.99 * Math.exp(-((outwards / 6400) ** 2)) + 0.06) return
      const closed = [...ring, ring[0] ?? middle]
      if (kind < 0.09) green.push({ ring: closed })
      else builtUp.push({ ring: closed })
    })
  })
  return { ...water, green, builtUp }
}

export function centreOf(ring: Line): XY {
  const sum = ring.reduce<XY>((total, point) => [total[0] + point[0], total[1] + point[1]], [0, 0])
  return [sum[0] / ring.length, sum[1] / ring.length]
}
