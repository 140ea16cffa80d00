/** `firstminute roads find` and `locate`: where a typed place is, and what lies at a position. */
import type { Position } from '../../core/geo.ts'
import { kilometrePost } from '../../core/place.ts'
import type { PlaceFinder } from '../../roads/place-finder.ts'

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
