/** A centre for the tests of this floor: a real database and journal, a clock that the test turns, and agencies that answer over real HTTP. */
import { hash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Access, Look } from '../../access/access.ts'
import type { Principal } from '../../access/roles.ts'
import { type AgencyId, id } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Command } from '../../journal/command.ts'
import type { Database } from '../../journal/io/database.ts'
import { openJournal } from '../../journal/io/log.ts'
import { boxAround } from '../exchange/shape.ts'
import type { PlanRule } from '../plan.ts'
import type { UnitAt } from '../recommend/readiness.ts'
import { USUAL_ROTATION } from '../recommend/rotation.ts'
import { TARGETS } from '../report/targets.ts'
import { AGENCIES, AMBULANCE, MORNING, needs, OPERATOR, POLICE, RESCUE, raised, SHOULDER, unit } from '../samples.ts'
import { type OrderMessage, orderMessage, withdrawalMessage } from '../wire.ts'
import type { Webhook } from './agencies/webhook.ts'
import type { Centre, Given, MailServer, Reach } from './given.ts'

export const OFFICER: Principal = {
  id: id<'person'>('wang-min'),
  role: 'duty-officer',
  name: { zh: '王敏', en: 'Wang Min' },
}

/** An agency's own system: counts what it gets, answers with `status`, or hangs. */
export type TestAgency = {
  readonly webhook: Webhook
  readonly received: {
    readonly message: OrderMessage
    readonly key: string
    readonly signature: string
    readonly body: string
  }[]
  /** Orders that it was told are withdrawn, as often as it was told. */
  readonly withdrawn: string[]
  status: number | 'silent'
  body: string
  headers: Record<string, string>
  close(): Promise<void>
}

export async function openAgency(): Promise<TestAgency> {
  const agency: { -readonly [K in keyof TestAgency]: TestAgency[K] } = {
    webhook: { via: 'webhook', url: '', secret: randomBytes(16).toString('hex') },
    received: [],
    withdrawn: [],
    status: 200,
    body: '{"receipt":"ok"}',
    headers: {},
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (agency.status === 'silent') return
      const body = Buffer.concat(parts).toString('utf8')
      const told = withdrawalMessage.safeParse(JSON.parse(body))
      if (told.success) agency.withdrawn.push(told.data.withdrawn)
      else
        agency.received.push({
          message: orderMessage.parse(JSON.parse(body)),
          key: String(request.headers['idempotency-key']),
          signature: String(request.headers['firstminute-signature']),
          body,
        })
      response.writeHead(agency.status, { 'content-type': 'application/json', ...agency.headers }).end(agency.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  agency.webhook = { ...agency.webhook, url: `http://127.0.0.1:${port}/orders` }
  return agency
}

export const JOINT: PlanRule = {
  id: 's12-joint',
  name: { zh: 'S12 联动', en: 'S12 joint' },
  kinds: ['medical-emergency', 'stopped-vehicle'],
  priorities: [1, 2],
  sections: [{ road: 'S12', fromKm: 40, toKm: 52 }],
  areas: [],
  times: [],
  sends: [needs(POLICE, 'patrol-car'), needs(RESCUE, 'tow-truck'), needs(AMBULANCE, 'ambulance')],
}

export type Stage = {
  readonly given: Given
  readonly looks: Look[]
  readonly woken: AgencyId[]
  manned: boolean
  units: readonly UnitAt[]
  now(): number
  turn(ms: number): void
  /** A command of the duty officer, each with a key of its own unless one is given. */
  command(key?: string): Command
  raising(): { readonly id: ReturnType<typeof id<'warning'>>; readonly raised: ReturnType<typeof raised> } & Pick<
    Command,
    'by' | 'at' | 'correlation'
  >
}

export function openStage(
  database: Database,
  webhooks: ReadonlyMap<AgencyId, { readonly url: string; readonly secret: string } | Reach> = new Map(),
  authorise: Access['authorise'] = () => ({ allowed: true, by: [] }),
  mail: MailServer | null = null,
): Stage {
  let at = MORNING + 10_000
  const clock = () => at
  const journal = openJournal(database, clock)
  const looks: Look[] = []
  const woken: AgencyId[] = []
  const kept = new Map<string, Readonly<Record<string, string>>>()
  const access: Access = {
    authorise,
    ledger: {
      async lookedUp(_tx, look) {
        looks.push(look)
        return ok(null)
      },
      async reading<T, R extends string>(look: Look, read: Parameters<Access['ledger']['reading']>[1]) {
        if ((look.what.kind === 'caller' || look.what.kind === 'plate') && look.purpose.for !== 'incident')
          return refuse('purpose-needed')
        looks.push(look)
        // The types of `read` are those of the call.
        return (await journal.transact(read)) as Result<T, R>
      },
      async picture(look) {
        looks.push(look)
        return ok(null)
      },
    },
    vault: {
      async put(_tx, subject, particulars) {
        kept.set(subject, particulars)
        return { digest: hash('sha256', subject) }
      },
      async open(_tx, subject) {
        const found = kept.get(subject)
        return found ? ok(found) : refuse('not-in-vault')
      },
      async erase() {
        return ok(null)
      },
    },
  }
  const reach = new Map(
    [...webhooks].map(([agency, to]) => [agency, 'via' in to ? to : { via: 'webhook' as const, ...to }]),
  )
  const centre: Centre = {
    name: { zh: '禾城', en: 'Hecheng' },
    timeZone: 'Asia/Shanghai',
    position: SHOULDER.position,
    area: boxAround([SHOULDER.position], 20_000),
    publicUrl: 'http://127.0.0.1:1',
    agencies: AGENCIES.map((agency) => ({ ...agency, channel: reach.get(agency.id)?.via ?? 'console' })),
    units: [
      unit('tp-07', POLICE, 'patrol-car', 0),
      unit('rr-02', RESCUE, 'tow-truck', 1),
      unit('am-03', AMBULANCE, 'ambulance', 2),
      unit('ro-01', OPERATOR, 'patrol-car', 3),
    ],
    plans: [JOINT],
    targets: TARGETS,
    ground: { areas: [], timeZone: 'Asia/Shanghai', holidays: [] },
    standby: [],
    rotation: USUAL_ROTATION,
    reach,
    mail,
    cameras: [],
    demo: false,
  }
  const stage: Stage = {
    looks,
    woken,
    manned: false,
    units: [],
    now: clock,
    turn(ms) {
      at += ms
    },
    command: (key = randomBytes(8).toString('hex')) => ({
      by: { kind: 'person', id: OFFICER.id, role: OFFICER.role },
      at,
      correlation: 'c-request',
      key,
      asks: 'test',
    }),
    raising: () => ({
      id: id<'warning'>(uuid()),
      raised: raised({ still: 'a'.repeat(64) }),
      by: { kind: 'machine', id: 'S12-K45-up' },
      at,
      correlation: 'c-observation',
    }),
    given: {
      journal,
      database,
      access,
      clock,
      chance: (bytes) => randomBytes(bytes),
      centre,
      unitsNow: () => stage.units,
      travel: null,
      way: null,
      placeIsWrong: () => null,
      trails: async () => [],
      isManned: () => stage.manned,
      wake: (agencies) => {
        woken.push(...agencies)
      },
    },
  }
  return stage
}

export function uuid(): string {
  return crypto.randomUUID()
}
