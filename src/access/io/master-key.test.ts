/** The master key is made once, readable by its owner only, and never guessed at. */
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { MASTER_KEY_FILE, openMasterKey } from './master-key.ts'

async function inFolder(work: (dataFolder: string, file: string) => Promise<void>): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'firstminute-key-'))
  try {
    await work(dataFolder, join(dataFolder, MASTER_KEY_FILE))
  } finally {
    await rm(dataFolder, { recursive: true })
  }
}

test('the first start makes the key for its owner alone, and every later one finds it', () =>
  inFolder(async (dataFolder, file) => {
    const [one, two] = await Promise.all([openMasterKey({ dataFolder }), openMasterKey({ dataFolder })])
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.deepEqual(one.keyFor('vault'), two.keyFor('vault'))
    assert.notDeepEqual(one.keyFor('vault'), one.keyFor('marks'))
    assert.equal((await readFile(file, 'utf8')).includes(one.keyFor('vault').toString('hex')), false)
  }))

test('a key that others can read, or that is none, stops the start', () =>
  inFolder(async (dataFolder, file) => {
    await openMasterKey({ dataFolder })
    await chmod(file, 0o640)
    await assert.rejects(openMasterKey({ dataFolder }), /chmod 600/)
    await chmod(file, 0o600)
    await writeFile(file, 'short')
    await assert.rejects(openMasterKey({ dataFolder }), /64 hexadecimal digits/)
    await assert.rejects(openMasterKey({ dataFolder, fromEnvironment: 'short' }), /FIRSTMINUTE_MASTER_KEY/)
  }))

test('a key from the environment leaves no file', () =>
  inFolder(async (dataFolder, file) => {
    await openMasterKey({ dataFolder, fromEnvironment: 'ab'.repeat(32) })
    await assert.rejects(stat(file))
  }))
