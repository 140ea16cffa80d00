/** The one object-detection model of an installation, kept in its data folder: the file, its hash, its licence and what it names; mode 0600, put in place at once or not at all. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Model } from '../../objects/model.ts'

const recordSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  form: z.strictObject({
    input: z.string(),
    output: z.string(),
    side: z.number().int().positive(),
    names: z.array(z.string()).min(1),
  }),
  bytes: z.number().int().positive(),
  /** null: none was given. */
  licence: z.string().nullable(),
  addedAt: z.iso.datetime(),
  selfTest: z.strictObject({ runMs: z.number(), runtime: z.string() }),
})
export type ModelRecord = z.infer<typeof recordSchema>
export type KeptModel = { readonly model: Model; readonly record: ModelRecord; readonly file: string }

const RECORD = 'model.json'

function folderOf(dataFolder: string): string {
  return join(dataFolder, 'model')
}

function fileOf(dataFolder: string, { sha256 }: Pick<ModelRecord, 'sha256'>): string {
  return join(folderOf(dataFolder), `${sha256}.onnx`)
}

/** null: none was added. Throws one sentence where the record cannot be read, because a model that is there and not used would go unnoticed. */
export async function readModel(dataFolder: string): Promise<KeptModel | null> {
  const path = join(folderOf(dataFolder), RECORD)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const read = recordSchema.safeParse(json(text))
  if (!read.success) throw new Error(`${path} is damaged: add the model again, or remove it.`)
  const record = read.data
  return {
    record,
    model: { name: record.name, sha256: record.sha256, form: record.form },
    file: fileOf(dataFolder, record),
  }
}

/** Replaces the model that was there. A crash leaves the old one or the new one, never half of either. */
export async function keepModel(dataFolder: string, record: ModelRecord, bytes: Uint8Array): Promise<void> {
  const folder = folderOf(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await place(fileOf(dataFolder, record), bytes)
  await place(join(folder, RECORD), `${JSON.stringify(record, null, 2)}\n`)
  await clean(folder, `${record.sha256}.onnx`)
}

/** False: there was none. */
export async function removeModel(dataFolder: string): Promise<boolean> {
  const folder = folderOf(dataFolder)
  const had = (await names(folder)).includes(RECORD)
  await rm(join(folder, RECORD), { force: true })
  await clean(folder, null)
  return had
}

async function place(path: string, content: Uint8Array | string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function clean(folder: string, keep: string | null): Promise<void> {
  for (const name of await names(folder))
    if (name !== RECORD && name !== keep) await rm(join(folder, name), { force: true })
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
