/** Units report where they are to the centre's position door: every 2 s when moving, every 10 s when standing; a silent centre is asked again, quietly. */
import type { Clock } from '../../core/time.ts'
import { positionOf } from '../city/plane.ts'
import type { Ride } from '../drive.ts'

export const MOVING_MS = 2_000
export const STANDING_MS = 10_000
const ANSWER_WITHIN_MS = 4_000

export type Reporting = {
  /** Reports those that are due. */
  report(rides: Iterable<Ride>): void
  close(): void
}

/** The Traccar Client's JSON form: speed in m/s. */
export function reportOf(ride: Ride, at: number): unknown {
  const [longitude, latitude] = positionOf(ride.at)
  const coords = {
    latitude,
    longitude,
    accuracy: 5,
    speed: Math.round(ride.speedMs * 100) / 100,
    heading: Math.round(ride.headingDegrees * 10) / 10,
  }
  return { device_id: ride.unit.id, location: { timestamp: new Date(at).toISOString(), coords } }
}

export function openReporting(centre: string, tokens: ReadonlyMap<string, string>, clock: Clock): Reporting {
  const closing = new AbortController()
  const dueAt = new Map<string, number>()
  const underway = new Set<string>()
  const send = async (ride: Ride, at: number, token: string): Promise<void> => {
    underway.add(ride.unit.id)
    try {
      const response = await fetch(new URL('/positions', centre), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(reportOf(ride, at)),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      await response.arrayBuffer()
    } catch {
      // The centre is not up: the next position is newer anyway.
    } finally {
      underway.delete(ride.unit.id)
    }
  }
  return {
    report: (rides) => {
      const at = clock()
      let index = 0
      for (const ride of rides) {
        const { id } = ride.unit
        const token = tokens.get(id)
        // The first reports are spread over two seconds, so that they do not come in one gust for ever.
        const due = dueAt.get(id) ?? at + ((index++ * 271) % MOVING_MS)
        dueAt.set(id, due)
        if (!token || at < due || underway.has(id)) continue
        dueAt.set(id, at + (ride.path ? MOVING_MS : STANDING_MS))
        void send(ride, at, token)
      }
    },
    close: () => closing.abort(),
  }
}
