/** What a road network is made from: OpenStreetMap's nodes, ways and relations as they come out of a file. */

export type Tags = ReadonlyMap<string, string>

export type OsmMember = { readonly kind: 'node' | 'way' | 'relation'; readonly ref: number; readonly role: string }

/** Who listens to a file; coordinates in 1e-7 degrees of WGS-84. What is not listened to is not decoded. */
export type OsmListener = {
  node?(id: number, lon: number, lat: number, tags: Tags): void
  way?(id: number, refs: Float64Array, tags: Tags): void
  relation?(id: number, members: readonly OsmMember[], tags: Tags): void
}

export const NO_TAGS: Tags = new Map()
