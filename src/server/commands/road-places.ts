/** `firstminute roads find`, `locate` and `isochrone`: where a typed place is, what lies at a position, and how far one comes from it. */
import type { Position } from '../../core/geo.ts'
import { kilometrePost } from '../../core/place.ts'
import { travelMs } from '../../roads/graph.ts'
import type { RoadFile } from '../../roads/io/road-file.ts'
import { Isochrones } from '../../roads/isochrone.ts'
import { RoadNetwork } from '../../roads/network.ts'
import type { PlaceFinder } from '../../roads/place-finder.ts'
import type { Profile } from '../../roads/profile.ts'
import { say } from '../say.ts'

export function find(finder: PlaceFinder, text: string, json: boolean): number {
  const { candidates, beyond } = finder.find(text)
  if (json) console.log(JSON.stringify({ candidates, beyond }))
  else {
    for (const { kind, category, place } of candidates) {
      const { position, label, road, kilometre, carriageway } = place
      const names = label.zh === label.en ? label.en : `${label.en} · ${label.zh}`
      const on =
        road !== undefined && kilometre !== undefined && kind !== 'kilometre'
          ? ` · ${road} ${kilometrePost(kilometre)} ${carriageway ?? ''}`
          : ''
      console.log(`${(category ?? kind).padEnd(12)} ${position[0].toFixed(6)},${position[1].toFixed(6)}  ${names}${on}`)
    }
    if (beyond)
      console.log(`${beyond.road} is known from ${kilometrePost(beyond.from)} to ${kilometrePost(beyond.to)}.`)
    else if (candidates.length === 0) console.log('Nothing in this network is called so.')
  }
  return candidates.length > 0 ? 0 : 1
}

export function locate(finder: PlaceFinder, at: Position, json: boolean): number {
  const found = finder.locate(at)
  if (!found) {
    console.log(json ? 'null' : 'No road of this network is near.')
    return 1
  }
  const { on, name, ref, references } = found
  if (json) console.log(JSON.stringify({ name, ref, offM: on.offM, at: on.at, references }))
  else {
    const called = [ref, name].filter((word) => word !== '').join(' ') || 'a road without a name'
    console.log(`${called}, ${Math.round(on.offM)} m away`)
    for (const { road, kilometre, carriageway } of references)
      console.log(`${road} ${kilometrePost(kilometre)} ${carriageway}`)
  }
  return 0
}

/** As the roads usually are: what holds today is known to the centre alone. */
export function isochrone(
  { graph, hierarchies }: RoadFile,
  at: Position,
  text: string,
  profile: Profile,
  json: boolean,
): number {
  const minutes = text.split(',').map(Number)
  if (minutes.length === 0 || minutes.some((each) => !(each > 0 && each <= 60))) {
    say('Minutes are numbers from 1 to 60, as in 5,10,15.')
    return 2
  }
  const place = new RoadNetwork(graph, hierarchies).nearest(profile, at)
  if (!place) {
    console.log(json ? 'null' : 'No road of this network is near.')
    return 1
  }
  const rising = minutes.sort((a, b) => a - b)
  const bands = new Isochrones(graph).from(place, rising, travelMs(graph, profile))
  if (json) {
    const features = bands.map((band) => ({
      type: 'Feature',
      properties: { minutes: band.minutes, km: band.km },
      geometry: { type: 'MultiLineString', coordinates: band.lines },
    }))
    console.log(JSON.stringify({ type: 'FeatureCollection', features }))
  } else
    for (const [index, band] of bands.entries())
      console.log(`${rising[index - 1] ?? 0}–${band.minutes} min: ${band.km} km of road in ${band.lines.length} pieces`)
  return 0
}
