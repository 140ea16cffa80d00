/** `npm run check`: types, style, borders and unused code, each named with its time; the first failure is the exit code. */
import { spawnSync } from 'node:child_process'

const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['types', 'tsc', ['-p', '.']],
  ['style', 'biome', ['check', '--error-on-warnings']],
  ['borders', 'node', ['--test', '--test-reporter=dot', 'test/borders.test.ts']],
  ['unused code', 'knip', []],
]

let failed = 0
for (const [name, command, args] of CHECKS) {
  const begun = performance.now()
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${command}`, args, { encoding: 'utf8' })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  if (status !== 0) {
    console.log(stdout, stderr)
    failed ||= status ?? 1
  }
}
process.exit(failed)
