/** A knocker of every role and a sample for every door of the audited centre. */
import { createHash, randomUUID } from 'node:crypto'
import { ROLES, type Role } from '../src/access/roles.ts'
import { id } from '../src/core/ids.ts'
import { alertSamples } from './audit/alerts.ts'
import { cameraSamples } from './audit/cameras.ts'
import { dispatchSamples } from './audit/dispatch.ts'
import { incidentSamples } from './audit/incidents.ts'
import { laterSamples } from './audit/later.ts'
import { noteSamples } from './audit/notes.ts'
import { partnerSamples } from './audit/partners.ts'
import { planSamples } from './audit/plans.ts'
import { pushSamples } from './audit/push.ts'
import { replaySamples } from './audit/replay.ts'
import { roadSamples } from './audit/roads.ts'
import type { AuditRoom, KeptEvidence, Part } from './audit/room.ts'
import { shiftSamples } from './audit/shift.ts'
import { wallSamples } from './audit/wall.ts'
import { HERE, opener, PEOPLE, RADAR_TOKEN, SENSOR_TOKEN, text, UNIT_TOKEN } from './audit-centre.ts'
import type { Asked, Knocker, OpenDoor, Sample } from './audit-coverage.ts'

/** Each knocks at the doors of one part of the house. */
const PARTS: readonly Part[] = [
  roadSamples,
  dispatchSamples,
  incidentSamples,
  noteSamples,
  laterSamples,
  wallSamples,
  shiftSamples,
  cameraSamples,
  replaySamples,
  alertSamples,
  partnerSamples,
  planSamples,
  pushSamples,
]

export type Bench = {
  readonly url: string
  readonly open: OpenDoor
  readonly everybody: readonly Knocker[]
  readonly samples: readonly Sample[]
}

/** Signs in as everybody; `jpeg` is any picture. */
export async function openBench(
  url: string,
  jpeg: Uint8Array,
  addAdministrator: () => Promise<{ name: string; password: string; id: string }>,
  keepEvidence: () => Promise<KeptEvidence>,
): Promise<Bench> {
  const open = opener(url)

  async function enter(person: string): Promise<Knocker> {
    const response = await fetch(`${url}/api/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ person }),
    })
    const cookie = response.headers.get('set-cookie')?.split(';')[0]
    const known = PEOPLE.find((one) => one.id === person)
    if (!cookie || !known) throw new Error(`${person} could not sign in: ${response.status}`)
    const { role, ...binding } = known
    return {
      principal: {
        id: id<'person'>(person),
        role,
        name: text(person),
        ...('agency' in binding ? { agency: id<'agency'>(binding.agency) } : {}),
        ...('unit' in binding ? { unit: id<'unit'>(binding.unit) } : {}),
      },
      headers: { cookie },
    }
  }
  const machine = (name: string, token: string): Knocker => ({
    principal: { id: id<'person'>(name), role: 'machine', name: text(name) },
    headers: { authorization: `Bearer ${token}` },
  })

  const byRole = new Map<Role, Knocker>()
  for (const { id: person, role } of PEOPLE) byRole.set(role, await enter(person))
  const sensor = machine('cam-1', SENSOR_TOKEN)
  const terminal = machine('tp-07', UNIT_TOKEN)
  const radar = machine('radar-1', RADAR_TOKEN)
  byRole.set('machine', sensor)
  const as = (role: Role): Knocker => {
    const knocker = byRole.get(role)
    if (!knocker) throw new Error(`nobody is a ${role}`)
    return knocker
  }

  async function done(method: string, asked: Asked, who: Knocker): Promise<unknown> {
    const answer = await open(method, asked, who)
    if (answer.status >= 300) throw new Error(`${method} ${asked.path}: ${answer.status} ${answer.text}`)
    return JSON.parse(answer.text)
  }
  const still = createHash('sha256').update(jpeg).digest('hex')
  const raised = (key: string) => ({
    id: key,
    kind: 'stopped-vehicle',
    source: { kind: 'camera', id: 'cam-1', label: text('K45+300') },
    place: { position: HERE, label: text('K45+300') },
    grade: 'A',
    reason: text('stands on the hard shoulder'),
    hazardLights: true,
    onsetAt: Date.now() - 2_000,
    observedAt: Date.now() - 1_000,
    still,
  })
  const duty = as('duty-officer')

  async function warning(): Promise<string> {
    const key = randomUUID()
    await done('POST', { path: '/api/warnings', body: raised(key) }, sensor)
    return key
  }
  async function incident(): Promise<string> {
    const body = {
      kind: 'medical-emergency',
      priority: 1,
      place: { position: HERE, label: text('K45+300') },
      caller: { name: 'Somebody', phone: '000' },
    }
    // The door's own answer; the samples need only the id out of it.
    const answer = (await done('POST', { path: '/api/incidents', body }, duty)) as { incident: { id: string } }
    return answer.incident.id
  }
  async function order(agency: string): Promise<{ incident: string; order: string }> {
    const running = await incident()
    const body = { plan: null, sends: [{ agency, unit: null }] }
    const answer = (await done('POST', { path: `/api/incidents/${running}/orders`, body }, duty)) as {
      orders: { id: string }[]
    }
    return { incident: running, order: answer.orders[0]?.id ?? '' }
  }
  /** An order that the agency's system has said no to. */
  async function deadLetter(): Promise<string> {
    const sent = await order('ambulance-120')
    for (let round = 0; round < 100; round++) {
      const board = (await done('GET', { path: '/api/board' }, duty)) as {
        orders: { id: string; line: { state: string } }[]
      }
      if (board.orders.find((one) => one.id === sent.order)?.line.state === 'dead') return sent.order
      await new Promise((wake) => setTimeout(wake, 50))
    }
    throw new Error(`order ${sent.order} never became a dead letter`)
  }
  /** Once the camera has shown its first picture. */
  const picture = (form: string) => async (): Promise<Asked> => {
    for (let round = 0; round < 150; round++) {
      const first = await open('GET', { path: '/api/cameras/cam-1/still.jpg' }, as('supervisor'))
      if (first.status === 200) return { path: `/api/cameras/cam-1/${form}` }
      await new Promise((wake) => setTimeout(wake, 100))
    }
    throw new Error('the camera never showed a picture')
  }
  const administrator = await addAdministrator()
  const at =
    (path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => async (): Promise<Asked> => ({
      path,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    })

  const samples: Sample[] = [
    {
      door: 'POST /api/sign-in',
      as: null,
      names: administrator.id,
      ask: at('/api/sign-in', { name: administrator.name, password: administrator.password }),
      expect: 200,
    },
    { door: 'GET /api/demo/people', as: null, ask: at('/api/demo/people'), expect: 200 },
    {
      door: 'POST /api/demo/sign-in',
      as: null,
      names: 'station',
      ask: at('/api/demo/sign-in', { person: 'station' }),
      expect: 200,
    },
    { door: 'POST /api/sign-out', as: await enter('station'), ask: at('/api/sign-out'), expect: 200 },
    { door: 'GET /api/me', as: duty, ask: at('/api/me'), expect: 200 },
    { door: 'GET /api/look-ups', as: as('auditor'), ask: at('/api/look-ups'), expect: 200 },
    {
      door: 'POST /api/people',
      as: as('administrator'),
      ask: at('/api/people', {
        signInName: 'somebody-new',
        name: text('Somebody'),
        role: 'auditor',
        password: 'correct horse battery',
      }),
      expect: 201,
    },
    ...(['auditor', 'administrator'] as const).map(
      (role): Sample => ({
        door: 'GET /api/journal/export',
        as: as(role),
        ask: at('/api/journal/export'),
        expect: 200,
      }),
    ),
    ...(['duty-officer', 'agency-user', 'field-officer', 'station-officer'] as const).map(
      (role): Sample => ({ door: 'GET /api/board', as: as(role), ask: at('/api/board'), expect: 200 }),
    ),
    { door: 'GET /api/reference', as: duty, ask: at('/api/reference'), expect: 200 },
    { door: 'GET /api/map', as: duty, ask: at('/api/map'), expect: 200 },
    {
      door: 'POST /api/roadside/tracks',
      as: radar,
      ask: async () => ({
        path: '/api/roadside/tracks',
        body: { v: 1, frames: [{ at: Date.now(), tracks: [{ id: 7, position: HERE, speedMs: 24 }] }] },
      }),
      expect: 200,
    },
    {
      door: 'POST /positions',
      as: terminal,
      ask: async () => ({
        path: '/positions',
        body: { _type: 'location', lat: HERE[1], lon: HERE[0], tst: Math.floor(Date.now() / 1000) },
      }),
      expect: 200,
    },
    {
      door: 'GET /positions',
      as: terminal,
      ask: async () => ({
        path: `/positions?id=tp-07&lat=${HERE[1]}&lon=${HERE[0]}&timestamp=${Math.floor(Date.now() / 1000)}`,
      }),
      expect: 200,
    },
    ...['/livez', '/readyz', '/metrics'].map(
      (path): Sample => ({ door: `GET ${path}`, as: null, ask: at(path), expect: 200 }),
    ),
  ]
  const room: AuditRoom = {
    ...{ open, enter, as, at, done, sensor, duty, jpeg, still, raised, warning, incident, order, deadLetter, picture },
    keepEvidence,
  }
  for (const part of PARTS) samples.push(...(await part(room)))
  return { url, open, everybody: ROLES.map(as), samples }
}
