/** Knocks at the doors of cameras and evidence. */
import { spawnSync } from 'node:child_process'
import type { Sample } from '../audit-coverage.ts'
import type { Part } from './room.ts'

const WHY = { for: 'case', file: '2026-118' }
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

export const cameraSamples: Part = async ({ as, at, done, duty, enter, keepEvidence, open, picture }) => [
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
]
