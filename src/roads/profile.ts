/** Who drives: what each profile may use, and how fast. */

export const PROFILES = ['car', 'emergency'] as const
export type Profile = (typeof PROFILES)[number]

/** In the order in which they are stored in an edge. */
export const ROAD_CLASSES = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'track',
  'pedestrian',
  'ferry',
] as const
export type RoadClass = (typeof ROAD_CLASSES)[number]

/**
 * km/h at which a road of a class is driven where no limit is signed; of a signed limit, this share is driven on average
 * (signals, bends and others in the way; the Federal Highway Administration's urban congestion reports lie between 0.7 and 0.9).
 */
export const CLASS_KMH: Readonly<Record<RoadClass, number>> = {
  motorway: 95,
  trunk: 75,
  primary: 50,
  secondary: 45,
  tertiary: 38,
  unclassified: 35,
  residential: 25,
  living_street: 10,
  service: 15,
  track: 12,
  pedestrian: 8,
  ferry: 12,
}
export const OF_LIMIT = 0.85
/** A slip road is driven slower than the road it leads to. */
export const OF_LINK = 0.65
/** With blue lights: a first value, to be set from a city's own tracks. */
export const OF_EMERGENCY = 1.15
/** Opening a gate or lowering a bollard. */
export const GATE_MS = 15_000
