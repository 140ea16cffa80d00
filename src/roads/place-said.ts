/** Reads a place as it is said or typed: a kilometre with its carriageway and lane, a crossing of two streets, coordinates with their datum, or words. Pure. */
import { DATUMS, type Datum, wgs84From } from '../core/datum.ts'
import type { Position } from '../core/geo.ts'
import { type Carriageway, kilometrePost } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import { plainRoad } from './kilometres/post.ts'

export type KilometreSaid = {
  readonly road: string
  readonly kilometre: number
  /** null: not said. */
  readonly carriageway: Carriageway | null
  /** null: not said. */
  readonly lane: string | null
}

/** Everything that a text may mean, the most particular first. */
export type PlaceSaid = {
  readonly kilometre: KilometreSaid | null
  /** More than one where the order of the two numbers is not certain. */
  readonly coordinates: readonly { readonly position: Position; readonly datum: Datum }[]
  readonly crossing: readonly [string, string] | null
  readonly words: string
}

const LANES: readonly { readonly lane: string; readonly said: RegExp; readonly text: Text }[] = [
  {
    lane: 'shoulder',
    said: /^(?:shoulder|hard shoulder|sh|应急车道|应急|路肩|硬路肩)$/i,
    text: { zh: '应急车道', en: 'hard shoulder' },
  },
  { lane: 'median', said: /^(?:median|中央分隔带|中分带)$/i, text: { zh: '中央分隔带', en: 'median' } },
  { lane: 'ramp', said: /^(?:ramp|slip|匝道)$/i, text: { zh: '匝道', en: 'ramp' } },
  ...[1, 2, 3, 4, 5, 6].map((number) => ({
    lane: `lane-${number}`,
    said: new RegExp(
      `^(?:lane ?${number}|l${number}|第?${number} ?车道|车道 ?${number}|第?${'一二三四五六'[number - 1]}车道)$`,
      'i',
    ),
    text: { zh: `${number} 车道`, en: `lane ${number}` },
  })),
]

/** null: no lane is called so. */
export const laneText = (lane: string): Text | null => LANES.find((each) => each.lane === lane)?.text ?? null
const laneOf = (said: string): string | null => LANES.find((each) => each.said.test(said.trim()))?.lane ?? null

const WAY = '(?<way>up|down|上行|下行|上|下|u|d)'
const REST = `(?:\\s*\\bk(?:m|p)?\\s*|\\s*k(?=\\d)|\\s+)(?<whole>\\d{1,4})(?:\\+(?<metres>\\d{1,3})|[.,](?<part>\\d{1,3}))?(?:\\s*km)?(?:\\s*${WAY}(?![a-z]))?(?:[\\s,]*(?<lane>[\\p{L}\\d ]+))?$`
/** A road's number may have a space in it, as in `MD 2`: both its shortest and its longest reading are tried. */
const KILOMETRE = ['?', ''].map((lazy) => new RegExp(`^(?<road>.*${lazy}[\\p{L}\\d])${REST}`, 'iu'))

/** `S12 K45+300 下 应急车道`, `s12 45.3 up shoulder`, `S12K45`. `isRoad`: whether a road of that number has kilometres. */
export function readKilometreSaid(text: string, isRoad: (road: string) => boolean): KilometreSaid | null {
  const said = text.normalize('NFKC').trim()
  for (const form of KILOMETRE) {
    const found = form.exec(said)?.groups
    const road = plainRoad(found?.road ?? '')
    const lane = found?.lane ? laneOf(found.lane) : null
    if (!found || !isRoad(road) || (found.lane && lane === null)) continue
    const { whole = '', metres, part, way } = found
    return {
      road,
      kilometre: Number(whole) + (metres ? Number(metres) / 1_000 : part ? Number(`0.${part}`) : 0),
      carriageway: way ? (/^(?:u|上)/i.test(way) ? 'up' : 'down') : null,
      lane,
    }
  }
  return null
}

/** `S12 K45+300 下行 应急车道`; in English `S12 K45+300 down, hard shoulder`. */
export function kilometreLabel(road: string, kilometre: number, carriageway: Carriageway, lane: string | null): Text {
  const post = `${road} ${kilometrePost(kilometre)}`
  const said = lane === null ? null : laneText(lane)
  return {
    zh: `${post} ${carriageway === 'up' ? '上行' : '下行'}${said ? ` ${said.zh}` : ''}`,
    en: `${post} ${carriageway}${said ? `, ${said.en}` : ''}`,
  }
}

const DATUM_SAID: Readonly<Record<Datum, RegExp>> = {
  'wgs-84': /\bwgs-?(?:84)?\b/i,
  'gcj-02': /\bgcj-?(?:02)?\b|火星|高德|amap/i,
  'bd-09': /\bbd-?(?:09)?\b|百度|baidu/i,
  cgcs2000: /\bcgcs-?(?:2000)?\b/i,
}

/** `120.7305 30.7197`, `30.7197N, 120.7305E`, `gcj 120.735,30.717`: WGS-84 where nothing else is said. */
export function readCoordinates(text: string): PlaceSaid['coordinates'] {
  const said = text.normalize('NFKC').trim()
  const datum = DATUMS.find((each) => DATUM_SAID[each].test(said)) ?? 'wgs-84'
  const bare = DATUMS.reduce((rest, each) => rest.replace(DATUM_SAID[each], ' '), said).trim()
  const found =
    /^(?<before>[nsew])?\s*(?<one>-?\d{1,3}\.\d+)\s*°?\s*(?<one_side>[nsew])?[\s,;/]+(?<before_two>[nsew])?\s*(?<two>-?\d{1,3}\.\d+)\s*°?\s*(?<two_side>[nsew])?$/i.exec(
      bare,
    )?.groups
  if (!found) return []
  // After a number that had its letter before it, the next letter belongs to the next number.
  const isBefore = found.before !== undefined
  const sides = [
    (isBefore ? found.before : found.one_side) ?? '',
    found.two_side ?? found.before_two ?? (isBefore ? found.one_side : undefined) ?? '',
  ].map((side) => side.toLowerCase())
  const value = (text_: string | undefined, side: string | undefined): number =>
    Number(text_) * (side === 's' || side === 'w' ? -1 : 1)
  const [one, two] = [value(found.one, sides[0]), value(found.two, sides[1])]
  const isLatFirst = /[ns]/.test(sides[0] ?? '') || /[ew]/.test(sides[1] ?? '')
  const isLonFirst = /[ew]/.test(sides[0] ?? '') || /[ns]/.test(sides[1] ?? '')
  const orders: readonly Position[] = isLatFirst
    ? [[two, one]]
    : isLonFirst
      ? [[one, two]]
      : [
          [one, two],
          [two, one],
        ]
  return orders
    .filter(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)
    .map((position) => ({ position: wgs84From(datum, position), datum }))
}

/** `A x B`, `A / B`, `A & B`, `A @ B`, `A and B`, `A与B`, `A和B`, `A交B`. */
export function readCrossing(text: string): readonly [string, string] | null {
  const found =
    /^(.+?)(?:\s+(?:x|and|at|und|et|e|y)\s+|\s*[×/&@+]\s*|\s*(?:与|和|交叉|交)\s*)(.+?)(?:\s*(?:交叉口|路口|交叉))?$/iu.exec(
      text.normalize('NFKC').trim(),
    )
  const [a, b] = [found?.[1]?.trim() ?? '', found?.[2]?.trim() ?? '']
  return a === '' || b === '' ? null : [a, b]
}

export function readPlace(text: string, isRoad: (road: string) => boolean): PlaceSaid {
  return {
    kilometre: readKilometreSaid(text, isRoad),
    coordinates: readCoordinates(text),
    crossing: readCrossing(text),
    words: text.trim(),
  }
}
