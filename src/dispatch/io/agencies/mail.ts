/** An agency reached by e-mail: the order in plain words with a link to answer by, and the same order as a file for a system that reads mail. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { OrderId } from '../../../core/ids.ts'
import { hostOf } from '../../exchange/io/road-messages.ts'
import { mailOf } from '../../exchange/mail.ts'
import type { Order } from '../../order.ts'
import type { Given, MailServer } from '../given.ts'
import type { Posted } from '../post.ts'
import type { AgencyInterface, Letter } from './interface.ts'
import { orderMessageOf } from './webhook.ts'

/** `secret` signs the link by which the order is answered. */
export type MailReach = { readonly via: 'mail'; readonly to: string; readonly secret: string }

/** Short enough for a line of a mail, long enough that nobody guesses it: 128 bits. */
const KEY_CHARACTERS = 22

export const replyKey = (secret: string, order: OrderId): string =>
  createHmac('sha256', secret).update(`reply ${order}`).digest('base64url').slice(0, KEY_CHARACTERS)

export function isReplyKey(secret: string, order: OrderId, key: string): boolean {
  const [given, wanted] = [Buffer.from(key), Buffer.from(replyKey(secret, order))]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** RFC 5321 §4.2: 4xx asks for patience, 5xx is a no; in the words of HTTP, which the outbox knows. */
function failed(error: NodeJS.ErrnoException & { readonly responseCode?: number }): Posted {
  const { responseCode = 0, code = '' } = error
  if (responseCode >= 500) return { status: 422, cause: `smtp-${responseCode}`, body: '' }
  if (responseCode >= 400) return { status: 503, cause: `smtp-${responseCode}`, body: '' }
  return {
    status: 0,
    cause: code === 'ETIMEDOUT' ? 'timeout' : code === 'ETLS' ? 'certificate-refused' : 'not-sent',
    body: '',
  }
}

export function overMail(
  given: Given,
  { to, secret }: MailReach,
  server: MailServer,
  longestMs: number,
): AgencyInterface {
  const { host, port, secure, user, password, from } = server
  const transport = createTransport({
    host,
    port,
    secure,
    // Plain SMTP inside the house may have no certificate; where a password goes over the line, the line is closed.
    requireTLS: !secure && user !== undefined,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: longestMs / 3,
    greetingTimeout: longestMs / 3,
    socketTimeout: longestMs / 3,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    longestMs,
    async send({ order, says, key }: Letter) {
      const mail = mailOf(order, says, replyLink(given, order, secret))
      try {
        await transport.sendMail({
          from,
          to,
          ...mail,
          // The same letter again is the same mail: a mailbox that drops repeats knows it by this.
          messageId: `<${key}@${hostOf(given).replace(/[^A-Za-z0-9.-]/g, '.')}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Firstminute-Order': order.id },
          attachments: [
            {
              filename: `${order.issued.number}.json`,
              contentType: 'application/json',
              content: JSON.stringify(orderMessageOf(given, order), null, 2),
            },
          ],
        })
        return { status: 250, cause: 'accepted', body: '' }
      } catch (error) {
        return failed(error instanceof Error ? error : new Error(String(error)))
      }
    },
  }
}

const replyLink = ({ centre }: Given, order: Order, secret: string): string =>
  `${centre.publicUrl}/reply/${order.id}/${replyKey(secret, order.id)}`
