/** The doors of dispatch over real HTTP, with the real policies and a database of their own; who knocks stands in a header. */
import assert from 'node:assert/strict'
import pino from 'pino'
import { openPolicies } from '../../src/access/io/cedar.ts'
import type { Principal, Role } from '../../src/access/roles.ts'
import { id } from '../../src/core/ids.ts'
import type { Incident } from '../../src/dispatch/incident.ts'
import type { MailServer } from '../../src/dispatch/io/given.ts'
import { openStage, type Stage, uuid } from '../../src/dispatch/io/stage.ts'
import type { Order } from '../../src/dispatch/order.ts'
import { seedPlans } from '../../src/dispatch/plans/io/plans.ts'
import type { ProposalLine } from '../../src/dispatch/recommend/propose.ts'
import { dispatchDoors } from '../../src/dispatch/routes.ts'
import { AMBULANCE, POLICE, RESCUE, raised } from '../../src/dispatch/samples.ts'
import type { Warning } from '../../src/dispatch/warning.ts'
import type { Database } from '../../src/journal/io/database.ts'
import { openHttp } from '../../src/server/http/server.ts'
import { everythingSeen, freshDatabase } from '../database.ts'

const ORIGIN = 'http://localhost:8080'
export const SECRETS = new Map(
  [POLICE, RESCUE].map((agency) => [
    agency,
    { url: 'http://127.0.0.1:9/', secret: `secret of ${agency}, long enough` },
  ]),
)
const person = (key: string, role: Role, bound: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(key),
  role,
  name: { zh: key, en: key },
  ...bound,
})
const WHO: Readonly<Record<string, Principal>> = {
  officer: person('wang-min', 'duty-officer'),
  supervisor: person('zhou-lei', 'supervisor'),
  rescue: person('rescue-desk', 'agency-user', { agency: RESCUE }),
  ambulance: person('ambulance-desk', 'agency-user', { agency: AMBULANCE }),
  crew: person('chen-hao', 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-07') }),
  otherCrew: person('liu', 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-08') }),
  auditor: person('auditor', 'auditor'),
  camera: person('S12-K45-up', 'machine'),
  otherCamera: person('S12-K46-up', 'machine'),
}

/** What the doors may tell; each test looks at what its door promises. */
type Told = {
  readonly id?: string
  readonly refusal?: string
  readonly detail?: string
  readonly correlation?: string
  readonly incident?: Incident
  readonly order?: Order
  readonly orders?: readonly Order[]
  readonly warnings?: readonly Warning[]
  readonly incidents?: readonly Incident[]
  readonly lines?: readonly ProposalLine[]
}
export type Answer = { readonly status: number; readonly json: Told; readonly text: string }

export type Room = {
  readonly stage: Stage
  readonly database: Database
  ask(
    method: 'GET' | 'POST',
    url: string,
    who: keyof typeof WHO | null,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** What a door answers in bytes. */
  raw(
    url: string,
    who: keyof typeof WHO,
  ): Promise<{ readonly status: number; readonly type: string; readonly bytes: Buffer }>
  /** A warning of the camera as it goes over the wire. */
  warning(change?: object): { readonly id: string } & Readonly<Record<string, unknown>>
  openIncident(): Promise<string>
  /** One act that orders these agencies. */
  openOrders(...agencies: readonly string[]): Promise<readonly Order[]>
  oneOrder(agency: string): Promise<Order>
  close(): Promise<void>
}

export async function openRoom(
  reach: Parameters<typeof openStage>[1] = SECRETS,
  mail: MailServer | null = null,
): Promise<Room> {
  const fresh = await freshDatabase()
  const stage = openStage(fresh.database, reach, (await openPolicies()).authorise, mail)
  const http = await openHttp({
    doors: dispatchDoors(stage.given),
    resolvePrincipal: async (_knock, headers) => WHO[headers['test-person'] ?? ''] ?? null,
    authorise: stage.given.access.authorise,
    listen: { host: '127.0.0.1', port: 0 },
    publicOrigins: [ORIGIN],
    staticFolder: null,
    clock: stage.given.clock,
    chance: stage.given.chance,
    log: pino({ level: 'silent' }),
  })
  await http.fastify.ready()
  await seedPlans(stage.given)

  async function ask(
    method: 'GET' | 'POST',
    url: string,
    who: keyof typeof WHO | null,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    // What is read is what the whole server lets a reader see.
    if (method === 'GET') await everythingSeen(fresh.database)
    const answer = await http.fastify.inject({
      method,
      url,
      headers: {
        ...(who === null ? {} : { 'test-person': String(who) }),
        ...(method === 'POST' ? { origin: ORIGIN, 'idempotency-key': uuid() } : {}),
        ...(body === undefined || body instanceof Buffer ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body instanceof Buffer ? body : JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, json: isJson ? answer.json() : {}, text: answer.body }
  }

  async function raw(url: string, who: keyof typeof WHO) {
    await everythingSeen(fresh.database)
    const answer = await http.fastify.inject({ method: 'GET', url, headers: { 'test-person': String(who) } })
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type']),
      bytes: answer.rawPayload,
    }
  }

  const warning = (change: object = {}) => ({
    id: uuid(),
    ...raised({ onsetAt: stage.now() - 9_000, observedAt: stage.now() - 1_000 }),
    ...change,
  })

  async function openIncident(): Promise<string> {
    const body = warning()
    assert.equal((await ask('POST', '/api/warnings', 'camera', body)).status, 201)
    const judged = await ask('POST', `/api/warnings/${body.id}/verdict`, 'officer', {
      verdict: 'true',
      incident: { kind: 'medical-emergency', priority: 1 },
    })
    assert.equal(judged.status, 200, judged.text)
    return judged.json.incident?.id ?? ''
  }

  async function openOrders(...agencies: readonly string[]): Promise<readonly Order[]> {
    const sends = agencies.map((agency) => ({ agency, unit: null }))
    const sent = await ask('POST', `/api/incidents/${await openIncident()}/orders`, 'officer', { plan: null, sends })
    assert.equal(sent.status, 201, sent.text)
    return sent.json.orders ?? []
  }

  async function oneOrder(agency: string): Promise<Order> {
    const [one] = await openOrders(agency)
    assert.ok(one)
    return one
  }

  return {
    stage,
    database: fresh.database,
    ask,
    raw,
    warning,
    openIncident,
    openOrders,
    oneOrder,
    close: () => http.close(),
  }
}
