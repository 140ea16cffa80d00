/** `firstminute demo` (`npm start`): the simulated city Hecheng and a centre beside it, with people who sign in by one click. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readArguments } from '../arguments.ts'
import { openCentre } from '../centre.ts'
import { loadConfig } from '../config.ts'
import { ensureConsole } from '../console-build.ts'
import { say } from '../say.ts'
import { untilStopped } from '../until-stopped.ts'

const SIMULATOR = fileURLToPath(new URL('../../sim/main.ts', import.meta.url))
const PORT = 8080
const PORTS_TO_TRY = 20

function portFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
}

async function firstFree(from: number): Promise<number | null> {
  for (let port = from; port < from + PORTS_TO_TRY; port++) if (await portFree(port)) return port
  return null
}

/** The simulator is a process of its own and is started again when it dies; it ends with its standard input. */
function keepSimulating(folder: string, extra: readonly string[]): { close(): Promise<void> } {
  let child: ChildProcess
  let closing = false
  const start = (): void => {
    child = spawn(process.execPath, [SIMULATOR, 'run', '--folder', folder, ...extra], {
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    child.once('exit', (code) => {
      if (closing) return
      say(`The simulated city stopped (${code ?? 'killed'}) and is started again.`)
      setTimeout(start, 1_000)
    })
  }
  start()
  return {
    close: () =>
      new Promise((done) => {
        closing = true
        if (child.exitCode !== null || child.signalCode !== null) return done()
        child.once('exit', () => done())
        child.stdin?.end()
        setTimeout(() => child.kill('SIGKILL'), 3_000).unref()
      }),
  }
}

export async function demo(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    {
      port: { type: 'string' },
      folder: { type: 'string', default: 'data/demo' },
      seed: { type: 'string', default: '7' },
      fault: { type: 'string' },
    },
    { min: 0, max: 0 },
    'demo [--port <n>] [--folder <folder>] [--seed <n>] [--fault <agency>:<seconds>s]',
  )
  if (!read.ok) {
    say(read.detail ?? read.refusal)
    return 2
  }
  const wanted = read.value.values.port === undefined ? PORT : Number(read.value.values.port)
  const port = read.value.values.port === undefined ? await firstFree(PORT) : (await portFree(wanted)) ? wanted : null
  if (port === null) {
    say(`Port ${wanted} is taken by another program. Choose another: npm start -- --port ${wanted + 1}`)
    return 1
  }
  if (port !== wanted) say(`Port ${wanted} is taken by another program; the demo uses ${port}.`)
  const simPort = await firstFree(port + 1)
  if (simPort === null) {
    say(`No free port above ${port} for the simulated cameras.`)
    return 1
  }
  const folder = resolve(read.value.values.folder)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const prepared = spawnSync(
    process.execPath,
    [
      SIMULATOR,
      'prepare',
      '--folder',
      folder,
      '--seed',
      read.value.values.seed,
      '--server-port',
      String(port),
      '--sim-port',
      String(simPort),
    ],
    { encoding: 'utf8' },
  )
  if (prepared.status !== 0) {
    say(`The simulated city could not be laid out: ${prepared.stderr}`)
    return 1
  }
  const config = await loadConfig(join(folder, 'firstminute.config.json'))
  if (!config.ok) {
    say(config.detail ?? config.refusal)
    return 1
  }
  const built = await ensureConsole(say)
  if (!built.ok) {
    say(built.detail ?? built.refusal)
    return 1
  }
  const fault = read.value.values.fault
  return await untilStopped(
    async () => {
      const centre = await openCentre({ config: config.value, consoleFolder: built.value, demo: true, say })
      const simulator = keepSimulating(folder, fault === undefined ? [] : ['--fault', fault])
      return {
        url: centre.url,
        async close() {
          await simulator.close()
          await centre.close()
        },
      }
    },
    ({ url }) => {
      say(
        `\n  Firstminute, with a simulated city:  ${url}\n\n  Open it, choose a person, and watch the expressway. Ctrl-C stops everything.\n`,
      )
    },
  )
}
