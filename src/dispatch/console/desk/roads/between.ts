/** The stretch that two places mean: kilometres of one carriageway where both have them, otherwise the way from one to the other, or the road at the one. Pure. */
import type { Place } from '../../../../core/place.ts'
import type { StretchMeant } from '../../../../roads/conditions/stretch.ts'
import type { RoadState } from '../../../../roads/live.ts'

export const KINDS = ['closed', 'blocked', 'slow', 'opened'] as const
export type Kind = (typeof KINDS)[number]

const SAME_KM = 0.001

/** Both ways is asked for only where this is false: kilometres are of one carriageway. */
export const isMeasured = (from: Place, to: Place | null): boolean => kilometres(from, to) !== null

export function stretchBetween(from: Place, to: Place | null, bothWays: boolean): StretchMeant {
  const measured = kilometres(from, to)
  if (measured) return measured
  return to
    ? { by: 'places', from: from.position, to: to.position, bothWays }
    : { by: 'place', at: from.position, bothWays }
}

function kilometres(from: Place, to: Place | null): Extract<StretchMeant, { by: 'kilometres' }> | null {
  const { road, carriageway, kilometre: fromKm } = from
  if (!to || road === undefined || carriageway === undefined || fromKm === undefined) return null
  if (to.road !== road || to.carriageway !== carriageway || to.kilometre === undefined) return null
  if (Math.abs(to.kilometre - fromKm) < SAME_KM) return null
  return { by: 'kilometres', road, carriageway, fromKm, toKm: to.kilometre }
}

export type FormRefusal = 'road-place-needed' | 'road-end-unclear' | 'reason-needed' | 'expiry-past'

/** What the form lacks; null: it can be said. `toTyped`: of the end, while none is chosen. */
export function lacking(
  now: { readonly from: Place | null; readonly to: Place | null; readonly toTyped: string; readonly reason: string },
  until: number,
  at: number,
): FormRefusal | null {
  if (!now.from) return 'road-place-needed'
  if (!now.to && now.toTyped.trim() !== '') return 'road-end-unclear'
  if (now.reason.trim().length < 2) return 'reason-needed'
  // A time that was never filled in is no number.
  return until > at ? null : 'expiry-past'
}

export function holdsOf(kind: Kind, times: number, kmh: number): RoadState {
  switch (kind) {
    case 'closed':
      return { state: 'closed', passable: true }
    case 'blocked':
      return { state: 'closed' }
    case 'slow':
      return { state: 'slow', times }
    case 'opened':
      return { state: 'opened', kmh }
  }
}
