/** Finds every floor's SQL steps, in the order of the floors and then of their numbers. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Step } from './migrate.ts'

/** The floors that may keep tables, from the ground up; test/borders.ts takes the order from here. */
export const FLOORS = [
  'journal',
  'access',
  'roads',
  'sensing',
  'vehicles',
  'airspace',
  'dispatch',
  'patrol',
  'fraud',
  'cases',
  'community',
  'campaign',
  'server',
] as const

/** Steps are `src/<floor>/io/migrations/NNNN-title.sql`; a step's name is `<floor>/NNNN-title`. */
export async function allMigrations(): Promise<Step[]> {
  const source = fileURLToPath(new URL('../../', import.meta.url))
  const steps: Step[] = []
  for (const floor of FLOORS) {
    const folder = join(source, floor, 'io', 'migrations')
    const files = await readdir(folder).catch((): string[] => [])
    for (const file of files.filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort())
      steps.push({ name: `${floor}/${file.slice(0, -4)}`, text: await readFile(join(folder, file), 'utf8') })
  }
  return steps
}
