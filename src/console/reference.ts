/** The reference data a page needs (centre, cameras, agencies, units, plans): loaded once after sign-in, looked up by id. */

import type { Position } from '../core/geo.ts'
import type { AgencyId, CameraId, UnitId } from '../core/ids.ts'
import type { Carriageway } from '../core/place.ts'
import type { Text } from '../core/text.ts'
import type { Agency, Unit } from '../dispatch/forces.ts'
import type { Ground } from '../dispatch/plan.ts'
import type { StandbyPost } from '../dispatch/recommend/coverage.ts'
import type { Versioned } from '../dispatch/recommend/propose.ts'
import { get } from './api.ts'
import { cell, useCell } from './cell.ts'

export type Camera = {
  readonly id: CameraId
  readonly name: Text
  readonly position: Position
  readonly view: { readonly width: number; readonly height: number }
  readonly zones: readonly { readonly kind: string; readonly polygon: readonly (readonly [number, number])[] }[]
  readonly road?: { readonly road: string; readonly kilometre: number; readonly carriageway: Carriageway }
  /** Of a camera that turns; `pair`: a second one beside this fixed one. */
  readonly ptz?: { readonly pair: boolean }
}

export type Reference = {
  readonly centre: { readonly name: Text }
  readonly cameras: readonly Camera[]
  readonly agencies: readonly Agency[]
  readonly units: readonly Unit[]
  readonly plans: readonly Versioned[]
  /** What plans refer to: areas, time zone, holidays. */
  readonly ground: Ground
  readonly standby: readonly StandbyPost[]
  readonly demo: boolean
}

export type KnownReference = Reference & {
  readonly camera: ReadonlyMap<CameraId, Camera>
  readonly agency: ReadonlyMap<AgencyId, Agency>
  readonly unit: ReadonlyMap<UnitId, Unit>
  readonly unitAt: ReadonlyMap<number, Unit>
}

export const EMPTY_REFERENCE: Reference = {
  centre: { name: { zh: '', en: '' } },
  cameras: [],
  agencies: [],
  units: [],
  plans: [],
  ground: { areas: [], timeZone: 'UTC', holidays: [] },
  standby: [],
  demo: false,
}

function indexed(reference: Reference): KnownReference {
  return {
    ...reference,
    camera: new Map(reference.cameras.map((camera) => [camera.id, camera])),
    agency: new Map(reference.agencies.map((agency) => [agency.id, agency])),
    unit: new Map(reference.units.map((unit) => [unit.id, unit])),
    unitAt: new Map(reference.units.map((unit) => [unit.index, unit])),
  }
}

/** Empty until it has come. */
export const reference = cell<KnownReference>(indexed(EMPTY_REFERENCE))
export const useReference = (): KnownReference => useCell(reference)

/** One that was kept in this browser. */
export const showReference = (kept: Reference): void => reference.set(indexed({ ...EMPTY_REFERENCE, ...kept }))

export async function loadReference(): Promise<void> {
  for (let pauseMs = 500; ; pauseMs = Math.min(8_000, pauseMs * 2)) {
    const answer = await get<Partial<Reference>>('/api/reference')
    if (answer.ok) {
      reference.set(indexed({ ...EMPTY_REFERENCE, ...answer.value }))
      return
    }
    // Only a line that is down mends itself; a refusal stays one.
    if (answer.refusal !== 'not-reached') return
    await new Promise((done) => setTimeout(done, pauseMs))
  }
}
