/** How much processor time a server and everything it started have used, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ of Linux: fixed at 100 in its interface to programs. */
const TICKS_PER_SECOND = 100

/** Seconds of processor time of `root` and its descendants, the database's processes apart. */
export function cpuSeconds(root: number): { readonly node: number; readonly postgres: number } {
  const all = new Map<number, { parent: number; name: string; seconds: number }>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      // After the name: state, ppid, …; utime and stime are fields 14 and 15 of the whole line, cutime and cstime follow.
      const ticks = Number(fields[11]) + Number(fields[12])
      all.set(Number(entry), { parent: Number(fields[1]), name, seconds: ticks / TICKS_PER_SECOND })
    } catch {
      // It has ended in between.
    }
  }
  let node = 0
  let postgres = 0
  for (const [pid, one] of all) {
    let at: number | undefined = pid
    while (at !== undefined && at !== root && at > 1) at = all.get(at)?.parent
    if (at !== root) continue
    if (one.name.startsWith('postgres')) postgres += one.seconds
    else node += one.seconds
  }
  return { node, postgres }
}

/** Resident memory of one process, MB. */
export function memoryMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}
