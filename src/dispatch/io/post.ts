/** One POST to another system: kept-alive connections, one deadline for everything, no redirects followed, an answer of bounded length. */
import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'

/** `status` 0: no answer came, for this cause. `retryAfterS`: how long the other side asks to be left alone. */
export type Posted = {
  readonly status: number
  readonly cause: string
  readonly body: string
  readonly retryAfterS?: number
}

export type Poster = {
  post(url: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<Posted>
  close(): void
}

const CAUSES: Record<string, string> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-broken',
  EPIPE: 'connection-broken',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
}

function causeOf({ message, code = '' }: NodeJS.ErrnoException): string {
  if (message === 'timeout') return 'timeout'
  return CAUSES[code] ?? (/CERT|TLS|SSL/.test(code) ? 'certificate-refused' : 'not-sent')
}

export function openPoster(limits: { readonly timeoutMs: number; readonly maxAnswerBytes: number }): Poster {
  const plain = new PlainAgent({ keepAlive: true, maxFreeSockets: 16 })
  const secure = new SecureAgent({ keepAlive: true, maxFreeSockets: 16 })

  function once(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array,
    again: boolean,
  ): Promise<Posted> {
    return new Promise((resolve) => {
      const isSecure = url.protocol === 'https:'
      const failed = (cause: string): void => resolve({ status: 0, cause, body: '' })
      const sending = (isSecure ? secureRequest : plainRequest)(url, {
        method: 'POST',
        agent: isSecure ? secure : plain,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      })
      const deadline = setTimeout(() => sending.destroy(new Error('timeout')), limits.timeoutMs)
      sending.on('close', () => clearTimeout(deadline))
      sending.on('error', (error: NodeJS.ErrnoException) => {
        // A kept-alive connection that the other side closed meanwhile says nothing about the other side: once more.
        if (again && sending.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE'))
          resolve(once(url, headers, body, false))
        else failed(causeOf(error))
      })
      sending.on('response', (answer) => {
        const parts: Buffer[] = []
        let length = 0
        const done = (): void => {
          const status = answer.statusCode ?? 0
          const asks = Number(answer.headers['retry-after'])
          const retryAfter = asks > 0 ? { retryAfterS: asks } : {}
          resolve({ status, cause: `status-${status}`, body: Buffer.concat(parts).toString('utf8'), ...retryAfter })
        }
        answer.on('data', (part: Buffer) => {
          length += part.length
          if (length <= limits.maxAnswerBytes) parts.push(part)
          else {
            // The status is known; nobody has to listen to the rest.
            parts.length = 0
            done()
            answer.destroy()
          }
        })
        answer.on('end', done)
        answer.on('error', () => failed('connection-broken'))
      })
      sending.end(body)
    })
  }

  return {
    post: (url, headers, body) => once(new URL(url), headers, body, true),
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}
