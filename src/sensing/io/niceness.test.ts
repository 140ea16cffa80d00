import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

const isLinux = process.platform === 'linux'

test('every thread yields, those of the pool too that are there before the first line', {
  skip: isLinux ? false : 'a niceness is a thread’s own only on Linux',
}, () => {
  const module = pathToFileURL('src/sensing/io/niceness.ts').href
  const script = `
    import { readFile } from 'node:fs/promises'
    import { readdirSync } from 'node:fs'
    import { getPriority } from 'node:os'
    await Promise.all(Array.from({ length: 8 }, () => readFile('package.json')))
    const { yieldTo } = await import(${JSON.stringify(module)})
    yieldTo(12)
    console.log(readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread))).join(' '))
  `
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  const priorities = stdout.trim().split(' ')
  assert.ok(priorities.length > 4, stderr)
  assert.deepEqual(new Set(priorities), new Set(['12']))
})
