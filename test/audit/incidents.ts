/** Knocks at the doors by which incidents are corrected, merged, offered and reopened, and crews called back. */
import { HERE, text } from '../audit-centre.ts'
import type { Part } from './room.ts'

export const incidentSamples: Part = async ({ done, duty, incident, order }) => {
  const on = (part: string, body: unknown) => async () => ({ path: `/api/incidents/${await incident()}/${part}`, body })
  return [
    {
      door: 'POST /api/incidents/:id/amendments',
      as: duty,
      ask: on('amendments', {
        amendment: { place: { position: HERE, label: text('K45+400'), lane: 'lane 2' } },
        was: { place: { position: HERE, label: text('K45+300') } },
      }),
      expect: 200,
    },
    { door: 'POST /api/incidents/:id/notes', as: duty, ask: on('notes', { text: 'the gate is open' }), expect: 201 },
    {
      door: 'POST /api/incidents/:id/reports',
      as: duty,
      ask: on('reports', { caller: { name: 'Somebody', phone: '000' } }),
      expect: 201,
    },
    {
      door: 'POST /api/incidents/:id/reports/:report/removal',
      as: duty,
      ask: async () => {
        const running = await incident()
        // The door's own answer; the sample needs only the id out of it.
        const joined = (await done('POST', { path: `/api/incidents/${running}/reports`, body: {} }, duty)) as {
          incident: { reports: { id: string }[] }
        }
        return { path: `/api/incidents/${running}/reports/${joined.incident.reports[0]?.id}/removal`, body: {} }
      },
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/reopening',
      as: duty,
      ask: async () => {
        const path = `/api/incidents/${await incident()}`
        await done('POST', { path: `${path}/closure`, body: { outcome: 'resolved' } }, duty)
        return { path: `${path}/reopening`, body: {} }
      },
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/merger',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/merger`, body: { into: await incident() } }),
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/merger/withdrawal',
      as: duty,
      ask: async () => {
        const path = `/api/incidents/${await incident()}/merger`
        await done('POST', { path, body: { into: await incident() } }, duty)
        return { path: `${path}/withdrawal`, body: {} }
      },
      expect: 200,
    },
    { door: 'POST /api/incidents/:id/offer', as: duty, ask: on('offer', { to: 'road-rescue' }), expect: 201 },
    {
      door: 'POST /api/orders/:id/swap',
      as: duty,
      ask: async () => ({
        path: `/api/orders/${(await order('traffic-police')).order}/swap`,
        body: { unit: 'tp-07' },
      }),
      expect: 201,
    },
    {
      door: 'POST /api/orders/:id/recall',
      as: duty,
      ask: async () => ({
        path: `/api/orders/${(await order('road-rescue')).order}/recall`,
        body: { because: 'stood-down' },
      }),
      expect: 200,
    },
  ]
}
