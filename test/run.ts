/** Runs the tests under one temporary PostgreSQL; node's own closing lines and exit code pass through. Arguments narrow the run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../src/journal/io/embedded.ts'

const EVERYTHING = ['src/**/*.test.ts', 'test/*.test.ts', 'test/!(browser)/**/*.test.ts']
/** Played in real time against a clock that people would have: by themselves, when the others are through. */
const IN_REAL_TIME = ['test/browser/*.test.ts']
/** Two at a time, so that a laptop stays usable; a failed test may leave a connection open and must not keep the run waiting. */
const FLAGS = [
  '--import=./test/seed.ts',
  '--test',
  '--test-concurrency=2',
  '--test-timeout=180000',
  '--test-force-exit',
  '--test-reporter=spec',
]

/** A folder means all the tests in it. */
const given = process.argv
  .slice(2)
  .map((argument) => (existsSync(argument) && statSync(argument).isDirectory() ? `${argument}/**/*.test.ts` : argument))
const isNarrowed = given.some((argument) => !argument.startsWith('--'))
const rounds = isNarrowed
  ? [given]
  : [
      [...given, ...EVERYTHING],
      [...given, '--test-concurrency=1', ...IN_REAL_TIME],
    ]

const folder = mkdtempSync(join(tmpdir(), 'firstminute-test-'))
// Root lends the database to another user, who must be able to walk through.
chmodSync(folder, 0o711)
const server = await startEmbedded({ folder, say: (line) => console.error(line) })

let child: ChildProcess | null = null
let isStopped = false
// Ctrl-C reaches the child by itself; we stay to stop the database behind it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {
  isStopped = true
  child?.kill('SIGTERM')
})

async function run(files: readonly string[]): Promise<{ readonly code: number; readonly skipped: number }> {
  const running = spawn(process.execPath, [...FLAGS, ...files], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, FIRSTMINUTE_TEST_DATABASE: server.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = running
  let closing = ''
  running.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    closing = (closing + chunk.toString()).slice(-4_000)
  })
  const code = await new Promise<number>((settle) => running.on('close', (exit) => settle(exit ?? 1)))
  return { code, skipped: Number(/ skipped (\d+)\s/.exec(closing)?.[1] ?? 0) }
}

let code = 0
let skipped = 0
for (const files of rounds) {
  if (isStopped) break
  const ended = await run(files)
  code ||= ended.code
  skipped += ended.skipped
}
await server.stop()
rmSync(folder, { recursive: true, force: true })

const strict = process.env.FIRSTMINUTE_REQUIRE_TOOLS === '1' || Boolean(process.env.CI)
if (code === 0 && skipped > 0 && strict) {
  console.error(`${skipped} tests were skipped, and this run must skip none: install what their messages name.`)
  process.exit(1)
}
process.exit(code)
