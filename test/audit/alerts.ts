/** Knocks at the doors of alerts and road messages. */
import { randomUUID } from 'node:crypto'
import { HERE, text } from '../audit-centre.ts'
import type { Part } from './room.ts'

const capTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}-00:00`

export const alertSamples: Part = async ({ at, done, duty, sensor }) => {
  const alert = () => ({
    identifier: randomUUID(),
    sender: 'weather.example',
    sent: capTime(Date.now()),
    status: 'Actual',
    msgType: 'Alert',
    scope: 'Public',
    info: [
      {
        category: ['Met'],
        event: 'Gale',
        urgency: 'Expected',
        severity: 'Severe',
        certainty: 'Likely',
        area: [{ areaDesc: 'Hecheng', circle: [`${HERE[1]},${HERE[0]} 30`] }],
      },
    ],
  })
  async function onRoad(): Promise<string> {
    const place = {
      position: [120.742_68, 30.720_6],
      label: text('K45+300'),
      road: 'S12',
      kilometre: 45.3,
      carriageway: 'up',
    }
    // The door's own answer; the samples need only the id out of it.
    const answer = (await done(
      'POST',
      { path: '/api/incidents', body: { kind: 'collision', priority: 2, place } },
      duty,
    )) as {
      incident: { id: string }
    }
    return answer.incident.id
  }
  async function published(): Promise<{ incident: string; alert: string }> {
    const incident = await onRoad()
    const answer = (await done('POST', { path: `/api/incidents/${incident}/road-message`, body: {} }, duty)) as {
      alert: { id: string }
    }
    return { incident, alert: answer.alert.id }
  }
  return [
    { door: 'POST /api/alerts', as: sensor, ask: async () => ({ path: '/api/alerts', body: alert() }), expect: 201 },
    { door: 'GET /api/alerts', as: duty, ask: at('/api/alerts'), expect: 200 },
    {
      door: 'POST /api/incidents/:id/road-message',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await onRoad()}/road-message`, body: {} }),
      expect: 201,
    },
    {
      door: 'POST /api/incidents/:id/road-message/withdrawal',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${(await published()).incident}/road-message/withdrawal`, body: {} }),
      expect: 200,
    },
    { door: 'GET /public/alerts', as: null, ask: at('/public/alerts'), expect: 200 },
    {
      door: 'GET /public/alerts/:id',
      as: null,
      ask: async () => ({ path: `/public/alerts/${(await published()).alert}` }),
      expect: 200,
    },
  ]
}
