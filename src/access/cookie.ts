/** The session cookie: its name, how it is set, cleared and found; never readable by scripts, never sent from another site. */

/** `__Host-` binds the cookie to https, this host and the root path; plain loopback http cannot have it. */
export const cookieName = (https: boolean): string => (https ? '__Host-fm' : 'fm')

const attributes = (https: boolean): string => `; Path=/; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`

export function sessionCookie(token: string, https: boolean, maxAgeS: number): string {
  return `${cookieName(https)}=${token}; Max-Age=${Math.floor(maxAgeS)}${attributes(https)}`
}

export const clearedCookie = (https: boolean): string => `${cookieName(https)}=; Max-Age=0${attributes(https)}`

/** The token in a `Cookie` header; null when there is none, or two (somebody planted a second one). */
export function tokenIn(header: string | undefined, https: boolean): string | null {
  if (header === undefined) return null
  const prefix = `${cookieName(https)}=`
  const found = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix))
  return found.length === 1 ? (found[0]?.slice(prefix.length) ?? null) : null
}
