/** Hangs one door into Fastify: who knocks is checked before the body is read, then the schemas, then the door answers. */
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Door, Reply } from '../../access/door.ts'
import { type Authorise, CENTRE } from '../../access/policy.ts'
import type { Principal } from '../../access/roles.ts'
import { id } from '../../core/ids.ts'
import { type Clock, SECOND } from '../../core/time.ts'
import type { Origins } from './origin.ts'
import type { Pace } from './pace.ts'
import { fieldErrors, PROBLEM_MEDIA_TYPE, problemBody, Refused } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    knocker: Principal
    raw8: Uint8Array
  }
}

export type Headers = Readonly<Record<string, string | undefined>>
/** The person of a session cookie, or the machine of a token; null: nobody that is known. */
export type Resolve = (knock: 'signed-in' | 'machine', headers: Headers) => Promise<Principal | null>

export type HangDeps = {
  readonly resolvePrincipal: Resolve
  readonly authorise: Authorise
  readonly clock: Clock
  readonly origins: Origins
  /** For doors that anyone may knock at. */
  readonly pace: Pace
  readonly answerWithinMs?: number
}

export const NOBODY: Principal = { id: id<'person'>('nobody'), role: 'machine', name: { zh: '未登录', en: 'nobody' } }
export const NO_BYTES = new Uint8Array(0)
const uuid = z.uuid()

export function flatHeaders(request: FastifyRequest): Headers {
  const flat: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers))
    flat[name] = Array.isArray(value) ? value.join(', ') : value
  return flat
}

export function hang(fastify: FastifyInstance, door: Door, deps: HangDeps): void {
  fastify.route({
    method: door.method,
    url: door.path,
    // Watchers of health ask by HEAD; a look that leaves a trace is asked for by GET.
    exposeHeadRoute: door.method === 'GET' && door.trace.leaves === 'none',
    bodyLimit: Math.max(1, door.maxBodyBytes),
    // Headers for browsers are of no use to machines, and at the position door they cost more than the report.
    ...(door.knock === 'machine' ? { helmet: false } : {}),
    onRequest: (request) => knock(request, door, deps),
    handler: async (request, reply) => send(reply, await answered(request, door, deps), request.id),
  })
}

/** Refuses before a byte of the body is read. */
async function knock(request: FastifyRequest, door: Door, deps: HangDeps): Promise<void> {
  const headers = flatHeaders(request)
  const changes = door.method !== 'GET'
  if (changes && (door.command || (door.knock !== 'machine' && door.knock !== 'signed'))) {
    const needed = door.command || door.knock === 'signed-in'
    if (!deps.origins.allows(headers.origin, needed)) throw new Refused('wrong-origin')
  }
  if (door.knock === 'anyone') {
    const seconds = changes ? deps.pace.take(request.ip) : 0
    if (seconds > 0) throw new Refused('too-many', { headers: { 'retry-after': String(seconds) } })
    request.knocker = NOBODY
  } else if (door.knock !== 'signed') {
    const principal = await deps.resolvePrincipal(door.knock, headers)
    if (!principal)
      throw door.knock === 'machine'
        ? new Refused('token-unknown', { headers: { 'www-authenticate': 'Bearer' } })
        : new Refused('not-signed-in')
    request.knocker = principal
  }
  if (door.act && door.knock !== 'anyone' && door.knock !== 'signed') {
    const decision = deps.authorise(request.knocker, door.act, CENTRE)
    if (!decision.allowed)
      throw new Refused('not-allowed', {
        detail: decision.by.length > 0 ? `refused by ${decision.by.join(', ')}` : `no policy permits ${door.act}`,
      })
  }
  if (door.command && !uuid.safeParse(headers['idempotency-key']).success)
    throw new Refused('idempotency-key-needed', {
      errors: [{ pointer: '/header/Idempotency-Key', detail: 'a UUID is needed' }],
    })
}

async function answered(request: FastifyRequest, door: Door, deps: HangDeps): Promise<Reply> {
  const params = door.params.safeParse(request.params)
  // An address whose parts cannot be read is an address where nothing is.
  if (!params.success) throw new Refused('not-found')
  const query = door.query.safeParse(request.query)
  if (!query.success) throw new Refused('bad-input', { errors: fieldErrors(query.error, ['query']) })
  const body = door.body.safeParse(request.body)
  if (!body.success) {
    const type = request.headers['content-type'] ?? ''
    if (type !== '' && !type.startsWith('application/json')) throw new Refused('media-type')
    throw new Refused('bad-input', { errors: fieldErrors(body.error) })
  }
  const headers = flatHeaders(request)
  const call = {
    principal: request.knocker,
    params: params.data,
    query: query.data,
    body: body.data,
    at: deps.clock(),
    correlation: request.id,
    idempotencyKey: headers['idempotency-key'] ?? '',
    bodyHash: hash('sha256', request.raw8, 'hex'),
    rawBody: request.raw8,
    headers,
    from: request.ip,
  }
  return within(deps.answerWithinMs ?? 20 * SECOND, door.answer(call))
}

/** A command that answers too late may still have been done: the same Idempotency-Key tells when it is sent again. */
function within(ms: number, answer: Promise<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Refused('busy', { headers: { 'retry-after': '1' } })), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

export function send(reply: FastifyReply, answer: Reply, correlation: string): FastifyReply {
  reply.code(answer.status)
  if ('headers' in answer && answer.headers) reply.headers(answer.headers)
  if ('problem' in answer)
    return reply.type(PROBLEM_MEDIA_TYPE).send(problemBody(answer.status, answer.problem, correlation))
  if ('json' in answer) return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.json))
  if ('bytes' in answer) return reply.type(answer.mediaType).send(Buffer.from(answer.bytes))
  return reply.type(answer.mediaType).send(Readable.from(answer.stream, { objectMode: false, highWaterMark: 1 << 16 }))
}
