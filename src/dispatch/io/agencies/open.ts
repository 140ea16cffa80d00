/** Which interface each agency is reached by, opened from the configuration; an agency that reads at a page has none. */
import type { AgencyId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { SECOND } from '../../../core/time.ts'
import type { Given, Reach } from '../given.ts'
import { openPoster } from '../post.ts'
import { overEido } from './eido.ts'
import type { AgencyInterface } from './interface.ts'
import { overMail } from './mail.ts'
import { overWebhook } from './webhook.ts'

const TIMEOUT_MS = 3 * SECOND
/** A mail server greets, checks and stores: three waits. */
const MAIL_TIMEOUT_MS = 9 * SECOND
const MAX_ANSWER_BYTES = 16 * 1024

export type Interfaces = {
  readonly of: (agency: AgencyId) => AgencyInterface | null
  close(): void
}

export function openInterfaces(given: Given): Interfaces {
  const poster = openPoster({ timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES })
  const open = (reach: Reach): AgencyInterface => {
    switch (reach.via) {
      case 'webhook':
        return overWebhook(given, reach, poster, TIMEOUT_MS)
      case 'eido':
        return overEido(given, reach, poster, TIMEOUT_MS)
      case 'mail': {
        if (!given.centre.mail) throw new Error('an agency is reached by mail, and no mail server is configured')
        return overMail(given, reach, given.centre.mail, MAIL_TIMEOUT_MS)
      }
    }
    return never(reach)
  }
  const all = new Map([...given.centre.reach].map(([agency, reach]) => [agency, open(reach)]))
  return { of: (agency) => all.get(agency) ?? null, close: () => poster.close() }
}
