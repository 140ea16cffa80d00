/** The doors of evidence over real HTTP, with the real policies, the real ledger and files of their own; who knocks stands in a header. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Principal, Role } from '../../src/access/roles.ts'
import { id } from '../../src/core/ids.ts'
import { ok, refuse } from '../../src/core/result.ts'
import { COPY } from '../../src/sensing/evidence/evidence.fixture.ts'
import type { Export } from '../../src/sensing/evidence/export.ts'
import type { CopyProgress } from '../../src/sensing/evidence/wire.ts'
import { type Copier, openCopies } from '../../src/sensing/io/evidence/copies.ts'
import { type Folder, openFolder } from '../../src/sensing/io/evidence/folder.ts'
import { evidenceDoors } from '../../src/sensing/routes/evidence.ts'
import { exportDoors } from '../../src/sensing/routes/exports.ts'
import { openHttp } from '../../src/server/http/server.ts'
import { type AccessBench, openAccessBench } from '../access.ts'
import type { KeptEvidence } from '../audit/room.ts'
import { keptEvidence } from '../evidence.ts'

const ORIGIN = 'http://localhost:8080'
const person = (key: string, role: Role): Principal => ({ id: id<'person'>(key), role, name: { zh: key, en: key } })
const WHO: Readonly<Record<string, Principal>> = {
  officer: person('duty', 'duty-officer'),
  supervisor: person('zhou-lei', 'supervisor'),
  second: person('li-na', 'supervisor'),
  rescue: { ...person('rescue-desk', 'agency-user'), agency: id<'agency'>('road-rescue') },
  auditor: person('auditor', 'auditor'),
  administrator: person('admin', 'administrator'),
  camera: person('cam-1', 'machine'),
}

/** What the doors may tell; each test looks at what its door promises. */
type Told = {
  readonly refusal?: string
  readonly detail?: string
  readonly export?: Export
  readonly progress?: CopyProgress | null
  readonly next?: number | null
  readonly evidence?: unknown
}
export type Answer = {
  readonly status: number
  readonly json: Told
  readonly text: string
  readonly headers: Headers
}
export type Room = {
  readonly bench: AccessBench
  readonly folder: Folder
  /** What the copier does next. */
  copier: Copier
  kept(): Promise<KeptEvidence>
  ask(
    method: 'GET' | 'POST',
    path: string,
    who: string | null,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** Looks on record so far: what was looked at, by whom, why. */
  looks(): Promise<readonly { readonly what: string; readonly by: string; readonly purpose: string }[]>
  close(): Promise<void>
}

/** Writes a small file, as the copying process does. */
export const WILLING: Copier = {
  able: async () => ok(null),
  async make({ to, form }) {
    await writeFile(to, `a ${form} copy`)
    return ok({ masking: COPY.masking })
  },
}
export const BLIND: Copier = {
  ...WILLING,
  able: async (form) => (form === 'masked' ? refuse('no-detector') : ok(null)),
}

export async function openRoom(): Promise<Room> {
  const bench = await openAccessBench()
  const path = await mkdtemp(join(tmpdir(), 'firstminute-evidence-'))
  const folder = await openFolder(path)
  const { journal, access, fresh } = bench
  const clock = (): number => Date.now()
  const chance = (bytes: number): Uint8Array => randomBytes(bytes)
  const state = { copier: WILLING }
  const copier: Copier = { able: (form) => state.copier.able(form), make: (wanted) => state.copier.make(wanted) }
  const store = { journal, database: fresh.database, clock, chance }
  const copies = openCopies({ ...store, folder, copier, trouble: () => {} })
  const warningsOf = async (): Promise<readonly string[]> => []
  const given = { ...store, access, folder, copies, copier, warningsOf }
  const http = await openHttp({
    doors: [...evidenceDoors(given), ...exportDoors(given)],
    listen: { host: '127.0.0.1', port: 0 },
    publicOrigins: [ORIGIN],
    staticFolder: null,
    clock,
    chance,
    log: pino({ level: 'silent' }),
    authorise: access.authorise,
    resolvePrincipal: async (_knock, headers) => WHO[headers['x-who'] ?? ''] ?? null,
  })
  const url = await http.listen()
  return Object.assign(state, {
    bench,
    folder,
    kept: () => keptEvidence({ journal, database: fresh.database, folder: path }),
    async ask(
      method: string,
      at: string,
      who: string | null,
      body?: unknown,
      headers: Readonly<Record<string, string>> = {},
    ) {
      const response = await fetch(url + at, {
        method,
        headers: {
          ...(method === 'POST' ? { origin: ORIGIN, 'idempotency-key': randomUUID() } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(who === null ? {} : { 'x-who': who }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, json: isJson ? JSON.parse(text) : {}, text, headers: response.headers }
    },
    async looks() {
      const rows = await fresh.database.sql<{ kind: string; thing: string; actor: string; purpose: string }[]>`
        select kind, thing, actor, purpose from look_ups order by id`
      return rows.map(({ kind, thing, actor, purpose }) => ({ what: `${kind} ${thing}`, by: actor, purpose }))
    },
    async close() {
      await http.close()
      await copies.close()
      await bench.close()
      await rm(path, { recursive: true, force: true })
    },
  })
}
