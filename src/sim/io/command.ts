/** Reads the simulator's arguments and does what they say; a wrong one is one sentence on stderr and exit code 2. */
import { parseArgs } from 'node:util'
import { prepare } from './prepare.ts'

const USAGE = `usage: node src/sim/main.ts prepare --folder <dir> [--seed 7] --server-port <n> --sim-port <n>
       node src/sim/main.ts run --folder <dir> [--fault <agency>:<seconds>s]`

class UsageError extends Error {}

function port(text: string | undefined, name: string): number {
  const value = Number(text)
  if (text === undefined || !Number.isInteger(value) || value < 1 || value > 65_535)
    throw new UsageError(`--${name} must be a port number`)
  return value
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
    throw new UsageError(`unknown command "${verb ?? ''}"`)
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'unknown trouble'
    process.stderr.write(`${sentence}\n${error instanceof UsageError ? `${USAGE}\n` : ''}`)
    return 2
  }
}
