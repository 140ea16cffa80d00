/** The doors of calibration: the cameras with their health and their verdicts, one camera's drawing read and renewed, and a drawing tried on what was recorded. */
import { z } from 'zod'
import type { Ledger } from '../../access/access.ts'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Call, type Door, door, json, problem, type Reply } from '../../access/door.ts'
import type { Authorise } from '../../access/policy.ts'
import { ok } from '../../core/result.ts'
import { DAY, MINUTE } from '../../core/time.ts'
import { drawingOf, drawnOn } from '../calibration.ts'
import { type Camera, cameraOf, cameraSchema, withoutAddresses } from '../camera.ts'
import type { Eyes, Rehearsal } from '../eyes.ts'
import type { Judged } from '../facts.ts'
import type { Calibrations } from '../io/calibrations.ts'
import { leaving } from './leaving.ts'

export type CalibrationDeps = {
  readonly calibrations: Calibrations
  readonly eyes: Pick<Eyes, 'health' | 'redraw' | 'rehearse'>
  readonly ledger: Pick<Ledger, 'reading' | 'picture'>
  readonly authorise: Authorise
  /** Officers' verdicts on warnings raised since then, by camera. */
  readonly judged: (since: number) => Promise<ReadonlyMap<string, Judged>>
}

const JUDGED_OVER_MS = 30 * DAY
const TRY_ON_MS = 10 * MINUTE
const KB = 1024
/** Of those who are not on duty: the machine room draws cameras as part of its work. */
const WITHOUT_FILE = 'audit/calibration'

const nothing = z.strictObject({})
const one = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) })
const { view, zones, ground } = cameraSchema.shape
const drawing = z.strictObject({ view, zones, ground })
const drawnBody = z.strictObject({ base: z.int().min(0).max(Number.MAX_SAFE_INTEGER), drawing })

type AnyCall = Call<unknown, unknown, unknown>

const STATUS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'not-allowed': 403,
  'camera-unreadable': 422,
  'ground-unusable': 422,
  'key-reused': 422,
}
const refused = (refusal: string, detail?: string): Reply =>
  problem(STATUS[refusal] ?? (refusal.startsWith('purpose-') ? 403 : 409), refusal, detail)

export function calibrationDoors(deps: CalibrationDeps): readonly Door[] {
  const { calibrations, eyes, ledger } = deps

  const purposeSaid = ({ principal, headers }: AnyCall): string | undefined =>
    headers.purpose ?? (principal.role === 'administrator' ? WITHOUT_FILE : undefined)
  const lookAt = (call: AnyCall, camera: string) => lookOf(call, { kind: 'camera', id: camera }, purposeSaid(call))
  const mayDraw = ({ principal }: AnyCall, camera: string): boolean =>
    deps.authorise(principal, 'camera.calibrate', { kind: 'camera', id: camera }).allowed

  return [
    door({
      method: 'GET',
      path: '/api/cameras',
      knock: 'signed-in',
      act: 'camera.view',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: z.unknown(),
      summary: 'Every camera with its health, who drew its zones last, and how officers judged its warnings.',
      answer: async (call) => {
        const look = lookAt(call, 'all')
        if (!look.ok) return refused(look.refusal)
        // Polled by a page that stays open: one trace a minute.
        const seen = await ledger.picture(look.value)
        if (!seen.ok) return refused(seen.refusal)
        const since = call.at - JUDGED_OVER_MS
        const judged = await deps.judged(since)
        const health = new Map(eyes.health().map((line) => [line.id, line]))
        const cameras = calibrations.cameras().map((camera) => ({
          id: camera.id,
          name: camera.name,
          health: health.get(camera.id) ?? null,
          drawn: calibrations.now(camera.id),
          zones: camera.zones.length,
          hasGround: camera.ground !== undefined,
          judged: judged.get(camera.id) ?? null,
        }))
        return json({ at: call.at, since, cameras })
      },
    }),
    door({
      method: 'GET',
      path: '/api/cameras/:id/calibration',
      knock: 'signed-in',
      act: 'camera.calibrate',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: z.unknown(),
      summary: "A camera's drawing in force, its version, and who drew the ones before.",
      answer: async (call) => {
        const { id } = call.params
        const camera = calibrations.camera(id)
        if (!camera) return refused('not-found')
        if (!mayDraw(call, id)) return refused('not-allowed')
        const look = lookAt(call, id)
        if (!look.ok) return refused(look.refusal)
        const seen = await ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        return json({
          version: calibrations.now(id)?.version ?? 0,
          camera: withoutAddresses(camera),
          drawing: drawingOf(camera),
          versions: await calibrations.versions(id),
        })
      },
    }),
    door({
      method: 'PUT',
      path: '/api/cameras/:id/calibration',
      knock: 'signed-in',
      act: 'camera.calibrate',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: 256 * KB,
      params: one,
      query: nothing,
      body: drawnBody,
      summary: 'A new drawing of a camera, over the version that the person had before their eyes; in force at once.',
      answer: async (call) => {
        const { id } = call.params
        if (!mayDraw(call, id)) return refused('not-allowed')
        const done = await calibrations.calibrate(commandOf(call, `calibrate ${id}`), {
          camera: id,
          base: call.body.base,
          drawing: call.body.drawing,
          by: call.principal.id,
        })
        if (!done.ok) return refused(done.refusal, done.detail)
        const camera = calibrations.camera(id)
        if (camera) eyes.redraw(camera)
        return json(done.value)
      },
    }),
    door({
      method: 'POST',
      path: '/api/cameras/:id/rehearsal',
      knock: 'signed-in',
      act: 'camera.calibrate',
      trace: { leaves: 'look-up' },
      // Changes nothing: it may be asked again without a key.
      command: false,
      maxBodyBytes: 256 * KB,
      params: one,
      query: nothing,
      body: z.strictObject({ drawing }),
      summary:
        'Tries a drawing on the last ten minutes recorded: progress and warnings as JSON lines, until it ends or the asker goes.',
      answer: async (call) => {
        const { id } = call.params
        const camera = calibrations.camera(id)
        if (!camera) return refused('not-found')
        if (!mayDraw(call, id)) return refused('not-allowed')
        const tried = cameraOf(drawnOn(camera, call.body.drawing))
        if (!tried.ok) return refused(tried.refusal, tried.detail)
        const look = lookAt(call, id)
        if (!look.ok) return refused(look.refusal)
        const seen = await ledger.reading(look.value, async () => ok(null))
        if (!seen.ok) return refused(seen.refusal)
        return { status: 200, stream: rehearsed(eyes.rehearse, tried.value), mediaType: 'application/x-ndjson' }
      },
    }),
  ]
}

function rehearsed(rehearse: Eyes['rehearse'], camera: Camera): AsyncIterable<Uint8Array> {
  const stopping = new AbortController()
  const lines = async function* (): AsyncGenerator<Uint8Array> {
    for await (const step of rehearse(camera, TRY_ON_MS, stopping.signal))
      yield new TextEncoder().encode(`${JSON.stringify(step satisfies Rehearsal)}\n`)
  }
  return leaving(lines(), () => stopping.abort())
}
