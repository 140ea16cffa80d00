/** Datums of Chinese maps (GCJ-02, Baidu's BD-09, CGCS2000): turned into WGS-84 at the door where a source speaks them, and nowhere else. */
import type { Position } from './geo.ts'

/** CGCS2000 and WGS-84 differ by centimetres (GB 22021): they are taken as one. */
export const DATUMS = ['wgs-84', 'gcj-02', 'bd-09', 'cgcs2000'] as const
export type Datum = (typeof DATUMS)[number]

/** Krasovsky 1940, which the shift is computed on. */
const A_M = 6_378_245
const E2 = 0.006_693_421_622_965_943

function isShifted([lon, lat]: Position): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271
}

/** The published shift (as in the open eviltransform, coordTransform): up to some 700 m in China, none elsewhere. */
export function gcj02FromWgs84(position: Position): Position {
  if (!isShifted(position)) return position
  const [lon, lat] = position
  const x = lon - 105
  const y = lat - 35
  const wave = 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    (2 / 3) *
      (wave +
        20 * Math.sin(y * Math.PI) +
        40 * Math.sin((y / 3) * Math.PI) +
        160 * Math.sin((y / 12) * Math.PI) +
        320 * Math.sin((y / 30) * Math.PI))
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    (2 / 3) *
      (wave +
        20 * Math.sin(x * Math.PI) +
        40 * Math.sin((x / 3) * Math.PI) +
        150 * Math.sin((x / 12) * Math.PI) +
        300 * Math.sin((x / 30) * Math.PI))
  const radians = (lat * Math.PI) / 180
  const magic = 1 - E2 * Math.sin(radians) ** 2
  const meridianM = ((A_M * (1 - E2)) / magic ** 1.5) * (Math.PI / 180)
  const parallelM = (A_M / Math.sqrt(magic)) * Math.cos(radians) * (Math.PI / 180)
  return [lon + east / parallelM, lat + north / meridianM]
}

export const wgs84FromGcj02 = (position: Position): Position => unshifted(gcj02FromWgs84, position)

/** A shift has no closed inverse: a few steps towards the point whose shift leads here, to well under a centimetre. */
function unshifted(shift: (position: Position) => Position, position: Position): Position {
  let guess = position
  for (let step = 0; step < 8; step++) {
    const [lon, lat] = shift(guess)
    guess = [guess[0] + position[0] - lon, guess[1] + position[1] - lat]
  }
  return guess
}

/** Baidu's second shift over GCJ-02, as published in the same places. */
export function bd09FromGcj02([lon, lat]: Position): Position {
  const far = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * BD_WAVE)
  const angle = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * BD_WAVE)
  return [far * Math.cos(angle) + BD_EAST, far * Math.sin(angle) + BD_NORTH]
}
const BD_WAVE = (Math.PI * 3_000) / 180
const BD_EAST = 0.006_5
const BD_NORTH = 0.006

export function gcj02FromBd09(position: Position): Position {
  return isShifted(position) ? unshifted(bd09FromGcj02, position) : position
}

export function wgs84From(datum: Datum, position: Position): Position {
  switch (datum) {
    case 'wgs-84':
    case 'cgcs2000':
      return position
    case 'gcj-02':
      return wgs84FromGcj02(position)
    case 'bd-09':
      return wgs84FromGcj02(gcj02FromBd09(position))
  }
}
