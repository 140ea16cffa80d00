/** Conversions between the units that stand in names. */

export const kmhFromMs = (speedMs: number): number => speedMs * 3.6
export const msFromKmh = (speedKmh: number): number => speedKmh / 3.6
export const kmhFromKnots = (speedKnots: number): number => speedKnots * 1.852
export const degreesFromRadians = (angle: number): number => (angle * 180) / Math.PI
export const radiansFromDegrees = (angle: number): number => (angle * Math.PI) / 180
