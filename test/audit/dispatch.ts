/** Knocks at the doors of warnings, incidents and orders. */
import { createHmac, randomUUID } from 'node:crypto'
import { mosaic } from '../../src/dispatch/picture/jpeg.fixture.ts'
import { HERE, SECRET, text } from '../audit-centre.ts'
import type { Part } from './room.ts'

export const dispatchSamples: Part = async ({
  as,
  at,
  deadLetter,
  done,
  duty,
  incident,
  jpeg,
  order,
  raised,
  sensor,
  still,
  warning,
}) => [
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
    door: 'POST /api/orders/:id/pictures',
    as: as('field-officer'),
    ask: async () => {
      const path = `/api/orders/${(await order('traffic-police')).order}`
      await done('POST', { path: `${path}/answers`, body: { answer: 'signed-for' } }, as('field-officer'))
      return { path: `${path}/pictures?at=${Date.now()}`, body: mosaic(16, 8, () => 90) }
    },
    expect: 201,
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
]
