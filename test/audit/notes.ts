/** Knocks at the doors of notes on places. */
import { HERE } from '../audit-centre.ts'
import type { Part } from './room.ts'

const DAY = 86_400_000

export const noteSamples: Part = async ({ as, at, done, duty, incident, order }) => {
  const content = (text: string) => ({
    place: { by: 'point', position: HERE, radiusM: 200 },
    kind: 'hazard',
    audience: 'crews',
    text,
    owner: 'road operator',
    reason: 'two mirrors lost',
    reviewAt: Date.now() + DAY,
    expiresAt: Date.now() + 2 * DAY,
  })
  async function note(): Promise<string> {
    // The door's own answer; the samples need only the id out of it.
    const answer = (await done('POST', { path: '/api/notes', body: content('narrow') }, duty)) as {
      note: { id: string }
    }
    return answer.note.id
  }
  return [
    { door: 'POST /api/notes', as: duty, ask: at('/api/notes', content('narrow')), expect: 201 },
    {
      door: 'POST /api/notes/:id/revision',
      as: duty,
      ask: async () => ({ path: `/api/notes/${await note()}/revision`, body: content('very narrow') }),
      expect: 200,
    },
    {
      door: 'POST /api/notes/:id/review',
      as: duty,
      ask: async () => ({ path: `/api/notes/${await note()}/review`, body: { reviewAt: Date.now() + DAY } }),
      expect: 200,
    },
    {
      door: 'POST /api/notes/:id/withdrawal',
      as: duty,
      ask: async () => ({ path: `/api/notes/${await note()}/withdrawal`, body: {} }),
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/methane',
      as: duty,
      ask: async () => ({
        path: `/api/incidents/${await incident()}/methane`,
        body: {
          majorIncident: 'stood-by',
          exactLocation: 'K45+300',
          type: 'coach on its side',
          hazards: 'diesel',
          access: 'from K44',
          casualties: { immediate: 2, urgent: null, minor: null, dead: null },
          emergencyServices: 'three ambulances needed',
          on: 0,
        },
      }),
      expect: 200,
    },
    { door: 'GET /api/notes', as: as('station-officer'), ask: at('/api/notes'), expect: 200 },
    {
      door: 'GET /api/incidents/:id/place',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/place` }),
      expect: 200,
    },
    {
      door: 'GET /api/orders/:id/notes',
      as: as('agency-user'),
      ask: async () => ({ path: `/api/orders/${(await order('road-rescue')).order}/notes` }),
      expect: 200,
    },
  ]
}
