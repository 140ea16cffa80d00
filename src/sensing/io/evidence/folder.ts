/** The folder of evidence: clips and copies as files that only the server may read, named by their ids, gone for good when deleted. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { EvidenceId } from '../../evidence/evidence.ts'
import type { ExportId } from '../../evidence/export.ts'

export type Folder = {
  clip(key: EvidenceId): string
  copy(key: EvidenceId, copy: ExportId): string
  /** Where a copy is written until it is whole. */
  part(key: EvidenceId, copy: ExportId): string
  /** Moves a finished file to its name; on disk and private before it is there. */
  take(from: string, to: string): Promise<void>
  remove(file: string): Promise<void>
  files(): Promise<readonly FolderFile[]>
}

export type FolderFile = {
  readonly file: string
  /** null: not a name of ours. */
  readonly key: EvidenceId | null
  readonly copy: ExportId | null
  /** UTC ms of its last change. */
  readonly changedAt: number
}

const NAME = /^([0-9a-f-]{36})(?:\.([0-9a-f-]{36})(?:\.part)?)?\.mp4$/

export async function openFolder(path: string): Promise<Folder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await chmod(path, 0o700)
  return {
    clip: (key) => join(path, `${key}.mp4`),
    copy: (key, copy) => join(path, `${key}.${copy}.mp4`),
    part: (key, copy) => join(path, `${key}.${copy}.part.mp4`),
    async take(from, to) {
      await chmod(from, 0o600)
      await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error
        const beside = to.replace(/\.mp4$/, '.moving')
        await copyFile(from, beside)
        await chmod(beside, 0o600)
        await rename(beside, to)
        await rm(from, { force: true })
      })
      const handle = await open(to, 'r')
      await handle.sync()
      await handle.close()
    },
    remove: (file) => rm(file, { force: true }),
    async files() {
      const found: FolderFile[] = []
      for (const name of await readdir(path)) {
        const file = join(path, name)
        const known = await stat(file).catch(() => null)
        if (!known?.isFile()) continue
        const [, key, copy] = NAME.exec(name) ?? []
        found.push({
          file,
          // The names are made of these ids by `clip`, `copy` and `part` above.
          key: key === undefined ? null : (key as EvidenceId),
          copy: copy === undefined ? null : (copy as ExportId),
          changedAt: known.mtimeMs,
        })
      }
      return found
    },
  }
}

/** SHA-256 in hex, and the length. */
export async function sealOf(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return { sha256: hash.digest('hex'), bytes: (await stat(file)).size }
}
