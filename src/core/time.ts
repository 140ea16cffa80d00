/** Names for spans of time, all in milliseconds. Instants are UTC milliseconds since 1970 and are always given, never read here. */

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What the world supplies to code that must stay replayable: the instant now, and bytes of chance. */
export type Clock = () => number
export type Chance = (bytes: number) => Uint8Array
