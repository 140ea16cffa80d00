/** kill -9 of the server and of the database at random moments under load: what was acknowledged must be there, once, and the centre ready again in seconds. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Centre, openCentre } from '../test/centre.ts'
import { openAgencies } from './agencies.ts'
import { type BenchResult, percentile } from './result.ts'

const KILLS = Number(process.env.FIRSTMINUTE_BENCH_KILLS ?? 30)
const WORKERS = 4
const QUIET_MS: readonly [number, number] = [400, 2_500]
const PLACE = {
  position: [120.75, 30.71],
  label: { zh: '申嘉湖 K45+300 上行', en: 'S12 K45+300 up' },
  road: 'S12',
  kilometre: 45.3,
  carriageway: 'up',
}

type Acknowledged = {
  readonly incident: string
  readonly orders: readonly string[]
  /** Facts that what was done since must have left, each once: stream and type. */
  readonly left: readonly string[]
}

/** Repeats one command under one key until it is answered: what a console does when the line breaks. */
async function insist(centre: Centre, path: string, body: unknown, cookie: string): Promise<Record<string, unknown>> {
  const key = randomUUID()
  for (;;) {
    try {
      const reply = await centre.post(path, body, { cookie, key })
      if (reply.status < 300) return (await reply.json()) as Record<string, unknown>
      if (reply.status < 500 && reply.status !== 429)
        throw new Refused(`${path}: ${reply.status} ${await reply.text()}`)
    } catch (error) {
      if (error instanceof Refused) throw error
    }
    await sleep(50)
  }
}
class Refused extends Error {}

type Ask = (path: string, body: unknown) => Promise<Record<string, unknown>>

/** What a desk does to a running incident after the orders, one of it by lot; answers what it must have left. */
async function goOn(ask: Ask, incident: string): Promise<readonly string[]> {
  const on = `/api/incidents/${incident}`
  const other = async (): Promise<string> => {
    const opened = await ask('/api/incidents', { kind: 'stopped-vehicle', priority: 1, place: PLACE })
    return (opened.incident as { id: string }).id
  }
  const does: readonly (() => Promise<readonly string[]>)[] = [
    async () => {
      await ask(`${on}/amendments`, { amendment: { priority: 2 }, was: { priority: 1 } })
      return [`incident/${incident} amended`]
    },
    async () => {
      await ask(`${on}/notes`, { text: 'two lanes are shut' })
      return [`incident/${incident} noted`]
    },
    async () => {
      const second = await other()
      await ask(`/api/incidents/${second}/merger`, { into: incident })
      return [`incident/${second} opened`, `incident/${second} merged`, `incident/${incident} absorbed`]
    },
    async () => {
      const second = await other()
      await ask(`/api/incidents/${second}/merger`, { into: incident })
      await ask(`/api/incidents/${second}/merger/withdrawal`, {})
      const facts = ['opened', 'merged', 'unmerged'].map((type) => `incident/${second} ${type}`)
      return [...facts, `incident/${incident} absorbed`, `incident/${incident} released`]
    },
    async () => {
      const second = await other()
      await ask(`/api/incidents/${second}/closure`, { outcome: 'nothing-found' })
      await ask(`/api/incidents/${second}/reopening`, {})
      return ['opened', 'closed', 'reopened'].map((type) => `incident/${second} ${type}`)
    },
  ]
  return (await does[Math.floor(Math.random() * does.length)]?.()) ?? []
}

async function work(centre: Centre, cookie: string, acknowledged: Acknowledged[], going: () => boolean): Promise<void> {
  const ask: Ask = (path, body) => insist(centre, path, body, cookie)
  while (going()) {
    const opened = await ask('/api/incidents', { kind: 'stopped-vehicle', priority: 1, place: PLACE })
    const incident = (opened.incident as { id: string }).id
    const sends = ['traffic-police', 'road-rescue', 'ambulance'].map((agency) => ({ agency, unit: null }))
    const ordered = await ask(`/api/incidents/${incident}/orders`, { plan: 'expressway-stop', sends })
    const orders = (ordered.orders as { id: string }[]).map((order) => order.id)
    const left = await goOn(ask, incident)
    acknowledged.push({ incident, orders, left: [`incident/${incident} opened`, ...left] })
    await sleep(20)
  }
}

async function untilReady(centre: Centre): Promise<void> {
  for (;;) {
    try {
      if ((await fetch(`${centre.url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok) return
    } catch {
      // not yet
    }
    await sleep(20)
  }
}

export async function run(): Promise<BenchResult> {
  const agencies = await openAgencies()
  const centre = await openCentre({ agencies: agencies.list, people: [{ name: 'officer', role: 'duty-officer' }] })
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const acknowledged: Acknowledged[] = []
    let running = true
    const workers = Array.from({ length: WORKERS }, () => work(centre, cookie, acknowledged, () => running))
    const readyMs: number[] = []
    for (let kill = 1; kill <= KILLS; kill++) {
      await sleep(QUIET_MS[0] + Math.random() * (QUIET_MS[1] - QUIET_MS[0]))
      const database = Math.random() < 0.5
      const pid = database ? centre.databasePid() : centre.pid()
      if (pid === null) throw new Error(`no ${database ? 'database' : 'server'} process to kill`)
      const begun = performance.now()
      process.kill(pid, 'SIGKILL')
      if (database) await sleep(10)
      else await centre.start()
      await untilReady(centre)
      readyMs.push(performance.now() - begun)
      console.error(
        `kill ${kill}/${KILLS}: ${database ? 'database' : 'server'}, ready after ${Math.round(readyMs.at(-1) ?? 0)} ms, ${acknowledged.length} acknowledged`,
      )
    }
    running = false
    await Promise.all(workers)
    const ordered = new Set(acknowledged.flatMap((a) => a.orders))
    for (let waited = 0; waited < 60 && new Set(agencies.received.map((r) => r.order)).size < ordered.size; waited++)
      await sleep(500)
    await centre.stop()

    const file = join(centre.folder, 'journal.ndjson')
    const config = join(centre.folder, 'firstminute.config.json')
    const cli = (...args: string[]) =>
      spawnSync(process.execPath, ['bin/firstminute.mjs', ...args], { encoding: 'utf8' })
    const exported = cli('export', '--config', config, '--out', file)
    if (exported.status !== 0) throw new Error(`export: ${exported.stderr}`)
    const verified = cli('verify', file)
    const streams = new Set<string>()
    const times = new Map<string, number>()
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '') continue
      // As `firstminute export` writes it (journal/export.ts); the header and the checkpoints name no stream.
      const { stream, fact } = JSON.parse(line) as { stream?: string; fact?: { type: string } }
      if (stream === undefined) continue
      streams.add(stream)
      const said = `${stream} ${fact?.type}`
      times.set(said, (times.get(said) ?? 0) + 1)
    }
    const wanted = new Set(acknowledged.flatMap(({ left }) => left))
    const missing = [...wanted].filter((said) => !times.has(said)).length
    const twice = [...wanted].filter((said) => (times.get(said) ?? 0) > 1).length
    const openedIncidents = [...times].filter(([said]) => said.endsWith(' opened')).length
    const lost = acknowledged.filter(
      (a) => !streams.has(`incident/${a.incident}`) || a.orders.some((o) => !streams.has(`order/${o}`)),
    ).length
    const byIncident = new Map<string, Set<string>>()
    for (const { incident, agency, order } of agencies.received) {
      const key = `${incident} ${agency}`
      byIncident.set(key, (byIncident.get(key) ?? new Set()).add(order))
    }
    const doubled = [...byIncident.values()].filter((orders) => orders.size > 1).length
    const reached = new Set(agencies.received.map((r) => r.order))
    return {
      name: 'crash',
      about: `${KILLS} × kill -9 of the server or the database (by lot) while ${WORKERS} clients open incidents, order three agencies each, and correct, note, merge, un-merge, close and reopen by lot, repeating an unanswered command under its key.`,
      rows: [
        { what: 'acknowledged incidents with three orders each', value: acknowledged.length, unit: '' },
        { what: 'acknowledged and lost', value: lost, unit: 'incidents', must: { at: 'exactly', bound: 0 } },
        {
          what: 'opened twice under one key',
          value: openedIncidents - [...wanted].filter((said) => said.endsWith(' opened')).length,
          unit: 'incidents',
          must: { at: 'exactly', bound: 0 },
        },
        {
          what: 'acts acknowledged (openings, corrections, notes, mergers, closures and their undoing)',
          value: wanted.size,
          unit: '',
        },
        { what: 'acts acknowledged and lost', value: missing, unit: 'acts', must: { at: 'exactly', bound: 0 } },
        { what: 'acts done twice under one key', value: twice, unit: 'acts', must: { at: 'exactly', bound: 0 } },
        { what: 'orders doubled at the receiver', value: doubled, unit: 'orders', must: { at: 'exactly', bound: 0 } },
        {
          what: 'acknowledged orders that never reached the receiver',
          value: [...ordered].filter((o) => !reached.has(o)).length,
          unit: 'orders',
          must: { at: 'exactly', bound: 0 },
        },
        {
          what: 'deliveries repeated with the same order id (allowed; a corrected order is told again)',
          value: agencies.received.length - reached.size,
          unit: 'deliveries',
        },
        { what: 'ready again, median', value: percentile(readyMs, 0.5) / 1000, unit: 's' },
        { what: 'ready again, longest', value: Math.max(...readyMs) / 1000, unit: 's', must: { at: 'most', bound: 5 } },
        {
          what: 'journal verified afterwards (1: whole)',
          value: verified.status === 0 ? 1 : 0,
          unit: '',
          must: { at: 'exactly', bound: 1 },
        },
      ],
    }
  } finally {
    await centre.close()
    await agencies.close()
  }
}
