/** Collects what has a name and the kilometre posts while an extract is read twice: first ways, then nodes. Pure: the file comes as calls. */
import type { Position } from '../../core/geo.ts'
import type { Text } from '../../core/text.ts'
import { GrowingNumbers } from '../growing.ts'
import { type Post, postOf } from '../kilometres/post.ts'
import type { OsmListener, Tags } from '../osm.ts'
import { type Named, namedOf, textOf } from './named.ts'

/** 1e-7 degrees. */
export type Placed = Named & { readonly lon: number; readonly lat: number }

/** So many corners say where a building is. */
const CORNERS = 4

export class PlaceCollector {
  readonly streets = new Map<string, Text>()
  readonly posts: Post[] = []
  readonly #ways: { readonly tags: Tags; readonly corners: readonly number[] }[] = []
  readonly #placed: Placed[] = []
  readonly #wanted = new GrowingNumbers()
  readonly #found = new Map<number, readonly [lon: number, lat: number]>()

  ways(): OsmListener {
    return {
      way: (_id, refs, tags) => {
        const name = tags.get('name')
        if (tags.has('highway')) {
          if (name !== undefined && (tags.has('name:en') || tags.has('name:zh')))
            this.streets.set(name, textOf(tags, name))
          return
        }
        if (refs.length === 0 || (name === undefined && !tags.has('addr:housenumber'))) return
        const step = Math.max(1, Math.floor(refs.length / CORNERS))
        const corners = Array.from(refs.filter((_, at) => at % step === 0).slice(0, CORNERS))
        for (const corner of corners) this.#wanted.push(corner)
        this.#ways.push({ tags, corners })
      },
    }
  }

  nodes(): OsmListener {
    const wanted = new Set(this.#wanted.done())
    return {
      node: (id, lon, lat, tags) => {
        if (wanted.has(id)) this.#found.set(id, [lon, lat])
        if (tags.size === 0) return
        const post = postOf(tags)
        if (post) this.posts.push({ ...post, position: degrees(lon, lat) })
        for (const named of namedOf(tags, this.streets)) this.#placed.push({ ...named, lon, lat })
      },
    }
  }

  /** Points of interest and addresses; what lies outside the file by all its corners is left out. */
  done(): readonly Placed[] {
    for (const { tags, corners } of this.#ways) {
      const places = corners.flatMap((corner) => {
        const place = this.#found.get(corner)
        return place ? [place] : []
      })
      if (places.length === 0) continue
      const mean = (of: (place: readonly [number, number]) => number): number =>
        Math.round(places.reduce((sum, place) => sum + of(place), 0) / places.length)
      const [lon, lat] = [mean((place) => place[0]), mean((place) => place[1])]
      for (const named of namedOf(tags, this.streets)) this.#placed.push({ ...named, lon, lat })
    }
    return this.#placed
  }
}

const degrees = (lon: number, lat: number): Position => [lon / 1e7, lat / 1e7]
