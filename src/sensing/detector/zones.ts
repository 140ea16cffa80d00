/** The drawn zones as one byte a pixel at the size of analysis, so that no rule ever meets a polygon. */
import type { Camera, Polygon, ZoneKind } from '../camera.ts'
import type { Size } from './frame.ts'

export type PaintedZone = {
  readonly kind: Exclude<ZoneKind, 'ignore'>
  /** Its number in the mask; 0 is nothing. */
  readonly number: number
  /** Pixels it holds in the mask. */
  readonly pixels: number
  /** Unit vector of the traffic in the picture, where the lane says it. */
  readonly towards: readonly [number, number] | null
  /** Along its traffic, or where that is not known along its longer side: a unit vector, and where the zone begins and ends on it, in pixels. */
  readonly axis: readonly [number, number]
  readonly from: number
  readonly to: number
}

export type Zones = Size & {
  /** Zone number by pixel; 0 outside, IGNORED where nothing may be believed. */
  readonly mask: Uint8Array
  readonly list: readonly PaintedZone[]
}

export const IGNORED = 255

/** Later zones are painted over earlier ones, a shoulder over a lane, and `ignore` over all. */
export function zonesOf(camera: Camera, size: Size): Zones {
  const mask = new Uint8Array(size.width * size.height)
  const sx = size.width / camera.view.width
  const sy = size.height / camera.view.height
  const scaled = (polygon: Polygon): Polygon => polygon.map(([x, y]) => [x * sx, y * sy])
  const wanted = (['lane', 'shoulder'] as const).flatMap((kind) => camera.zones.filter((zone) => zone.kind === kind))
  wanted.forEach((zone, index) => {
    paint(mask, size, scaled(zone.polygon), index + 1)
  })
  for (const zone of camera.zones) if (zone.kind === 'ignore') paint(mask, size, scaled(zone.polygon), IGNORED)
  const counts = new Uint32Array(256)
  for (const number of mask) counts[number] = (counts[number] ?? 0) + 1
  const list = wanted.flatMap((zone, index): PaintedZone[] => {
    if (zone.kind === 'ignore') return []
    const towards = zone.kind === 'lane' ? zone.towards : undefined
    const x = (towards?.[0] ?? 0) * sx
    const y = (towards?.[1] ?? 0) * sy
    const length = Math.hypot(x, y)
    const way = length > 0 ? ([x / length, y / length] as const) : null
    const number = index + 1
    return [{ kind: zone.kind, number, pixels: counts[number] ?? 0, towards: way, ...lying(mask, size, number, way) }]
  })
  return { ...size, mask, list }
}

function lying(
  mask: Uint8Array,
  { width }: Size,
  number: number,
  towards: PaintedZone['towards'],
): Pick<PaintedZone, 'axis' | 'from' | 'to'> {
  const ends = (axis: PaintedZone['axis']): Pick<PaintedZone, 'axis' | 'from' | 'to'> => {
    let from = Number.POSITIVE_INFINITY
    let to = Number.NEGATIVE_INFINITY
    for (let at = 0; at < mask.length; at += 1) {
      if (mask[at] !== number) continue
      const along = axis[0] * (at % width) + axis[1] * Math.floor(at / width)
      if (along < from) from = along
      if (along > to) to = along
    }
    return from <= to ? { axis, from, to } : { axis, from: 0, to: 0 }
  }
  if (towards !== null) return ends(towards)
  const across = ends([1, 0])
  const down = ends([0, 1])
  return across.to - across.from > down.to - down.from ? across : down
}

/** Even-odd scan line at pixel centres. */
export function paint(mask: Uint8Array, size: Size, polygon: Polygon, number: number): void {
  for (let y = 0; y < size.height; y += 1) {
    const crossings: number[] = []
    let previous = polygon.at(-1)
    for (const current of polygon) {
      if (previous && previous[1] > y + 0.5 !== current[1] > y + 0.5) {
        const share = (y + 0.5 - previous[1]) / (current[1] - previous[1])
        crossings.push(previous[0] + share * (current[0] - previous[0]))
      }
      previous = current
    }
    crossings.sort((a, b) => a - b)
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil((crossings[pair] ?? 0) - 0.5))
      const to = Math.min(size.width - 1, Math.ceil((crossings[pair + 1] ?? 0) - 0.5) - 1)
      for (let x = from; x <= to; x += 1) mask[y * size.width + x] = number
    }
  }
}

export function zoneAt(zones: Zones, x: number, y: number): PaintedZone | null {
  const column = Math.min(zones.width - 1, Math.max(0, Math.round(x)))
  const row = Math.min(zones.height - 1, Math.max(0, Math.round(y)))
  const number = zones.mask[row * zones.width + column] ?? 0
  return number === 0 || number === IGNORED ? null : (zones.list[number - 1] ?? null)
}

const AXES: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
  [2, 1],
  [1, 2],
  [2, -1],
  [1, -2],
]

/** How wide the zone under this pixel is across its narrowest axis, in pixels: a yardstick that shrinks with distance as the road does. */
export function widthAt(zones: Zones, x: number, y: number): number {
  const number = zones.mask[Math.round(y) * zones.width + Math.round(x)] ?? 0
  if (number === 0 || number === IGNORED) return 0
  let narrowest = Number.POSITIVE_INFINITY
  for (const [dx, dy] of AXES) {
    const step = Math.hypot(dx, dy)
    let length = step
    for (const way of [1, -1]) {
      let column = Math.round(x) + way * dx
      let row = Math.round(y) + way * dy
      while (
        column >= 0 &&
        row >= 0 &&
        column < zones.width &&
        row < zones.height &&
        zones.mask[row * zones.width + column] === number
      ) {
        length += step
        column += way * dx
        row += way * dy
      }
    }
    narrowest = Math.min(narrowest, length)
  }
  return narrowest
}
