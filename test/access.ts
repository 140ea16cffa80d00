/** A whole access over a fresh database for tests, with a clock that stands still until it is moved and an incident that runs. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenAccess, openAccess } from '../src/access/io/open.ts'
import type { Principal } from '../src/access/roles.ts'
import { id } from '../src/core/ids.ts'
import { openJournal } from '../src/journal/io/log.ts'
import type { Journal } from '../src/journal/journal.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export const SENSOR_TOKEN = 'sensor-token-0123456789abcdef0123456789abcdef'
export const UNIT_TOKEN = 'unit-token-0123456789abcdef0123456789abcdef00'

export type AccessBench = {
  readonly access: OpenAccess
  readonly journal: Journal
  readonly fresh: FreshDatabase
  /** Mutable: the tests move it. */
  clock: number
  /** Another process over the same database, key and clock. */
  another(options?: { readonly demo?: boolean }): Promise<OpenAccess>
  close(): Promise<void>
}

export const DEMO_PEOPLE: readonly (Principal & {
  readonly role: 'duty-officer' | 'supervisor' | 'agency-user' | 'auditor' | 'administrator'
})[] = [
  { id: id<'person'>('wang-min'), role: 'duty-officer', name: { zh: '王敏', en: 'Wang Min' } },
  { id: id<'person'>('zhou-lei'), role: 'supervisor', name: { zh: '周磊', en: 'Zhou Lei' } },
  {
    id: id<'person'>('rescue-desk'),
    role: 'agency-user',
    name: { zh: '施救坐席', en: 'Rescue desk' },
    agency: id<'agency'>('road-rescue'),
  },
  { id: id<'person'>('auditor'), role: 'auditor', name: { zh: '审计', en: 'Auditor' } },
  { id: id<'person'>('administrator'), role: 'administrator', name: { zh: '管理员', en: 'Administrator' } },
]

/** Incidents of the ledger's tests: `running-1` runs, `closed-1` is closed, all others are unknown. */
export async function openAccessBench(
  options: { readonly demo?: boolean; readonly https?: boolean } = {},
): Promise<AccessBench> {
  const fresh = await freshDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'firstminute-access-'))
  const bench = { clock: Date.UTC(2026, 10, 23, 8) }
  const clock = () => bench.clock
  const journal = openJournal(fresh.database, clock)
  const open = (demo: boolean): Promise<OpenAccess> =>
    openAccess({
      database: fresh.database,
      journal,
      clock,
      chance: (bytes) => randomBytes(bytes),
      dataFolder,
      machines: [
        { kind: 'sensor', id: 'cam-1', token: SENSOR_TOKEN },
        { kind: 'unit', id: 'tp-07', label: { zh: '铁骑07', en: 'Rider 07' }, token: UNIT_TOKEN },
      ],
      standingOf: async (_tx, incident) =>
        incident === 'running-1' ? 'running' : incident === 'closed-1' ? 'closed' : 'unknown',
      demo,
      https: options.https ?? true,
    })
  const access = await open(options.demo ?? true)
  await access.people.setDemo(DEMO_PEOPLE, bench.clock)
  return Object.assign(bench, {
    access,
    journal,
    fresh,
    another: (other: { readonly demo?: boolean } = {}) => open(other.demo ?? options.demo ?? true),
    async close() {
      await fresh.drop()
      await rm(dataFolder, { recursive: true })
    },
  })
}
