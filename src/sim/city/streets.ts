/** Arterials and district roads of the simulated city, laid along the lattice into the graph; they stop at the lake and pass under the expressway. */

import { diceFrom } from '../../core/dice.ts'
import type { Text } from '../../core/text.ts'
import { type Expressway, type Interchange, interchangeOn } from './expressway.ts'
import type { Draft } from './graph.ts'
import type { Area } from './land.ts'
import type { Lattice, LatticeLine } from './lattice.ts'
import { crossing, inside, type Line, nearest, part, type XY } from './plane.ts'

const COLUMN_NAMES: readonly Text[] = [
  { zh: '环城西路', en: 'West Ring Road' },
  { zh: '秀园大道', en: 'Xiuyuan Avenue' },
  { zh: '中山路', en: 'Zhongshan Road' },
  { zh: '文昌路', en: 'Wenchang Road' },
  { zh: '南湖大道', en: 'Nanhu Avenue' },
  { zh: '创业路', en: 'Chuangye Road' },
  { zh: '环城东路', en: 'East Ring Road' },
]
const ROW_NAMES: readonly Text[] = [
  { zh: '城南路', en: 'Chengnan Road' },
  { zh: '运河路', en: 'Yunhe Road' },
  { zh: '中环路', en: 'Zhonghuan Road' },
  { zh: '禾兴路', en: 'Hexing Road' },
  { zh: '北郊路', en: 'Beijiao Road' },
  { zh: '环城北路', en: 'North Ring Road' },
]
const FIRST = [
  '桑 Sang',
  '梅 Mei',
  '菱 Ling',
  '荷 He',
  '稻 Dao',
  '丝 Si',
  '鱼 Yu',
  '石 Shi',
  '竹 Zhu',
  '桥 Qiao',
] as const
const SECOND = ['园 yuan', '湾 wan', '塘 tang', '泾 jing', '桥 qiao', '浜 bang', '里 li', '溪 xi'] as const

function streetName(index: number, eastWest: boolean): Text {
  const half = (word: string): readonly [string, string] => {
    const [zh = '', en = ''] = word.split(' ')
    return [zh, en]
  }
  const [a, pinyinA] = half(FIRST[index % FIRST.length] ?? FIRST[0])
  const [b, pinyinB] = half(SECOND[(index * 3 + (eastWest ? 1 : 5)) % SECOND.length] ?? SECOND[0])
  return { zh: `${a}${b}${eastWest ? '街' : '路'}`, en: `${pinyinA}${pinyinB} ${eastWest ? 'Street' : 'Road'}` }
}

const OUTWARDS_M = 2200

/** Columns (by index) whose arterial meets the expressway with ramps. */
const INTERCHANGE_COLUMNS = [2, 5]

/** The interchanges that the lattice and the expressway make together, from west to east. */
export function findInterchanges(lattice: Lattice, road: Expressway): readonly Interchange[] {
  const [bottom, top] = [lattice.rows[0], lattice.rows.at(-1)]
  if (!bottom || !top) return []
  return lattice.columns.flatMap((column) => {
    if (!column.arterial || !INTERCHANGE_COLUMNS.includes(column.index)) return []
    const found = interchangeOn(road, wholeLine(lattice, column, bottom.at, top.at))
    return found ? [found] : []
  })
}

function wholeLine(lattice: Lattice, column: LatticeLine, from: number, to: number): Line {
  const steps = 60
  return Array.from({ length: steps + 1 }, (_, i) => lattice.warp(column.at, from + ((to - from) * i) / steps))
}

export function layStreets(
  seed: number,
  lattice: Lattice,
  road: Expressway,
  lake: Area,
  interchanges: readonly Interchange[],
  draft: Draft,
): void {
  const dice = diceFrom(seed, 'streets')
  const ends = interchanges.flatMap(({ south, north }) => [south, north])
  const lay = (from: XY, to: XY, line: LatticeLine, name: Text): void => {
    const piece = lattice.piece(from, to)
    if (piece.some((point) => inside(lake.ring, point))) return
    const kind = line.arterial ? 'arterial' : 'district-road'
    if (!line.arterial && crossing(piece, road.centre)) return
    const road_ = { kind, name, limitKmh: line.arterial ? 60 : 40 } as const
    const cuts = line.arterial
      ? ends.flatMap((end) => {
          const { metres, offM } = nearest(piece, end)
          return offM < 2 ? [{ metres, end }] : []
        })
      : []
    cuts.sort((a, b) => a.metres - b.metres)
    let start = 0
    let rest: XY | null = null
    for (const { metres, end } of cuts) {
      const stretch = part(piece, start, metres)
      draft.bothWays([rest ?? stretch[0] ?? end, ...stretch.slice(1, -1), end], road_)
      start = metres
      rest = end
    }
    const stretch = part(piece, start, Number.POSITIVE_INFINITY)
    draft.bothWays(rest ? [rest, ...stretch.slice(1)] : piece, road_)
  }
  const across = (lines: readonly LatticeLine[], others: readonly LatticeLine[], eastWest: boolean): void => {
    for (const line of lines) {
      const name = line.arterial
        ? ((eastWest ? ROW_NAMES : COLUMN_NAMES)[line.index] ?? streetName(line.index, eastWest))
        : streetName(line.index, eastWest)
      const point = (at: number): XY => (eastWest ? [at, line.at] : [line.at, at])
      const [first, last] = [others[0], others.at(-1)]
      // Out of town: the wide roads lead on, and end where the picture ends.
      if (line.arterial && first && last) {
        lay(point(first.at - OUTWARDS_M), point(first.at), line, name)
        lay(point(last.at), point(last.at + OUTWARDS_M), line, name)
      }
      let open = true
      others.slice(1).forEach((other, i) => {
        const before = others[i]
        if (!before) return
        // A street is there or not for a whole cell between arterials, so that none hangs in the air.
        if (before.arterial) {
          const [x, y] = eastWest ? lattice.warp(before.at + 900, line.at) : lattice.warp(line.at, before.at + 900)
          open = dice.chance(0.3 + 0.7 * Math.exp(-((Math.hypot(x, y + 900) / 4800) ** 2)))
        }
        if (!line.arterial && !open) return
        lay(point(before.at), point(other.at), line, name)
      })
    }
  }
  across(lattice.columns, lattice.rows, false)
  across(lattice.rows, lattice.columns, true)
}
