/** Reads the simulator's arguments and does what they say; a wrong one is one sentence on stderr and exit code 2. */
import { parseArgs } from 'node:util'
import type { Fault } from './agencies.ts'
import { prepare, readPrepared } from './prepare.ts'
import { run } from './run.ts'

const USAGE = `usage: node src/sim/main.ts prepare --folder <dir> [--seed 7] --server-port <n> --sim-port <n>
       node src/sim/main.ts run --folder <dir> [--fault <agency>:<seconds>s]`

class UsageError extends Error {}

function port(text: string | undefined, name: string): number {
  const value = Number(text)
  if (text === undefined || !Number.isInteger(value) || value < 1 || value > 65_535)
    throw new UsageError(`--${name} must be a port number`)
  return value
}

/** `ambulance-120:20s` */
function faultOf(text: string | undefined): Fault | null {
  if (text === undefined) return null
  const [, agency, seconds] = /^([a-z0-9-]+):(\d{1,4})s$/.exec(text) ?? []
  if (agency === undefined || seconds === undefined) throw new UsageError('--fault is written like ambulance-120:20s')
  return { agency, forMs: Number(seconds) * 1000 }
}

/** Until stdin closes (whoever started it is gone), SIGTERM or SIGINT. */
function untilTold(): Promise<void> {
  return new Promise((told) => {
    const end = (): void => {
      process.stdin.destroy()
      told()
    }
    process.stdin.once('end', end).once('close', end).once('error', end).resume()
    process.once('SIGTERM', end).once('SIGINT', end)
  })
}

export async function command(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        folder: { type: 'string' },
        seed: { type: 'string', default: '7' },
        'server-port': { type: 'string' },
        'sim-port': { type: 'string' },
        fault: { type: 'string' },
      },
    })
    const [verb] = positionals
    if (!values.folder) throw new UsageError('--folder is missing')
    if (verb === 'prepare') {
      const seed = Number(values.seed)
      if (!Number.isSafeInteger(seed)) throw new UsageError('--seed must be a whole number')
      const ports = { server: port(values['server-port'], 'server-port'), sim: port(values['sim-port'], 'sim-port') }
      prepare(values.folder, seed, ports)
      return 0
    }
    if (verb === 'run') {
      const running = await run(readPrepared(values.folder), faultOf(values.fault))
      await untilTold()
      await running.close()
      return 0
    }
    throw new UsageError(`unknown command "${verb ?? ''}"`)
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'unknown trouble'
    process.stderr.write(`${sentence}\n${error instanceof UsageError ? `${USAGE}\n` : ''}`)
    return 2
  }
}
