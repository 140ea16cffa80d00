import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { breaches, importsOf, type SourceFile } from './borders.ts'

/** Fewer files than this means that the test looked in the wrong place and would pass over nothing. */
const AT_LEAST = 60

function sources(): readonly SourceFile[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ path: join('src', name).replaceAll('\\', '/'), text: readFileSync(join('src', name), 'utf8') }))
}

test('no file of the house imports across a border', () => {
  assert.deepEqual(breaches(sources()), [])
})

test('the border test sees the whole house', () => {
  const files = sources()
  assert.ok(files.length >= AT_LEAST, `saw only ${files.length} files`)
  assert.ok(files.flatMap((file) => importsOf(file.text)).length > AT_LEAST)
})

const planted: readonly (readonly [string, SourceFile])[] = [
  [
    'a plain file that reads a file',
    { path: 'src/dispatch/x.ts', text: "import { readFile } from 'node:fs/promises'" },
  ],
  ['a plain file that reads the clock', { path: 'src/core/x.ts', text: 'export const now = () => Date.now()' }],
  [
    'a capability that reaches into another',
    { path: 'src/dispatch/x.ts', text: "import { x } from '../sensing/camera.ts'" },
  ],
  [
    'a floor that imports a lower one',
    { path: 'src/core/x.ts', text: "import type { Order } from '../dispatch/order.ts'" },
  ],
  ['a screen that imports io', { path: 'src/dispatch/console/x.tsx', text: "import { s } from '../io/store.ts'" }],
  [
    'a simulator that enters by the back door',
    { path: 'src/sim/x.ts', text: "import { s } from '../dispatch/io/store.ts'" },
  ],
  ['a plain file that imports its own io', { path: 'src/dispatch/x.ts', text: "import { s } from './io/store.ts'" }],
  ['a dynamic import', { path: 'src/access/x.ts', text: "const x = await import('../dispatch/order.ts')" }],
]

for (const [what, file] of planted)
  test(`${what} is found`, () => {
    assert.equal(breaches([file]).length, 1)
  })

test('a capability may read what another publishes', () => {
  assert.deepEqual(breaches([{ path: 'src/dispatch/x.ts', text: "import type { W } from '../sensing/facts.ts'" }]), [])
})
