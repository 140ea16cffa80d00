/** Fifty and two hundred consoles, twenty new incidents each with its proposal by road, and eight hundred positions a second for a minute: how soon an incident stands on every other console, and whether one of them misses or mixes anything. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { mapOf } from '../src/sim/city/map.ts'
import { layCity } from '../src/sim/city.ts'
import { extractOf } from '../src/sim/io/extract.ts'
import { openCentre } from '../test/centre.ts'
import type { ConsolesSaw, FeederDid } from './live-load.ts'
import { cpuSeconds } from './processes.ts'
import { type BenchResult, percentile, type Row } from './result.ts'

const CONSOLES = [50, 200] as const
const SESSIONS = 20
const INCIDENTS_PER_SECOND = 20
const POSITIONS_PER_SECOND = Number(process.env.PPS ?? 800)
const UNITS = 800
const WARM_UP_S = 5
const SECONDS = Number(process.env.FIRSTMINUTE_BENCH_SECONDS ?? 60)

/** A part of the load in a process of its own; what it answers to one word it was told. */
function openLoad(part: 'consoles' | 'feeder', setting: object) {
  const child: ChildProcess = fork(fileURLToPath(new URL('./live-load.ts', import.meta.url)), [part], {
    serialization: 'advanced',
  })
  const told = <T>(word: object): Promise<T> =>
    new Promise((answer, fail) => {
      child.once('message', (message) => answer(message as T))
      child.once('exit', (code) => fail(new Error(`${part} ended with ${code}`)))
      child.send(word)
    })
  return { ready: told<{ ready: true }>(setting), tell: told, end: () => child.kill() }
}

const CITY_SEED = 7

async function measure(consoleCount: number): Promise<readonly Row[]> {
  const city = layCity(CITY_SEED)
  const token = randomBytes(16).toString('hex')
  const unitToken = (n: number): string => `${token}-${n}`
  const agency = { id: 'traffic-police', kind: 'traffic-police', unitKind: 'patrol-car' }
  console.error(`Making a centre with ${UNITS} units …`)
  const centre = await openCentre({
    agencies: [agency],
    map: mapOf(city),
    roads: extractOf(city),
    units: Array.from({ length: UNITS }, (_, n) => ({
      id: `car-${n}`,
      agency: agency.id,
      kind: 'patrol-car',
      token: unitToken(n),
    })),
    people: [{ name: 'officer', role: 'duty-officer' }],
  })
  const loads: { end(): void }[] = []
  try {
    await centre.start()
    const cookies: string[] = []
    for (let n = 0; n < SESSIONS; n++) cookies.push(await centre.signIn('officer'))
    const consoles = openLoad('consoles', { url: centre.url, cookies, count: consoleCount })
    loads.push(consoles)
    await consoles.ready
    const tokens = Array.from({ length: UNITS }, (_, n) => unitToken(n))
    const feeder = openLoad('feeder', {
      url: centre.url,
      cookie: cookies[0],
      tokens,
      incidentsPerSecond: INCIDENTS_PER_SECOND,
      positionsPerSecond: POSITIONS_PER_SECOND,
      seconds: WARM_UP_S + SECONDS,
      warmUpSeconds: WARM_UP_S,
    })
    loads.push(feeder)
    await feeder.ready
    const pid = centre.pid() ?? 0
    console.error(`${consoleCount} consoles follow; ${WARM_UP_S} s to warm up, then ${SECONDS} s are measured`)
    const feeding = feeder.tell<FeederDid>({ go: true })
    await sleep(WARM_UP_S * 1000)
    const before = cpuSeconds(pid)
    const begun = performance.now()
    const progress = setInterval(
      () => console.error(`${Math.round((performance.now() - begun) / 1000)} s of ${SECONDS} s`),
      10_000,
    )
    await sleep(SECONDS * 1000 - 200)
    const after = cpuSeconds(pid)
    const wallS = (performance.now() - begun) / 1000
    const fed = await feeding
    clearInterval(progress)
    await sleep(2_000)
    const saw = await consoles.tell<ConsolesSaw>({ stop: true })
    const figures = await fetch(`${centre.url}/metrics`).then((answer) => answer.text())

    const latencies: number[] = []
    const whole: number[] = []
    let lost = 0
    fed.sentAt.forEach((sentAt, n) => {
      if (!fed.opened[n]) return
      let last = 0
      for (let c = 0; c < consoleCount; c++) {
        const seenAt = saw.seenAt[n * consoleCount + c] ?? 0
        if (seenAt === 0) lost++
        else if (n >= WARM_UP_S * INCIDENTS_PER_SECOND) latencies.push(seenAt - sentAt)
        last = Math.max(last, seenAt)
      }
      if (n >= WARM_UP_S * INCIDENTS_PER_SECOND) whole.push(last - sentAt)
    })
    for (const failure of fed.failures.slice(0, 5)) console.error(failure)
    const dropped = Number(/^firstminute_live_dropped_state_frames (\d+)/m.exec(figures)?.[1] ?? Number.NaN)
    const most = (bound: number) => ({ at: 'most', bound }) as const
    const exactly = (bound: number) => ({ at: 'exactly', bound }) as const
    const rows: readonly Row[] = [
      { what: 'incident sent → visible at a console, median', value: percentile(latencies, 0.5), unit: 'ms' },
      { what: 'the same, p99', value: percentile(latencies, 0.99), unit: 'ms', must: most(100) },
      { what: 'the same, longest', value: percentile(latencies, 1), unit: 'ms' },
      {
        what: 'incident sent → visible at the last of all consoles, p99',
        value: percentile(whole, 0.99),
        unit: 'ms',
      },
      { what: 'incidents opened', value: fed.opened.filter(Boolean).length, unit: '' },
      { what: 'incidents that a console did not see', value: lost, unit: '', must: exactly(0) },
      { what: 'facts out of order, doubled or behind a gap', value: saw.wrong, unit: '', must: exactly(0) },
      { what: 'consoles that were cut off', value: saw.cut, unit: '', must: exactly(0) },
      { what: 'requests refused or failed', value: fed.failures.length, unit: '', must: exactly(0) },
      { what: 'positions stored', value: fed.positions / (WARM_UP_S + SECONDS), unit: '/s' },
      { what: 'position sent → durable, p99', value: percentile([...fed.positionMs], 0.99), unit: 'ms' },
      {
        what: 'state frames at one console',
        value: saw.stateFrames / consoleCount / (WARM_UP_S + SECONDS),
        unit: '/s',
      },
      { what: 'state frames dropped', value: dropped, unit: '' },
      {
        what: 'incident opened → proposal by road answered, p95',
        value: percentile([...fed.proposalMs], 0.95),
        unit: 'ms',
      },
      {
        what: 'proposals that named a unit',
        value: fed.proposed,
        unit: '',
        must: exactly(fed.proposalMs.length),
      },
      { what: 'waiting for a core meanwhile (load of the last minute)', value: loadavg()[0] ?? 0, unit: '' },
      { what: 'server', value: ((after.node - before.node) / wallS) * 100, unit: '% of a core' },
      { what: 'database', value: ((after.postgres - before.postgres) / wallS) * 100, unit: '% of a core' },
    ]
    return rows.map((row) => ({ ...row, what: `${consoleCount}: ${row.what}` }))
  } finally {
    for (const load of loads) load.end()
    await centre.close()
  }
}

export async function run(): Promise<BenchResult> {
  const rows: Row[] = []
  for (const consoles of CONSOLES) rows.push(...(await measure(consoles)))
  return {
    name: 'live',
    about: `${CONSOLES.join(' and then ')} consoles over ${SESSIONS} sessions; ${INCIDENTS_PER_SECOND} new incidents a second by POST /api/incidents, for each of them the proposal over the city's roads, and ${POSITIONS_PER_SECOND} positions a second of ${UNITS} units by POST /positions, for ${SECONDS} s after ${WARM_UP_S} s of warming up; server, database and clients on one machine. From the moment the request is sent to the moment a console has read the fact.`,
    rows,
  }
}
