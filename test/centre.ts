/** A real centre for tests and measurements: a configuration in a temporary folder, the server as its own process through the command line, and people who sign in over HTTP. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Without `url` and `secret`: one whose people answer at /agency. */
/** `unitKind`: of the unit that the plan wants from it; without one it sends whom it likes. */
export type AgencyAt = { readonly id: string; readonly kind: string; readonly unitKind?: string } & (
  | { readonly url: string; readonly secret: string }
  | { readonly url?: undefined }
)

export type Centre = {
  readonly url: string
  readonly folder: string
  readonly configFile: string
  readonly sensorToken: string
  /** Starts the server process and waits until it is ready; answers how long that took. */
  start(): Promise<number>
  /** The server's process number while it runs. */
  pid(): number | null
  databasePid(): number | null
  stop(): Promise<void>
  /** Signs in and answers the cookie. */
  signIn(name: string): Promise<string>
  post(
    path: string,
    body: unknown,
    as: { readonly cookie?: string; readonly token?: string; readonly key?: string },
  ): Promise<Response>
  /** What the server has said so far. */
  log(): string
  /** Stops everything and deletes the folder. */
  close(): Promise<void>
}

const READY_WITHIN_MS = 60_000

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export type Wanted = {
  /** A free one unless given. */
  readonly port?: number
  readonly agencies: readonly AgencyAt[]
  readonly units?: readonly {
    readonly id: string
    readonly agency: string
    readonly kind: string
    readonly token: string
  }[]
  readonly people: readonly {
    readonly name: string
    readonly role: string
    readonly agency?: string
    readonly unit?: string
  }[]
  /** Camera records as the configuration file has them. */
  readonly cameras?: readonly unknown[]
  /** An OSM PBF file's bytes. */
  readonly roads?: Uint8Array
  /** As the configuration file has it. */
  readonly push?: { readonly subject: string; readonly services: readonly string[] }
  /** GeoJSON of the map. */
  readonly map?: unknown
}

export async function openCentre(wanted: Wanted): Promise<Centre> {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-centre-'))
  // As root the embedded database runs as another user, who has to pass through.
  chmodSync(folder, 0o711)
  const port = wanted.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const sensorToken = randomBytes(24).toString('hex')
  const configFile = join(folder, 'firstminute.config.json')
  const both = (label: string): { zh: string; en: string } => ({ zh: label, en: label })
  if (wanted.roads) writeFileSync(join(folder, 'roads.osm.pbf'), wanted.roads)
  if (wanted.map) writeFileSync(join(folder, 'map.geojson'), JSON.stringify(wanted.map))
  writeFileSync(
    configFile,
    JSON.stringify({
      centre: { name: both('Bench') },
      listen: { host: '127.0.0.1', port },
      dataFolder: 'data',
      ...(wanted.roads ? { roads: 'roads.osm.pbf' } : {}),
      ...(wanted.map ? { map: 'map.geojson' } : {}),
      ...(wanted.push ? { push: wanted.push } : {}),
      cameras: wanted.cameras ?? [],
      agencies: wanted.agencies.map((agency) => ({
        id: agency.id,
        kind: agency.kind,
        name: both(agency.id),
        fallback: null,
        ...(agency.url === undefined
          ? { channel: 'console' }
          : { channel: 'webhook', webhook: { url: agency.url, secret: agency.secret } }),
      })),
      units: (wanted.units ?? []).map((unit) => ({ ...unit, label: both(unit.id) })),
      // A plan that orders nobody is none.
      plans:
        wanted.agencies.length === 0
          ? []
          : [
              {
                id: 'expressway-stop',
                name: both('Stopped vehicle'),
                kinds: ['stopped-vehicle', 'medical-emergency'],
                priorities: [1, 2],
                sections: [],
                sends: wanted.agencies.map(({ id, unitKind = null }) => ({ agency: id, unitKind })),
              },
            ],
      sensors: [{ id: 'bench-sensor', token: sensorToken }],
    }),
  )
  const passwords = new Map<string, string>()
  for (const person of wanted.people) {
    const password = randomBytes(12).toString('hex')
    passwords.set(person.name, password)
    const args = [
      'bin/firstminute.mjs',
      'user',
      'add',
      '--config',
      configFile,
      '--name',
      person.name,
      '--role',
      person.role,
      '--zh',
      person.name,
      '--en',
      person.name,
      '--password-stdin',
    ]
    if (person.agency) args.push('--agency', person.agency)
    if (person.unit) args.push('--unit', person.unit)
    const { status, stderr } = spawnSync(process.execPath, args, { input: password, encoding: 'utf8' })
    if (status !== 0) throw new Error(`no account for ${person.name}: ${stderr}`)
  }
  let server: ChildProcess | null = null

  const ready = async (): Promise<boolean> => {
    try {
      return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok
    } catch {
      return false
    }
  }
  const centre: Centre = {
    url,
    folder,
    configFile,
    sensorToken,
    async start() {
      const begun = performance.now()
      const log = join(folder, 'server.log')
      const child = spawn(
        'sh',
        [
          '-c',
          'exec "$0" "$@" >>"$LOG" 2>&1',
          process.execPath,
          'bin/firstminute.mjs',
          'serve',
          '--config',
          configFile,
        ],
        {
          env: { ...process.env, LOG: log },
          stdio: 'ignore',
        },
      )
      server = child
      while (!(await ready())) {
        if (child.exitCode !== null || performance.now() - begun > READY_WITHIN_MS)
          throw new Error(
            `the server did not get ready:\n${readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`,
          )
        await sleep(20)
      }
      return performance.now() - begun
    },
    pid: () => server?.pid ?? null,
    databasePid() {
      const found = spawnSync('pgrep', ['-f', `postgres.*-D ${folder}`], { encoding: 'utf8' }).stdout.split('\n')[0]
      return found ? Number(found) : null
    },
    async stop() {
      const child = server
      server = null
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await gone
    },
    async signIn(name) {
      const reply = await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, 'idempotency-key': randomUUID() },
        body: JSON.stringify({ name, password: passwords.get(name) }),
      })
      const cookie = reply.headers.get('set-cookie')?.split(';')[0]
      if (!reply.ok || !cookie) throw new Error(`${name} could not sign in: ${reply.status} ${await reply.text()}`)
      return cookie
    },
    post(path, body, as) {
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        origin: url,
        'idempotency-key': as.key ?? randomUUID(),
      }
      if (as.cookie) headers.cookie = as.cookie
      if (as.token) headers.authorization = `Bearer ${as.token}`
      return fetch(`${url}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      })
    },
    log: () => readFileSync(join(folder, 'server.log'), 'utf8'),
    async close() {
      await centre.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return centre
}
