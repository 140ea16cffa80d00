/** Encoded polylines (Google's algorithm, as OSRM uses it): latitude first, differences in 5 bits a character. */
import type { Position } from '../core/geo.ts'

/** `precision`: decimals kept, 5 or 6. */
export function polylineOf(line: readonly Position[], precision: 5 | 6): string {
  const factor = 10 ** precision
  let text = ''
  let [lat, lon] = [0, 0]
  for (const point of line) {
    const [nextLat, nextLon] = [Math.round(point[1] * factor), Math.round(point[0] * factor)]
    text += signed(nextLat - lat) + signed(nextLon - lon)
    lat = nextLat
    lon = nextLon
  }
  return text
}

function signed(step: number): string {
  let rest = step < 0 ? -2 * step - 1 : 2 * step
  let text = ''
  for (; rest >= 0x20; rest = Math.floor(rest / 0x20)) text += String.fromCharCode((rest % 0x20) + 0x20 + 63)
  return text + String.fromCharCode(rest + 63)
}
