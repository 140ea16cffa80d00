/** One Firstminute a data folder: a lock file that names its process; it dies with the process, because the start time is checked too. */
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** When that process began, in the system's own words; null when there is no such process. Guards against a reused process number. */
export function processStart(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // Field 22; the second field is the program's name in brackets and may itself hold blanks and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? null : (fields[19] ?? null)
    } catch {
      return null
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** The process number in a lock whose process still runs, else null. */
function holderOf(lock: string): number | null {
  const [pid, start] = lock.split('\n')
  return pid && processStart(Number(pid)) === start ? Number(pid) : null
}

/** Takes the folder for this process and returns the way to give it back; throws one sentence when another holds it. */
export function holdFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'firstminute.lock')
  const own = `${file}.${process.pid}`
  const ours = `${process.pid}\n${processStart(process.pid)}\n`
  for (let attempt = 0; attempt < 5; attempt++) {
    writeFileSync(own, ours)
    try {
      // A hard link appears whole or not at all, and fails where one is there already.
      linkSync(own, file)
      return () => {
        if (readOr(file) === ours) rmSync(file, { force: true })
      }
    } catch {
      const found = readOr(file)
      const holder = found === null ? null : holderOf(found)
      if (holder !== null)
        throw new Error(
          `Firstminute already runs on ${folder} (process ${holder}): stop that one first, or give this one another data folder.`,
        )
      // Stale: move it away; if somebody else was faster and the moved one is theirs, put it back.
      const away = `${own}.stale`
      try {
        renameSync(file, away)
        if (readOr(away) !== found) linkSync(away, file)
      } catch {
        // Another process cleared it at the same time; the next attempt decides.
      }
      rmSync(away, { force: true })
    } finally {
      rmSync(own, { force: true })
    }
  }
  throw new Error(`The lock ${file} could not be taken: check that the folder can be written, then start again.`)
}
