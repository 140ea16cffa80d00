/** `npm ci` runs only the install scripts that the project allows, with every npm: 11 by `allowScripts`, older ones by what the lock says. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { z } from 'zod'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ hasInstallScript: z.boolean().optional(), optional: z.boolean().optional() }),
  ),
})
const packageSchema = z.object({ allowScripts: z.record(z.string(), z.boolean()) })

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'))
}

test('no package that is not allowed to is said to have an install script', () => {
  const { allowScripts } = packageSchema.parse(read('package.json'))
  const refused = Object.keys(allowScripts).filter((name) => !allowScripts[name])
  const scripts = Object.entries(lockSchema.parse(read('package-lock.json')).packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
  assert.ok(scripts.length > 1, 'the lock was read')
  assert.deepEqual(
    scripts.filter((name) => refused.includes(name)),
    [],
    'take `"hasInstallScript": true` out of package-lock.json again: an npm before 11 would run a script that downloads',
  )
})
