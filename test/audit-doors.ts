/** A knocker of every role and a sample for every door of the audited centre. */
import { spawnSync } from 'node:child_process'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { ROLES, type Role } from '../src/access/roles.ts'
import { id } from '../src/core/ids.ts'
import { HERE, opener, PEOPLE, RADAR_TOKEN, SECRET, SENSOR_TOKEN, text, UNIT_TOKEN } from './audit-centre.ts'
import type { Asked, Knocker, OpenDoor, Sample } from './audit-coverage.ts'

const WHY = { for: 'case', file: '2026-118' }

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

export type Bench = {
  readonly url: string
  readonly open: OpenDoor
  readonly everybody: readonly Knocker[]
  readonly samples: readonly Sample[]
}

/** A piece of evidence with its clip, a copy that is made and one that waits for a second person. */
export type KeptEvidence = { readonly id: string; readonly made: string; readonly waiting: string }

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

  const samples: readonly Sample[] = [
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
    // This centre has no road network.
    ...['route', 'table', 'nearest', 'match'].map(
      (service): Sample => ({
        door: `GET /osrm/${service}/v1/:profile/:coordinates`,
        as: duty,
        ask: at(`/osrm/${service}/v1/car/120.7,30.7;120.8,30.7`),
        expect: 503,
      }),
    ),
    {
      door: 'POST /api/warnings',
      as: sensor,
      ask: async () => ({ path: '/api/warnings', body: raised(randomUUID()) }),
      expect: 201,
    },
    {
      door: 'POST /api/warnings/:id/still',
      as: sensor,
      ask: async () => ({ path: `/api/warnings/${await warning()}/still`, body: jpeg }),
      expect: 201,
    },
    {
      door: 'POST /api/warnings/:id/verdict',
      as: duty,
      ask: async () => ({ path: `/api/warnings/${await warning()}/verdict`, body: { verdict: 'cannot-tell' } }),
      expect: 200,
    },
    {
      door: 'POST /api/warnings/:id/verdict/withdrawal',
      as: duty,
      ask: async () => {
        const path = `/api/warnings/${await warning()}/verdict`
        await done('POST', { path, body: { verdict: 'false' } }, duty)
        return { path: `${path}/withdrawal`, body: {} }
      },
      expect: 200,
    },
    {
      door: 'GET /api/stills/:sha256',
      as: duty,
      ask: async () => {
        await done('POST', { path: `/api/warnings/${await warning()}/still`, body: jpeg }, sensor)
        return { path: `/api/stills/${still}` }
      },
      expect: 200,
    },
    {
      door: 'POST /api/field/help',
      as: as('field-officer'),
      ask: async () => ({ path: '/api/field/help', body: { at: Date.now() } }),
      expect: 201,
    },
    {
      door: 'POST /api/incidents',
      as: duty,
      ask: at('/api/incidents', { kind: 'other', priority: 3, place: { position: HERE, label: text('K45+300') } }),
      expect: 201,
    },
    {
      door: 'GET /api/incidents/:id/proposal',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/proposal` }),
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/orders',
      as: duty,
      ask: async () => ({
        path: `/api/incidents/${await incident()}/orders`,
        body: { plan: null, sends: [{ agency: 'road-rescue', unit: null }] },
      }),
      expect: 201,
    },
    {
      door: 'POST /api/incidents/:id/closure',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/closure`, body: { outcome: 'resolved' } }),
      expect: 200,
    },
    {
      door: 'GET /api/incidents/:id/timeline',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/timeline` }),
      expect: 200,
    },
    {
      door: 'GET /api/incidents/:id/timeline',
      as: as('auditor'),
      ask: async () => ({ path: `/api/incidents/${await incident()}/timeline`, headers: { purpose: 'audit/2026-17' } }),
      expect: 200,
    },
    {
      door: 'GET /api/incidents/:id/caller',
      as: duty,
      ask: async () => {
        const running = await incident()
        return { path: `/api/incidents/${running}/caller`, headers: { purpose: `incident/${running}` } }
      },
      expect: 200,
    },
    {
      door: 'POST /api/orders/:id/answers',
      as: as('agency-user'),
      ask: async () => ({
        path: `/api/orders/${(await order('road-rescue')).order}/answers`,
        body: { answer: 'signed-for' },
      }),
      expect: 200,
    },
    {
      door: 'POST /api/orders/:id/answers',
      as: as('field-officer'),
      ask: async () => ({
        path: `/api/orders/${(await order('traffic-police')).order}/answers`,
        body: { answer: 'signed-for' },
      }),
      expect: 200,
    },
    {
      door: 'POST /api/orders/:id/resend',
      as: as('supervisor'),
      ask: async () => ({ path: `/api/orders/${await deadLetter()}/resend`, body: {} }),
      expect: 200,
    },
    {
      door: 'POST /api/agencies/:agency/answers',
      as: null,
      names: 'ambulance-120',
      ask: async () => {
        const body = JSON.stringify({
          version: 1,
          id: randomUUID(),
          order: (await order('ambulance-120')).order,
          answer: 'received',
          at: Date.now(),
        })
        const signedAt = Date.now()
        const v1 = createHmac('sha256', SECRET).update(`${signedAt}.${body}`).digest('hex')
        const headers = { 'firstminute-signature': `t=${signedAt},v1=${v1}` }
        return { path: '/api/agencies/ambulance-120/answers', body, headers }
      },
      expect: 200,
    },
    { door: 'GET /api/cameras/:id/still.jpg', as: duty, ask: picture('still.jpg'), expect: 200 },
    ...(['administrator', 'supervisor'] as const).flatMap((role): readonly Sample[] => [
      { door: 'GET /api/cameras', as: as(role), ask: at('/api/cameras'), expect: 200 },
      {
        door: 'GET /api/cameras/:id/calibration',
        as: as(role),
        ask: at('/api/cameras/cam-1/calibration'),
        expect: 200,
      },
      {
        door: 'PUT /api/cameras/:id/calibration',
        as: as(role),
        ask: async () => {
          const now = await open('GET', { path: '/api/cameras/cam-1/calibration' }, as(role))
          // The door's own answer; the sample needs only the version and a drawing that differs.
          const { version } = JSON.parse(now.text) as { version: number }
          const polygon = [
            [version, 0],
            [128, 0],
            [128, 96],
          ]
          const drawing = { view: { width: 128, height: 96 }, zones: [{ kind: 'shoulder', polygon }] }
          return { path: '/api/cameras/cam-1/calibration', body: { base: version, drawing } }
        },
        expect: 200,
      },
    ]),
    {
      door: 'POST /api/cameras/:id/rehearsal',
      as: as('supervisor'),
      ask: at('/api/cameras/cam-1/rehearsal', {
        drawing: {
          view: { width: 128, height: 96 },
          zones: [
            {
              kind: 'shoulder',
              polygon: [
                [0, 0],
                [128, 0],
                [128, 96],
              ],
            },
          ],
        },
      }),
      expect: 200,
    },
    // A raw file is encoded to be shown; without ffmpeg there is no H.264, and the look is on record all the same.
    {
      door: 'GET /api/cameras/:id/video',
      as: await enter('duty'),
      ask: picture('video'),
      expect: hasFfmpeg ? 200 : 409,
    },
    { door: 'GET /api/cameras/:id/ptz', as: await enter('super'), ask: at('/api/cameras/cam-1/ptz'), expect: 200 },
    {
      door: 'GET /api/cameras/:id/ptz/live',
      as: await enter('duty'),
      ask: at('/api/cameras/cam-1/ptz/live'),
      expect: 200,
    },
    {
      door: 'POST /api/cameras/:id/ptz/moves',
      as: duty,
      ask: at('/api/cameras/cam-1/ptz/moves', { kind: 'stop' }),
      expect: 200,
    },
    // Another session: one look at a camera stands for a minute of the same session.
    { door: 'GET /api/cameras/:id/live', as: await enter('duty'), ask: picture('live'), expect: 200 },
    ...(['', '/:id', '/:id/clip.mp4'] as const).map(
      (part): Sample => ({
        door: `GET /api/evidence${part}`,
        as: duty,
        ask: async () => ({ path: `/api/evidence${part.replace(':id', (await keepEvidence()).id)}` }),
        expect: 200,
      }),
    ),
    {
      door: 'POST /api/evidence/:id/hold',
      as: as('supervisor'),
      ask: async () => ({ path: `/api/evidence/${(await keepEvidence()).id}/hold`, body: { why: WHY } }),
      expect: 200,
    },
    {
      door: 'POST /api/evidence/:id/release',
      as: as('supervisor'),
      ask: async () => {
        const path = `/api/evidence/${(await keepEvidence()).id}`
        await done('POST', { path: `${path}/hold`, body: { why: WHY } }, as('supervisor'))
        return { path: `${path}/release`, body: { why: WHY } }
      },
      expect: 200,
    },
    {
      door: 'POST /api/evidence/:id/exports',
      as: duty,
      ask: async () => ({
        path: `/api/evidence/${(await keepEvidence()).id}/exports`,
        body: { form: 'unmasked', why: WHY },
      }),
      expect: 201,
    },
    ...(['approval', 'refusal', 'stop'] as const).map(
      (saying): Sample => ({
        door: `POST /api/evidence/:id/exports/:export/${saying}`,
        as: as('supervisor'),
        ask: async () => {
          const { id: key, waiting } = await keepEvidence()
          return { path: `/api/evidence/${key}/exports/${waiting}/${saying}`, body: {} }
        },
        expect: 200,
      }),
    ),
    ...(['', '/copy.mp4'] as const).map(
      (part): Sample => ({
        door: `GET /api/evidence/:id/exports/:export${part}`,
        as: duty,
        ask: async () => {
          const { id: key, made } = await keepEvidence()
          return { path: `/api/evidence/${key}/exports/${made}${part}` }
        },
        expect: 200,
      }),
    ),
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
  return { url, open, everybody: ROLES.map(as), samples }
}
