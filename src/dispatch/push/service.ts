/** Which addresses of push services this centre calls: only those of named hosts, because the address comes from a browser and the server calls it. Pure. */
import { ok, type Result, refuse } from '../../core/result.ts'

/** The services of Chrome and Edge on Android and elsewhere, Firefox, Edge on Windows, Safari. */
export const PUSH_SERVICES = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  'web.push.apple.com',
] as const

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** `push.city.example`, or `*.push.city.example` for every host below it; two labels at least, so that no `*.com` slips in. */
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`)
const NUMBERS = /^[\d.]+$/
/** Plain http on this machine itself, with its port: for a service that is tried out. */
const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d{1,5}$/

/** An entry of the configuration's list; `*.example` and addresses in numbers are none. */
export function isServiceName(entry: string): boolean {
  if (LOOPBACK.test(entry)) return URL.canParse(entry)
  return HOST.test(entry.replace(/^\*\./, '')) && !NUMBERS.test(entry)
}

export const LONGEST_ENDPOINT = 1_000

/** Letters as a URL has them: no blanks, no control characters, and no backslash, which parsers read differently. */
const WRITTEN = /^[\x21-\x5b\x5d-\x7e]+$/

/**
 * The address as it is kept and called, if it is one of these services': https on its usual port, without a user, a password or
 * a fragment. An address that parsers may read in two ways is refused: what was checked is what is called.
 */
export function endpointAt(
  text: string,
  services: readonly string[],
): Result<{ readonly url: string; readonly service: string }, 'push-service-unknown'> {
  const no = refuse('push-service-unknown')
  if (text.length > LONGEST_ENDPOINT || !WRITTEN.test(text) || !URL.canParse(text)) return no
  const url = new URL(text)
  if (url.href !== text || url.username !== '' || url.password !== '' || text.includes('#')) return no
  if (services.includes(url.origin) && LOOPBACK.test(url.origin)) return ok({ url: text, service: url.host })
  if (url.protocol !== 'https:' || url.port !== '' || !HOST.test(url.hostname)) return no
  const known = services.some((entry) =>
    entry.startsWith('*.') ? url.hostname.endsWith(entry.slice(1)) : url.hostname === entry,
  )
  return known ? ok({ url: text, service: url.hostname }) : no
}
