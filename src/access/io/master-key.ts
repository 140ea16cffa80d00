/** The installation's master key: from FIRSTMINUTE_MASTER_KEY, or a file of mode 0600 made at the first start; every use gets a key of its own. */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

export const MASTER_KEY_FILE = 'master.key'

export type MasterKey = {
  /** A 256-bit key for one use; knowing it says nothing about the master key or another use. */
  keyFor(use: string): Buffer
  /** A keyed mark for a text that must be recognised and not kept. 128 bits, hex. */
  mark(text: string): string
}

export function masterKeyOf(bytes: Uint8Array): MasterKey {
  if (bytes.length !== 32) throw new RangeError('a master key has 32 bytes')
  const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', `firstminute/${use}`, 32))
  const marks = keyFor('marks')
  return { keyFor, mark: (text) => createHmac('sha256', marks).update(text).digest('hex').slice(0, 32) }
}

function decoded(text: string, where: string): Buffer {
  const hex = text.trim()
  if (!/^[0-9a-f]{64}$/i.test(hex))
    throw new Error(`${where} does not hold a master key of 64 hexadecimal digits (openssl rand -hex 32 makes one).`)
  return Buffer.from(hex, 'hex')
}

/** Whole on the disk before it has its name, and never over another: of two first starts one makes the key for both. */
async function make(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
}

/** Throws one sentence when the key cannot be read or others on the machine could read it. */
export async function openMasterKey(given: {
  readonly fromEnvironment?: string
  readonly dataFolder: string
}): Promise<MasterKey> {
  if (given.fromEnvironment) return masterKeyOf(decoded(given.fromEnvironment, 'FIRSTMINUTE_MASTER_KEY'))
  const path = join(given.dataFolder, MASTER_KEY_FILE)
  await mkdir(given.dataFolder, { recursive: true, mode: 0o700 })
  if (!(await stat(path).catch(() => null))) await make(path)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) throw new Error(`${path} can be read by others: chmod 600 ${path}`)
  return masterKeyOf(decoded(await readFile(path, 'utf8'), path))
}
