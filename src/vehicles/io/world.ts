/** The world as it is now: the newest fix of each unit in typed arrays, and its state frames, each encoded once for everybody who may see it. */
import type { AgencyId, UnitId } from '../../core/ids.ts'
import type { LatestFix } from '../facts.ts'
import { HEADER_BYTES, MOST_RECORDS, RECORD_BYTES, writeHeader, writeRecord } from '../lane.ts'
import type { Fix } from '../position.ts'

/** Indexes run from 0 without gaps, as the reference data gives them to the browser. */
export type WorldUnit = { readonly id: UnitId; readonly agency: AgencyId; readonly index: number }

export type World = {
  readonly units: readonly WorldUnit[]
  /** Takes a fix newer than the one it has; false: older, or no unit of ours. */
  put(unit: UnitId, fix: Pick<Fix, 'at' | 'position' | 'speedKmh' | 'headingDegrees'>): boolean
  readonly latest: LatestFix
  /** What changed since `settle`, or everything known; null: nothing to say. `agency`: only its own units. */
  frame(at: number, which: 'changed' | 'all', agency: AgencyId | null): Buffer | null
  /** Everybody who is to have the changes has them. */
  settle(): void
}

export function openWorld(units: readonly WorldUnit[]): World {
  const count = units.length
  if (count > MOST_RECORDS) throw new RangeError(`${count} units do not fit on one state lane`)
  const lon = new Float64Array(count)
  const lat = new Float64Array(count)
  const speed = new Float32Array(count)
  const heading = new Float32Array(count)
  /** 0: never seen. */
  const fixAt = new Float64Array(count)
  const changed = new Uint8Array(count)
  const agencyOf: (AgencyId | null)[] = Array.from({ length: count }, () => null)
  const indexOf = new Map<UnitId, number>()
  for (const unit of units) {
    if (unit.index < 0 || unit.index >= count || agencyOf[unit.index] !== null)
      throw new RangeError(`unit ${unit.id} has the index ${unit.index} among ${count}`)
    agencyOf[unit.index] = unit.agency
    indexOf.set(unit.id, unit.index)
  }
  const read = (array: Float64Array | Float32Array, index: number): number => array[index] ?? Number.NaN
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value)

  return {
    units,
    put(unit, fix) {
      const index = indexOf.get(unit)
      if (index === undefined || fix.at <= read(fixAt, index)) return false
      lon[index] = fix.position[0]
      lat[index] = fix.position[1]
      speed[index] = fix.speedKmh ?? Number.NaN
      heading[index] = fix.headingDegrees ?? Number.NaN
      fixAt[index] = fix.at
      changed[index] = 1
      return true
    },
    latest(unit) {
      const index = indexOf.get(unit)
      if (index === undefined || read(fixAt, index) === 0) return null
      return {
        position: [read(lon, index), read(lat, index)],
        at: read(fixAt, index),
        speedKmh: known(read(speed, index)),
        headingDegrees: known(read(heading, index)),
      }
    },
    frame(at, which, agency) {
      const wanted = (index: number): boolean =>
        (which === 'all' ? fixAt[index] !== 0 : changed[index] === 1) && (agency === null || agencyOf[index] === agency)
      let records = 0
      for (let index = 0; index < count; index++) if (wanted(index)) records++
      if (records === 0) return null
      // A buffer of its own for each frame: sockets hold it until it is sent.
      const bytes = Buffer.allocUnsafeSlow(HEADER_BYTES + records * RECORD_BYTES)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      writeHeader(view, records, at)
      let slot = 0
      for (let index = 0; index < count; index++) {
        if (!wanted(index)) continue
        const age = at - read(fixAt, index)
        writeRecord(
          view,
          slot++,
          index,
          read(lon, index),
          read(lat, index),
          read(speed, index),
          read(heading, index),
          age,
        )
      }
      return bytes
    },
    settle() {
      changed.fill(0)
    },
  }
}
