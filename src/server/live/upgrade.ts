/** The door to the live stream: Origin, session, policy and the look-up trace are in order before a WebSocket exists. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { type Authorise, CENTRE } from '../../access/policy.ts'
import type { Principal } from '../../access/roles.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import type { Chance, Clock } from '../../core/time.ts'
import { LIVE_PATH } from '../../journal/lane.ts'
import { clientAddress } from '../http/client-address.ts'
import type { Headers, Resolve } from '../http/hang.ts'
import { openOrigins } from '../http/origin.ts'
import { HTTP_PROBLEMS, type HttpRefusal, PROBLEM_MEDIA_TYPE, problemBody } from '../http/problem.ts'
import type { Live } from './hub.ts'

export type FollowLook = {
  readonly principal: Principal
  readonly from: string
  readonly at: number
  readonly correlation: string
  /** The request's Purpose header, for those whose shift is not reason enough. */
  readonly purpose: string | undefined
}

export type UpgradeDeps = {
  readonly live: Live
  readonly resolvePrincipal: Resolve
  readonly authorise: Authorise
  /** Leaves the look-up trace; without it nobody follows. */
  readonly onFollow: (look: FollowLook) => Promise<Result<unknown>>
  readonly publicOrigins: readonly string[]
  readonly clock: Clock
  readonly chance: Chance
  readonly onTrouble: (error: unknown) => void
  readonly mostClients?: number
  readonly trustProxy?: readonly string[]
}

/** For `openHttp({ upgrade })`. */
export function openUpgrade(deps: UpgradeDeps): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const origins = openOrigins(deps.publicOrigins)

  async function judge(request: IncomingMessage, correlation: string): Promise<Principal | HttpRefusal> {
    if ((request.url ?? '').split('?')[0] !== LIVE_PATH) return 'not-found'
    if (!origins.allows(request.headers.origin, true)) return 'wrong-origin'
    const principal = await deps.resolvePrincipal('signed-in', flat(request))
    if (!principal) return 'not-signed-in'
    if (!deps.authorise(principal, 'live.follow', CENTRE).allowed) return 'not-allowed'
    if (deps.live.figures().clients >= (deps.mostClients ?? 5_000)) return 'busy'
    const purpose = request.headers.purpose
    const trace = await deps.onFollow({
      principal,
      from: clientAddress(request.socket.remoteAddress ?? '', forwardedFor(request), deps.trustProxy ?? []),
      at: deps.clock(),
      correlation,
      purpose: typeof purpose === 'string' ? purpose : undefined,
    })
    return trace.ok ? principal : 'not-allowed'
  }

  return (request, socket, head) => {
    const correlation = uuidv7(deps.clock(), deps.chance(10))
    const gone = (): void => void socket.destroy()
    socket.on('error', gone)
    judge(request, correlation)
      .catch((error: unknown): HttpRefusal => {
        deps.onTrouble(error)
        return 'busy'
      })
      .then((judged) => {
        if (socket.destroyed) return
        if (typeof judged === 'string') return refuseUpgrade(socket, judged, correlation)
        socket.off('error', gone)
        server.handleUpgrade(request, socket, head, (ws) => deps.live.join(ws, judged))
      })
  }
}

function forwardedFor(request: IncomingMessage): string | undefined {
  const header = request.headers['x-forwarded-for']
  return Array.isArray(header) ? header.join(', ') : header
}

export function flat(request: IncomingMessage): Headers {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

export function refuseUpgrade(socket: Duplex, refusal: HttpRefusal, correlation: string): void {
  const status = HTTP_PROBLEMS[refusal][0]
  const body = problemBody(status, { refusal }, correlation)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncorrelation-id: ${correlation}\r\nconnection: close\r\n\r\n${body}`,
  )
}
