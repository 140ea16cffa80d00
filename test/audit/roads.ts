/** Knocks at the doors of the roads: questions in OSRM's shape, places, and what holds now. */
import type { Sample } from '../audit-coverage.ts'
import type { Part } from './room.ts'

const HOUR = 3_600_000
/** On S12 of the simulated city, at its kilometres 44 and 47, up. */
const TRACK = '120.7305,30.7197;120.7611,30.7262'

export const roadSamples: Part = async ({ at, done, duty, order }) => {
  const closure = () => ({
    stretch: { by: 'kilometres', road: 'S12', carriageway: 'up', fromKm: 44, toKm: 46 },
    holds: { state: 'closed', passable: true },
    reason: 'lorry on its side',
    until: Date.now() + HOUR,
  })
  async function said(): Promise<string> {
    // The door's own answer; the samples need only the id out of it.
    const answer = (await done('POST', { path: '/api/roads/conditions', body: closure() }, duty)) as {
      condition: { id: string }
    }
    return answer.condition.id
  }
  return [
    ...['route', 'table', 'match'].map(
      (service): Sample => ({
        door: `GET /osrm/${service}/v1/:profile/:coordinates`,
        as: duty,
        ask: at(`/osrm/${service}/v1/car/${TRACK}`),
        expect: 200,
      }),
    ),
    {
      door: 'GET /osrm/nearest/v1/:profile/:coordinates',
      as: duty,
      ask: at('/osrm/nearest/v1/car/120.7305,30.7197'),
      expect: 200,
    },
    {
      door: 'GET /api/orders/:id/way',
      as: duty,
      ask: async () => ({ path: `/api/orders/${(await order('traffic-police')).order}/way` }),
      expect: 200,
    },
    { door: 'GET /api/roads/reach', as: duty, ask: at('/api/roads/reach?lon=120.7305&lat=30.7197'), expect: 200 },
    { door: 'GET /api/places', as: duty, ask: at('/api/places?q=S12%20K45'), expect: 200 },
    { door: 'GET /api/places/at', as: duty, ask: at('/api/places/at?lon=120.7305&lat=30.7197'), expect: 200 },
    { door: 'GET /api/roads/conditions', as: duty, ask: at('/api/roads/conditions'), expect: 200 },
    {
      door: 'POST /api/roads/conditions',
      as: duty,
      ask: async () => ({ path: '/api/roads/conditions', body: closure() }),
      expect: 201,
    },
    {
      door: 'POST /api/roads/conditions/:id/lift',
      as: duty,
      ask: async () => ({ path: `/api/roads/conditions/${await said()}/lift`, body: {} }),
      expect: 200,
    },
  ]
}
