/** A camera's ring of recorded files on disk: keeps it within its bounds, and makes one MP4 of a stretch of it without encoding anew. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { covering, reaches, type Segment, segmentsOf, surplus } from '../../life/recording.ts'

export type Cut = { readonly file: string; readonly from: number; readonly to: number }

const LOOK_EVERY_MS = 300
/** A file is finished at the next key frame, which a camera sends every few seconds. */
const LATEST_MS = 12_000
const CUT_WITHIN_MS = 30_000

export class Ring {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** False: nothing can be kept here. */
  async prepare(): Promise<boolean> {
    return mkdir(this.folder, { recursive: true, mode: 0o700 }).then(
      () => true,
      () => false,
    )
  }

  async segments(): Promise<readonly Segment[]> {
    const names = await readdir(this.folder).catch(() => [])
    const entries = await Promise.all(
      names.map(async (name) => {
        const found = await stat(join(this.folder, name)).catch(() => null)
        return found === null ? [] : [{ name, bytes: found.size, writtenAt: Math.round(found.mtimeMs) }]
      }),
    )
    return segmentsOf(entries.flat())
  }

  async tidy(at: number): Promise<void> {
    for (const name of surplus(await this.segments(), at)) await rm(join(this.folder, name), { force: true })
  }

  /**
   * One MP4 of [from, to] as far as it is kept, beginning at the key frame before; waits for its end while `goesOn()`.
   * The file is the caller's. `not-recorded`: nothing of that time is there.
   */
  async cut(
    from: number,
    to: number,
    clock: () => number,
    goesOn: () => boolean,
    signal: AbortSignal,
  ): Promise<Result<Cut, 'not-recorded'>> {
    while (!signal.aborted && goesOn() && clock() < to + LATEST_MS) {
      if (clock() >= to && reaches(await this.segments(), to)) break
      await sleep(clock() < to - 1_000 ? 1_000 : LOOK_EVERY_MS)
    }
    const chosen = covering(await this.segments(), from, to)
    const first = chosen[0]
    if (!first || signal.aborted) return refuse('not-recorded')
    const folder = await mkdtemp(join(tmpdir(), 'firstminute-clip-'))
    const file = join(folder, 'clip.mp4')
    if (!(await joinSegments(this.folder, chosen, file, signal))) {
      await rm(folder, { recursive: true, force: true })
      return refuse('not-recorded')
    }
    return ok({ file, from: first.from, to: Math.max(...chosen.map((one) => one.to)) })
  }
}

/** A list for ffmpeg's `concat`; names hold only digits, a dash and a dot. */
export async function writeList(folder: string, segments: readonly Segment[], to: string): Promise<void> {
  await writeFile(to, segments.map(({ name }) => `file '${join(folder, name).replaceAll("'", "'\\''")}'\n`).join(''))
}

async function joinSegments(
  folder: string,
  segments: readonly Segment[],
  file: string,
  signal: AbortSignal,
): Promise<boolean> {
  const list = `${file}.txt`
  await writeList(folder, segments, list)
  const args = [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-fflags', '+genpts'],
    ...['-f', 'concat', '-safe', '0', '-i', list, '-map', '0:v:0', '-c', 'copy', '-movflags', '+faststart', file],
  ]
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn('ffmpeg', args, { stdio: 'ignore', signal, timeout: CUT_WITHIN_MS })
    child.on('error', () => resolve(null))
    child.on('close', resolve)
  })
  await rm(list, { force: true })
  return code === 0
}
