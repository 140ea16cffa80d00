/** The client's address behind proxies that are known by name: the last one in X-Forwarded-For that no trusted proxy stands for. */

/** Whoever is not a trusted proxy speaks for itself, whatever it claims. */
export function clientAddress(remote: string, forwarded: string | undefined, trusted: readonly string[]): string {
  if (!trusted.includes(remote) || forwarded === undefined) return remote
  const chain = forwarded.split(',').map((address) => address.trim())
  return chain.findLast((address) => !trusted.includes(address)) ?? remote
}
