/** The house's borders: which file may import which, judged from paths and import texts alone. Pure, so that a planted violation can be judged too. */
import { FLOORS as FLOORS_WITH_TABLES } from '../src/journal/io/migrations.ts'

/** From the ground up; a floor imports itself and those before it (docs/architecture.md). */
const FLOORS = ['core', ...FLOORS_WITH_TABLES, 'console', 'sim'] as const
type Floor = (typeof FLOORS)[number]

/** Every floor may use any file of these (their io/ only from io/). */
const GROUND: readonly Floor[] = ['core', 'journal', 'access', 'roads']
const CAPABILITIES: readonly Floor[] = FLOORS_WITH_TABLES.filter(
  (floor) => floor !== 'server' && !GROUND.some((ground) => ground === floor),
)

export type SourceFile = { readonly path: string; readonly text: string }
export type Breach = { readonly file: string; readonly imports: string; readonly rule: string }

type Room = 'pure' | 'io' | 'routes' | 'screen' | 'test'

function floorOf(path: string): Floor | null {
  const name = path.split('/')[1]
  return FLOORS.find((floor) => floor === name) ?? null
}

function roomOf(path: string): Room {
  const floor = floorOf(path)
  if (/\.test\.tsx?$/.test(path)) return 'test'
  if (floor === 'console' || path.includes('/console/')) return 'screen'
  if (floor === 'server' || floor === 'sim') return 'io'
  if (path.includes('/io/')) return 'io'
  if (path.endsWith('/routes.ts') || path.includes('/routes/')) return 'routes'
  return 'pure'
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

export function importsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(IMPORT), (match) => match[1] ?? match[2] ?? '')
}

/** Resolves a relative import to a path from the repository's root; null for packages. */
export function resolveImport(from: string, target: string): string | null {
  if (!target.startsWith('.')) return null
  const parts = from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}

/** Packages that pure files may use: they neither read the clock nor touch the world. */
const PURE_PACKAGES = new Set(['zod', 'pbf', 'flatbush', 'saxes'])
const CLOCK_AND_CHANCE =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval|crypto\.getRandomValues)\b|(?<![.\w])fetch\(/

function ruleBroken(from: string, target: string): string | null {
  const room = roomOf(from)
  const floor = floorOf(from)
  if (!floor) return null
  const path = resolveImport(from, target)
  if (!path) {
    if (room === 'pure' && (target.startsWith('node:') || !PURE_PACKAGES.has(target.replace(/\/.*/, ''))))
      return 'plain files are pure: no node:* and no package that touches the world'
    if (room === 'screen' && target.startsWith('node:')) return 'screens run in the browser: no node:*'
    return null
  }
  if (!path.startsWith('src/')) return /\.(json|css|svg)$/.test(path) ? null : 'src imports nothing outside src'
  const toFloor = floorOf(path)
  const toRoom = roomOf(path)
  if (!toFloor) return 'no such floor'
  if (room === 'screen') {
    if (toRoom === 'io' && toFloor !== 'console' && !/\/(lane|wire)\.ts$/.test(path))
      return 'screens import pure files, never io/'
    return null
  }
  if (toRoom === 'screen') return 'only screens import screens'
  if (floor === 'sim')
    return toFloor === 'sim' || toFloor === 'core' || /\/(lane|wire)\.ts$/.test(path)
      ? null
      : 'sim imports core and wire formats only'
  if (FLOORS.indexOf(toFloor) > FLOORS.indexOf(floor)) return 'a floor imports only floors above it in the list'
  if (floor === toFloor) {
    if (room === 'pure' && (toRoom === 'io' || toRoom === 'routes')) return 'plain files do not import io/ or routes'
    return null
  }
  if (floor === 'server') return null
  if (toRoom === 'io' && room !== 'io' && room !== 'routes') return 'io/ is imported from io/ only'
  if (CAPABILITIES.includes(toFloor) && !GROUND.includes(toFloor) && !path.endsWith('/facts.ts'))
    return "a capability imports another's facts.ts and nothing else of it"
  return null
}

/** Every border that the files break. Tests may import what they test. */
export function breaches(files: readonly SourceFile[]): readonly Breach[] {
  const found: Breach[] = []
  for (const file of files) {
    const room = roomOf(file.path)
    if (room === 'test') continue
    for (const target of importsOf(file.text)) {
      const rule = ruleBroken(file.path, target)
      if (rule) found.push({ file: file.path, imports: target, rule })
    }
    if (room !== 'pure') continue
    const code = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    const clock = CLOCK_AND_CHANCE.exec(code)
    if (clock) found.push({ file: file.path, imports: clock[0], rule: 'time and chance are arguments of plain files' })
  }
  return found
}
