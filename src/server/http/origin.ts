/** The Origin check: what a browser sends from a page of another site changes nothing here and follows nothing here. */

export type Origins = {
  /** A missing Origin passes only where `needed` is false: browsers send one with every request that changes something. */
  allows(origin: string | undefined, needed: boolean): boolean
}

/** `publicOrigins` as browsers write them: scheme, host, port where it is not the scheme's own, no path. */
export function openOrigins(publicOrigins: readonly string[]): Origins {
  const known = new Set(publicOrigins.map((address) => new URL(address).origin))
  return { allows: (origin, needed) => (origin === undefined ? !needed : known.has(origin)) }
}
