/** What of an OpenStreetMap extract has a name or a number that people say: addresses and points of interest. Pure. */
import type { Text } from '../../core/text.ts'
import type { Tags } from '../osm.ts'

export const NAMED_KINDS = ['address', 'street', 'poi'] as const
export type NamedKind = (typeof NAMED_KINDS)[number]

export type Named = {
  readonly kind: NamedKind
  readonly label: Text
  /** Of a point of interest, OpenStreetMap's own word: hospital, fuel, …; otherwise empty. */
  readonly category: string
  /** What it is looked for by beside its label. */
  readonly alsoSaid: string
}

/** In the order in which they say best what a thing is. */
const CATEGORIES = [
  'amenity',
  'emergency',
  'healthcare',
  'shop',
  'tourism',
  'leisure',
  'office',
  'railway',
  'aeroway',
  'public_transport',
  'historic',
  'man_made',
  'place',
  'building',
  'landuse',
] as const
/** Says nothing of what it is. */
const VAGUE: ReadonlySet<string> = new Set(['yes', 'no', 'residential', 'house', 'retail', 'commercial'])
/** Names of interchanges and services on a motorway. */
const ON_ROADS: ReadonlySet<string> = new Set(['motorway_junction', 'services', 'rest_area', 'bus_stop', 'toll_gantry'])

/** Street names in the other language, as their ways say them. */
export type StreetNames = ReadonlyMap<string, Text>

/** A thing may be both: a hospital at its number in its street. */
export function namedOf(tags: Tags, streets: StreetNames): readonly Named[] {
  const found: Named[] = []
  const name = tags.get('name')
  const category = categoryOf(tags)
  if (name !== undefined && category !== null)
    found.push({
      kind: 'poi',
      label: textOf(tags, name),
      category,
      alsoSaid: [category, tags.get('alt_name'), tags.get('short_name'), tags.get('operator'), tags.get('ref')]
        .filter((word) => word !== undefined)
        .join(' '),
    })
  const number = tags.get('addr:housenumber')
  const street = tags.get('addr:street') ?? tags.get('addr:place')
  if (number !== undefined && street !== undefined) found.push(addressOf(number, street, streets, tags))
  return found
}

function addressOf(number: string, street: string, streets: StreetNames, tags: Tags): Named {
  const { zh, en } = streets.get(street) ?? { zh: street, en: street }
  const bare = number.replace(/号$/, '')
  return {
    kind: 'address',
    label: { zh: /\p{Script=Han}/u.test(zh) ? `${zh}${bare}号` : `${zh} ${bare}`, en: `${bare} ${en}` },
    category: '',
    alsoSaid: [street, tags.get('addr:city'), tags.get('addr:housename')]
      .filter((word) => word !== undefined)
      .join(' '),
  }
}

function categoryOf(tags: Tags): string | null {
  const highway = tags.get('highway')
  if (highway !== undefined) return ON_ROADS.has(highway) ? highway : null
  for (const key of CATEGORIES) {
    const value = tags.get(key)
    if (value !== undefined) return VAGUE.has(value) ? key : value
  }
  return null
}

/** In both languages what the map has in each, and its own name where it has none. */
export function textOf(tags: Tags, name: string): Text {
  return { zh: tags.get('name:zh') ?? tags.get('name:zh-Hans') ?? name, en: tags.get('name:en') ?? name }
}
