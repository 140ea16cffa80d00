/** Thresholds on the road, in metres and seconds, that mean the same thing whatever eye measures them: pixels through a surveyed ground, or a radar's tracks. */

/** Slower than this, something stands (UK SVD specifications speak of walking pace and less). */
export const STANDS_BELOW_MS = 1
/** What stands this long is news: a vehicle, a thing. */
export const VEHICLE_STANDS_MS = 5_000
export const OBJECT_STANDS_MS = 10_000
/** Narrower than this across is no vehicle. */
export const VEHICLE_WIDTH_M = 1.2
/** A person or a bicycle is no wider. */
export const WALKER_WIDTH_M = 1.3
export const WALKER_SLOWEST_MS = 0.3
/** A brisk runner's limit, and a cyclist's downhill. */
export const WALKER_FASTEST_MS = 3
export const CYCLIST_FASTEST_MS = 9
/** Against the lane: this fast, this long, this far. */
export const AGAINST_MS = 5
export const AGAINST_LASTS_MS = 1_500
export const AGAINST_M = 25
/** Traffic below this crawls: 20 km/h. */
export const CRAWLS_BELOW_MS = 20 / 3.6
/** One place: what is announced within this along the road is announced already. */
export const ONE_PLACE_M = 20
