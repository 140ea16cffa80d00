/** Writes the simulated city into a folder: configuration with fresh secrets, map, and what the simulator itself must remember; readable by the owner only. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { mapOf } from '../city/map.ts'
import { layCity } from '../city.ts'
import { configurationOf, type Ports } from '../prepare.ts'
import { extractOf } from './extract.ts'

/** Whole or not at all: a reader never meets half a file. */
function writePrivately(file: string, value: unknown, indent = 2): void {
  const half = `${file}.new`
  writeFileSync(half, `${JSON.stringify(value, null, indent)}\n`, { mode: 0o600 })
  chmodSync(half, 0o600)
  renameSync(half, file)
}

export function prepare(folder: string, seed: number, ports: Ports): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const city = layCity(seed)
  writePrivately(join(folder, 'map.geojson'), mapOf(city), 0)
  writeFileSync(join(folder, 'roads.osm.pbf'), extractOf(city), { mode: 0o600 })
  writePrivately(join(folder, 'simulation.json'), { seed, simPort: ports.sim })
  const secret = (): string => randomBytes(32).toString('hex')
  writePrivately(join(folder, 'firstminute.config.json'), configurationOf(city, ports, secret))
}

const simulationFile = z.strictObject({ seed: z.int(), simPort: z.int().min(1).max(65_535) })
/** What the simulator reads of the configuration; the rest is the server's. */
const configurationFile = z.object({
  publicUrl: z.url(),
  agencies: z.array(z.object({ id: z.string(), webhook: z.object({ secret: z.string() }).optional() })),
  units: z.array(z.object({ id: z.string(), token: z.string() })),
  sensors: z.array(z.object({ id: z.string(), token: z.string() })),
  cameras: z.array(z.object({ id: z.string(), ptz: z.object({ onvif: z.url(), source: z.string() }).optional() })),
})

export type Prepared = z.infer<typeof simulationFile> & z.infer<typeof configurationFile>

/** Throws with the file's name when `prepare` has not been there. */
export function readPrepared(folder: string): Prepared {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return {
    ...simulationFile.parse(read('simulation.json')),
    ...configurationFile.parse(read('firstminute.config.json')),
  }
}
