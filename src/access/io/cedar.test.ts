/** A faulty policy stops the start with a sentence that names it. */
import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { id } from '../../core/ids.ts'
import { openPolicies, POLICY_FOLDER } from './cedar.ts'

async function withPolicy(text: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'firstminute-policies-'))
  try {
    await cp(POLICY_FOLDER, folder, { recursive: true })
    await writeFile(join(folder, 'planted.cedar'), text)
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a policy without a name, with a known name or with a word the schema lacks is refused at the start', async () => {
  const faults: readonly [string, RegExp][] = [
    ['permit (principal, action == Action::"board.read", resource);', /without @id/],
    ['@id("duty-judges") permit (principal, action == Action::"board.read", resource);', /stands twice/],
    ['@id("x") permit (principal, action == Action::"board.erase", resource);', /x: .*board\.erase/],
    [
      '@id("x") permit (principal, action == Action::"order.read", resource) when { resource.agancy == "a" };',
      /agancy/,
    ],
    ['@id("x") permit (principal, action', /planted\.cedar/],
  ]
  for (const [text, says] of faults)
    await withPolicy(text, (folder) => assert.rejects(openPolicies(folder), says, text))
})

test('a permit planted for machines cannot let one judge', async () => {
  await withPolicy('@id("planted") permit (principal is Machine, action, resource);', async (folder) => {
    const { authorise } = await openPolicies(folder)
    const sensor = { id: id<'person'>('cam-1'), role: 'machine', name: { zh: '相机', en: 'camera' } } as const
    assert.deepEqual(authorise(sensor, 'warning.judge', { kind: 'warning', id: 'w1' }), {
      allowed: false,
      by: ['no-machine-decides'],
    })
    assert.deepEqual(authorise(sensor, 'person.manage', { kind: 'centre', id: 'centre' }).by, ['no-machine-decides'])
  })
})
