/** One roadside sensor's eye: its reports in, warnings out, whatever its clock, its numbers and the line do. Pure: arrival times are given. */
import type { Position } from '../../core/geo.ts'
import type { Carriageway } from '../../core/place.ts'
import type { RoadsideWarning } from '../facts.ts'
import { RoadPlaces } from './places.ts'
import type { RoadsideSensor } from './record.ts'
import type { Report } from './report.ts'
import { ROAD_RULES, ROAD_RULES_VERSION } from './rules/registry.ts'
import { type RoadFinding, roadSceneOf } from './scene.ts'
import { type SensorClock, tell } from './sensor-clock.ts'
import { type Site, siteOf } from './site.ts'
import { type Sighting, Things } from './things.ts'

/** What became of a report: frames used, frames set aside, and single tracks set aside. */
export type Taken = {
  readonly frames: number
  /** Doubled, out of order, or waited too long on the way. */
  readonly late: number
  /** Too far off to be true, or in a part of the record that is to be ignored. */
  readonly outside: number
  readonly clockSet: boolean
}

export type RoadEye = {
  take(report: Report, arrivedAt: number): { readonly taken: Taken; readonly warnings: readonly RoadsideWarning[] }
  /** What it follows now. */
  things(): number
}

/** A pause longer than this: what was timed across it was not seen. */
const PAUSE_MS = 15_000

export function openRoadEye(sensor: RoadsideSensor): RoadEye {
  const site = siteOf(sensor)
  const things = new Things()
  const places = new RoadPlaces()
  let rules = ROAD_RULES.map((rule) => rule.open())
  let clock: SensorClock | null = null
  let lastAt = Number.NEGATIVE_INFINITY

  const forget = (): void => {
    things.clear()
    rules = ROAD_RULES.map((rule) => rule.open())
  }

  return {
    things: () => things.list.length,
    take: (report, arrivedAt) => {
      const warnings: RoadsideWarning[] = []
      let [used, late, outside, clockSet] = [0, 0, 0, false]
      // The newest frame was made last: it alone tells of the clock; the older ones of the report waited for it.
      const frames = [...report.frames].sort((a, b) => a.at - b.at)
      const newest = frames.at(-1)
      if (newest === undefined || newest.at === lastAt)
        return { taken: { frames: 0, late: frames.length, outside: 0, clockSet: false }, warnings }
      const told = tell(clock, newest.at, arrivedAt)
      clock = told.clock
      if (told.verdict === 'stray')
        return { taken: { frames: 0, late: frames.length, outside: 0, clockSet: false }, warnings }
      if (told.verdict === 'jumped') {
        forget()
        places.clear()
        lastAt = Number.NEGATIVE_INFINITY
        clockSet = true
      }
      const ahead = told.at - newest.at
      for (const frame of frames) {
        if (frame.at <= lastAt || frame.at < newest.at - PAUSE_MS) {
          late += 1
          continue
        }
        if (frame.at - lastAt > PAUSE_MS) forget()
        lastAt = frame.at
        used += 1
        const sightings = frame.tracks.flatMap((track): Sighting[] => {
          const spot = site.spotOf(track, report.datum ?? sensor.datum)
          if (spot === null) outside += 1
          return spot === null ? [] : [{ track, spot }]
        })
        things.follow(sightings, frame.at)
        const scene = roadSceneOf(things.list, frame.at)
        if (!things.isCalm(frame.at)) continue
        for (const finding of rules.flatMap((rule) => rule(scene)))
          if (places.admit(finding, frame.at)) warnings.push(warningOf(site, finding, frame.at, ahead))
      }
      return { taken: { frames: used, late, outside, clockSet }, warnings }
    },
  }
}

function warningOf(site: Site, finding: RoadFinding, at: number, ahead: number): RoadsideWarning {
  const position: Position = site.positionOf(finding.spot)
  const carriageway: Carriageway = finding.carriageway
  return {
    type: finding.type,
    zone: finding.zone,
    position: [round(position[0], 7), round(position[1], 7)],
    kilometre: round(finding.spot.alongM / 1000, 3),
    carriageway,
    grade: finding.grade,
    reason: finding.reason,
    onsetAt: Math.round(Math.min(finding.onsetAt, at) + ahead),
    observedAt: Math.round(at + ahead),
    version: ROAD_RULES_VERSION,
  }
}

function round(value: number, places: number): number {
  const by = 10 ** places
  return Math.round(value * by) / by
}
