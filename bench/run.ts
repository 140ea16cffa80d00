/** `npm run bench -- <name> … [--write]`: runs the named measurements (all without a name); --write puts their tables into docs/benchmarks.md. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { type BenchResult, holds, table } from './result.ts'

const BENCHES: Readonly<Record<string, () => Promise<BenchResult>>> = {
  live: async () => (await import('./live.ts')).run(),
  console: async () => (await import('./console.ts')).run(),
  'first-minute': async () => (await import('./first-minute.ts')).run(),
  crash: async () => (await import('./crash.ts')).run(),
  watch: async () => (await import('./watch.ts')).run(),
  tracks: async () => (await import('./tracks.ts')).run(),
  cost: async () => (await import('./cost.ts')).run(),
  endurance: async () => (await import('./endurance.ts')).run(),
  video: async () => (await import('./video.ts')).run(),
  masking: async () => (await import('./masking.ts')).run(),
  frame: async () => (await import('./frame.ts')).run(),
  roads: async () => (await import('./roads.ts')).run(),
  exchange: async () => (await import('./exchange.ts')).run(),
  recommend: async () => (await import('./recommend.ts')).run(),
  storm: async () => (await import('./storm.ts')).run(),
  conflicts: async () => (await import('./conflicts.ts')).run(),
  replay: async () => (await import('./replay.ts')).run(),
}

const PAGE = 'docs/benchmarks.md'

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()
  try {
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'bench') ? ' with changes' : '')
    )
  } catch {
    return 'unknown commit'
  }
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
}

/** Puts a table between the marks of its name, so that one measurement can be renewed alone. */
function write(result: BenchResult): void {
  const begin = `<!-- ${result.name} -->`
  const end = `<!-- /${result.name} -->`
  const page = readFileSync(PAGE, 'utf8')
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no place marked ${begin}`)
  const stamp = `${new Date().toISOString().slice(0, 10)}, commit ${commit()}, ${machine()}`
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n${table(result)}\n\n${stamp}\n${page.slice(to)}`)
}

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
let held = true
for (const [name, run] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue
  const result = await run()
  console.log(`\n${table(result)}\n\n${machine()}, commit ${commit()}`)
  held &&= result.rows.every(holds)
  if (args.includes('--write')) write(result)
}
process.exit(held ? 0 : 1)
