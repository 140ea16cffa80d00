/** The HTTP server: doors, the console's files, health and the WebSocket's upgrade on one port; every failure is a problem, every answer has its correlation id. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import fastifyHelmet from '@fastify/helmet'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Door } from '../../access/door.ts'
import { uuidv7 } from '../../core/ids.ts'
import { type Chance, type Clock, SECOND } from '../../core/time.ts'
import { type HangDeps, hang, NO_BYTES, NOBODY, send } from './hang.ts'
import { openOrigins } from './origin.ts'
import { openPace } from './pace.ts'
import { HTTP_PROBLEMS, type HttpRefusal, PROBLEM_MEDIA_TYPE, problemBody, Refused } from './problem.ts'
import { consoleFiles, securityHeaders } from './static.ts'

export type HttpDeps = Pick<HangDeps, 'resolvePrincipal' | 'authorise' | 'answerWithinMs'> & {
  readonly doors: readonly Door[]
  readonly listen: { readonly host: string; readonly port: number }
  /** Origins of the console as browsers write them; they also decide whether cookies and headers assume https. */
  readonly publicOrigins: readonly string[]
  /** The built console; null: doors only. */
  readonly staticFolder: string | null
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  /** Takes over a connection that asks for a WebSocket. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Addresses of proxies whose X-Forwarded-For is believed; none unless named. */
  readonly trustProxy?: readonly string[]
  readonly observe?: (seen: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly ms: number
  }) => void
  /** Milliseconds that a slow client may take; the tests make them short. */
  readonly patience?: { readonly headersMs: number; readonly requestMs: number }
}

export type Http = {
  readonly fastify: FastifyInstance
  /** Listens and answers `http://host:port`; rejects with the system's error (EADDRINUSE) when the port is taken. */
  listen(): Promise<string>
  close(): Promise<void>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

export async function openHttp(deps: HttpDeps): Promise<Http> {
  const { clock, chance, log } = deps
  const patience = deps.patience ?? { headersMs: 5 * SECOND, requestMs: 15 * SECOND }
  const fastify = Fastify({
    logger: false,
    // Short intervals, so that a client that sends a byte a minute is gone within seconds and not within half a minute.
    http: {
      headersTimeout: patience.headersMs,
      connectionsCheckingInterval: Math.min(1000, patience.headersMs),
      maxHeaderSize: 16_384,
    },
    requestTimeout: patience.requestMs,
    keepAliveTimeout: 60 * SECOND,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    bodyLimit: 65_536,
    // A hundred places of a question to the roads stand in one; every parameter has its schema behind it.
    routerOptions: { maxParamLength: 4_096 },
    trustProxy: deps.trustProxy ? [...deps.trustProxy] : false,
    genReqId: (request) => {
      const given = request.headers['correlation-id']
      return typeof given === 'string' && UUID.test(given) ? given.toLowerCase() : uuidv7(clock(), chance(10))
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, uuidv7(clock(), chance(10))),
  })
  fastify.decorateRequest('knocker')
  fastify.decorateRequest('raw8')

  fastify.addHook('onRequest', async (request, reply) => {
    request.knocker = NOBODY
    request.raw8 = NO_BYTES
    reply.header('correlation-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  // The route's pattern, never the address: addresses hold identifiers and queries.
  fastify.addHook('onResponse', async (request, reply) => {
    const seen = {
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    }
    deps.observe?.(seen)
    const line = { correlation: request.id, by: request.knocker.id, ...seen }
    if (reply.statusCode >= 500) log.error(line, 'answered')
    else if (reply.statusCode >= 400) log.info(line, 'answered')
    else log.debug(line, 'answered')
  })
  await fastify.register(fastifyHelmet, securityHeaders(deps.publicOrigins))

  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.raw8 = asBytes(body)
    try {
      done(null, JSON.parse(body.toString()))
    } catch {
      done(new Refused('bad-json'))
    }
  })
  fastify.addContentTypeParser(
    // What is no JSON goes to its door as it came: pictures, and XML, which only the door that knows its schema may read.
    [
      'image/jpeg',
      'application/octet-stream',
      'application/cap+xml',
      'application/xml',
      'text/xml',
      'application/x-www-form-urlencoded',
    ],
    { parseAs: 'buffer' },
    (request, body, done) => {
      request.raw8 = asBytes(body)
      done(null, body)
    },
  )

  fastify.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    const refused = error instanceof Refused ? error : refusalOf(error)
    if (refused.status >= 500)
      log.error({ correlation: request.id, route: request.routeOptions.url, err: error }, 'failed')
    reply.headers(refused.headers)
    return send(reply, { status: refused.status, problem: refused.problem }, request.id)
  })
  const paths = deps.doors.map((door) => ({ method: door.method, pattern: patternOf(door.path) }))
  fastify.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const methods = [...new Set(paths.filter((door) => door.pattern.test(path)).map((door) => door.method))]
    const known = methods.length > 0
    if (known) reply.header('allow', methods.join(', '))
    return send(
      reply,
      known
        ? { status: 405, problem: { refusal: 'method-not-allowed' } }
        : { status: 404, problem: { refusal: 'not-found' } },
      request.id,
    )
  })

  const origins = openOrigins(deps.publicOrigins)
  const pace = openPace(clock, { burst: 100, perSecond: 5, addresses: 10_000 })
  for (const door of deps.doors) hang(fastify, door, { ...deps, origins, pace })
  if (deps.staticFolder) await consoleFiles(fastify, deps.staticFolder)
  const { upgrade } = deps
  if (upgrade) fastify.server.on('upgrade', upgrade)

  return {
    fastify,
    listen: () => fastify.listen({ host: deps.listen.host, port: deps.listen.port }),
    /** What is under way may finish, but a picture stream or a hung client does not hold the door open. */
    close: async () => {
      const last = setTimeout(() => fastify.server.closeAllConnections(), 2 * SECOND)
      await fastify.close()
      clearTimeout(last)
    },
  }
}

const asBytes = (body: string | Buffer): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)

/** `/api/warnings/:id` → a pattern of whole addresses. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}$`)
}

const BY_CODE: Readonly<Record<string, HttpRefusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
  FST_ERR_BAD_URL: 'bad-request',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
}

/** What the library refuses gets our word; everything else is a bug of ours and says nothing of its inside. */
function refusalOf(error: FastifyError): Refused {
  const known = BY_CODE[error.code]
  if (known) return new Refused(known)
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new Refused('bad-request')
  return new Refused('bug')
}

/** Below HTTP there is no reply to send: the problem is written by hand and the connection is closed. */
function refuseConnection(error: Error & { code?: string }, socket: Socket, correlation: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const refusal: HttpRefusal =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 'too-slow'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 'headers-too-large'
        : 'bad-request'
  const status = HTTP_PROBLEMS[refusal][0]
  const body = problemBody(status, { refusal }, correlation)
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
