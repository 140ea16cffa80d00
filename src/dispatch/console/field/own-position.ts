/** Where this crew is: the phone's own fix when it is allowed to tell, otherwise the unit's last one on the live lane; the newer wins. */
import { useEffect, useState } from 'react'
import { useUnits } from '../../../console/live.ts'
import { clockOffset } from '../../../console/now.ts'
import type { Position } from '../../../core/geo.ts'
import type { Unit } from '../../forces.ts'

export type OwnPosition = {
  readonly position: Position
  readonly headingDegrees: number | null
  /** By the server's clock, UTC ms. */
  readonly fixAt: number
}

/** Asks for the phone's location only while `wanted`: a crew without an order is not watched by this page. */
export function useOwnPosition(unit: Unit | undefined, wanted: boolean): OwnPosition | null {
  const [phone, setPhone] = useState<OwnPosition | null>(null)
  const units = useUnits()
  useEffect(() => {
    if (!wanted || !('geolocation' in navigator) || !isSecureContext) return
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) =>
        setPhone({
          position: [coords.longitude, coords.latitude],
          headingDegrees: coords.heading !== null && Number.isFinite(coords.heading) ? coords.heading : null,
          fixAt: timestamp + clockOffset.get(),
        }),
      () => setPhone(null),
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
    )
    return () => navigator.geolocation.clearWatch(watch)
  }, [wanted])
  const lane = unit ? units.get(unit.index) : undefined
  if (!lane) return phone
  return phone && phone.fixAt >= lane.fixAt ? phone : lane
}

/** The sixteenth-turn sectors of the compass, eight names. */
const HEADINGS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const
export type Heading = (typeof HEADINGS)[number]
export const headingOf = (degrees: number): Heading => HEADINGS[Math.round(degrees / 45) % 8] ?? 'N'
