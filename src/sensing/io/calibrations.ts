/** Drawings in the database: the cameras as they are in force, a new version in one transaction with its fact, and the versions there have been. */
import { createHash } from 'node:crypto'
import type { PersonId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { canonical } from '../../journal/canonical.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { type Database, sqlOf } from '../../journal/io/database.ts'
import type { Journal } from '../../journal/journal.ts'
import {
  type Calibration,
  type CalibrationFact,
  type CalibrationRefusal,
  type Drawing,
  decide,
  drawnOn,
  evolve,
} from '../calibration.ts'
import { type Camera, cameraOf } from '../camera.ts'

export type Calibrating = {
  readonly camera: string
  readonly base: number
  readonly drawing: Drawing
  readonly by: PersonId
}

export type Version = { readonly version: number; readonly by: PersonId; readonly at: number }

export type Calibrations = {
  /** Every camera of the configuration with the drawing that is in force. */
  cameras(): readonly Camera[]
  camera(id: string): Camera | null
  now(id: string): Calibration
  /** Newest first, at most 50. */
  versions(id: string): Promise<readonly Version[]>
  calibrate(
    command: Command,
    wish: Calibrating,
  ): Promise<Result<Version, CalibrationRefusal | 'not-found' | 'key-reused'>>
}

type Row = {
  readonly camera: string
  readonly version: number
  readonly at: number
  readonly person: PersonId
  readonly digest: string
  readonly drawing: Drawing
}

const digestOf = (drawing: Drawing): string => createHash('sha256').update(canonical(drawing)).digest('hex')

/** `trouble` hears of a kept drawing that no longer fits its camera; the configuration's is then in force. */
export async function openCalibrations(deps: {
  readonly database: Database
  readonly journal: Journal
  readonly configured: readonly Camera[]
  readonly trouble: (error: unknown) => void
}): Promise<Calibrations> {
  const { database, journal, configured, trouble } = deps
  const { sql } = database
  const known = new Map<string, { readonly bare: Camera; drawn: Camera; now: Calibration }>(
    configured.map((camera) => [camera.id, { bare: camera, drawn: camera, now: null }]),
  )
  const newest = await sql<Row[]>`select distinct on (camera) * from camera_drawings order by camera, version desc`
  for (const { camera: id, version, at, person, digest, drawing } of newest) {
    const camera = known.get(id)
    if (!camera) continue
    const read = cameraOf(drawnOn(camera.bare, drawing))
    camera.now = { version, by: person, at, digest }
    if (read.ok) camera.drawn = read.value
    else trouble(new Error(`camera ${id}: its drawing ${version} is not usable: ${read.detail ?? read.refusal}`))
  }

  return {
    cameras: () => [...known.values()].map(({ drawn }) => drawn),
    camera: (id) => known.get(id)?.drawn ?? null,
    now: (id) => known.get(id)?.now ?? null,
    versions: (id) => sql<Version[]>`
      select version, person as by, at from camera_drawings where camera = ${id} order by version desc limit 50`,
    async calibrate(command, { camera: id, base, drawing, by }) {
      const camera = known.get(id)
      if (!camera) return refuse('not-found')
      const { at } = command
      const done = await once<CalibrationFact, CalibrationRefusal>({ journal }, command, async (tx) => {
        const handle = sqlOf(tx)
        // Two people who draw the same camera: the second waits here and then finds the other's version.
        await handle`select pg_advisory_xact_lock(hashtextextended(${`camera-drawing/${id}`}, 0))`
        const [row] = await handle<Row[]>`
          select * from camera_drawings where camera = ${id} order by version desc limit 1`
        const held = row ? { version: row.version, by: row.person, at: row.at, digest: row.digest } : null
        const digest = digestOf(drawing)
        const decided = decide(held, { at, by, base, camera: camera.bare, drawing, digest })
        if (!decided.ok) return decided
        const { version } = decided.value
        await handle`
          insert into camera_drawings (camera, version, at, person, digest, drawing)
          values (${id}, ${version}, ${at}, ${by}, ${digest}, ${JSON.stringify(drawing)}::text::json)`
        const recorded = await journal.append(
          tx,
          [{ stream: `camera/${id}`, expected: 'any', facts: [decided.value] }],
          originOf(command, command.correlation),
        )
        return recorded.ok ? decided : recorded
      })
      if (!done.ok) return done
      const fact = done.value
      // An answer that is told again says nothing about what has been drawn since.
      if (fact.version > (camera.now?.version ?? 0)) {
        camera.now = evolve(camera.now, fact)
        camera.drawn = drawnOn(camera.bare, drawing)
      }
      return ok({ version: fact.version, by: fact.by, at: fact.at })
    },
  }
}
