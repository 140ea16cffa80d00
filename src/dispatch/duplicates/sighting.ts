/** What one source says of one event, wherever it came from: the form in which a warning, a call and an incident are compared. */
import type { Position } from '../../core/geo.ts'
import type { IncidentId, WarningId } from '../../core/ids.ts'
import type { Carriageway, Place } from '../../core/place.ts'
import type { Incident, IncidentKind } from '../incident.ts'
import type { Warning, WarningKind, WarningSource } from '../warning.ts'

/** How well a source knows where it is looking. */
export const OBSERVERS = ['sensor', 'crew', 'partner', 'caller'] as const
export type Observer = (typeof OBSERVERS)[number]

export type Sighting = {
  /** When it began for this source, UTC ms. */
  readonly at: number
  readonly position: Position
  readonly road: string | null
  readonly kilometre: number | null
  readonly carriageway: Carriageway | null
  readonly kind: IncidentKind | WarningKind
  readonly by: Observer
}

const OF_SOURCE: Record<WarningSource['kind'], Observer> = {
  camera: 'sensor',
  ptz: 'sensor',
  radar: 'sensor',
  unit: 'crew',
  partner: 'partner',
}

const at = ({ position, road, kilometre, carriageway }: Place) => ({
  position,
  road: road ?? null,
  kilometre: kilometre ?? null,
  carriageway: carriageway ?? null,
})

export const sightingOfWarning = ({ raised }: Warning): Sighting => ({
  ...at(raised.place),
  at: raised.onsetAt,
  kind: raised.kind,
  by: OF_SOURCE[raised.source.kind],
})

/** What the desk knows of an incident: its own place and kind, and everything that was merged into it or joined it. */
export function sightingsOf(
  incident: Incident,
  known: {
    readonly incidents: ReadonlyMap<IncidentId, Incident>
    readonly warnings: ReadonlyMap<WarningId, Warning>
  },
): readonly Sighting[] {
  const { opened, reports, absorbed } = incident
  const first = opened.origin.from === 'warning' ? known.warnings.get(opened.origin.warning) : undefined
  const own: Sighting = {
    ...at(opened.place),
    at: opened.firstObservedAt,
    kind: opened.kind,
    by: first ? OF_SOURCE[first.raised.source.kind] : 'caller',
  }
  const joined = reports.flatMap((report): readonly Sighting[] => {
    const warning = report.from === 'warning' ? known.warnings.get(report.warning) : undefined
    return warning ? [sightingOfWarning(warning)] : []
  })
  const merged = absorbed.flatMap((key): readonly Sighting[] => {
    const part = known.incidents.get(key)
    return part ? sightingsOf(part, known) : []
  })
  return [own, ...joined, ...merged]
}
