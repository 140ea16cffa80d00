/** How fast one core watches, and in how much memory: the command line on real clips and on the rendered camera, every decoded frame analysed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cameraRecord, camerasOf } from '../src/sim/city/cameras.ts'
import { layCity } from '../src/sim/city.ts'
import { renderedFrames } from '../src/sim/scene/scene.ts'
import { firstProgramme } from '../src/sim/scene/stage.ts'
import { y4mFrame, y4mHeader } from '../src/sim/scene/y4m.ts'
import type { BenchResult, Row } from './result.ts'
import { CLIPS } from './video/clips.ts'

type Clip = { readonly name: string; readonly file: string; readonly camera: string; readonly isJudged: boolean }
type Watched = {
  readonly frames: number
  readonly perSecond: number
  readonly perCpuSecond: number
  readonly peakMb: number
  readonly warnings: number
}

const CLI = fileURLToPath(new URL('../src/server/cli.ts', import.meta.url))
const SEED = 7
const RENDERED_FRAMES = 900

export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-watch-'))
  try {
    const rows: Row[] = []
    for (const clip of [...real(), ...(await rendered(folder))]) {
      const { frames, perSecond, perCpuSecond, peakMb, warnings } = await watched(clip)
      rows.push(
        {
          what: `${clip.name}: frames watched per second of one core's time`,
          value: perCpuSecond,
          unit: 'frames/s',
          ...(clip.isJudged ? { must: { at: 'least', bound: 100 } } : {}),
        },
        { what: `${clip.name}: the same by the clock, sharing that core`, value: perSecond, unit: 'frames/s' },
        {
          what: `${clip.name}: peak memory with the decoder`,
          value: peakMb,
          unit: 'MB',
          must: { at: 'most', bound: 250 },
        },
        { what: `${clip.name}: frames analysed`, value: frames, unit: 'frames' },
        { what: `${clip.name}: warnings`, value: warnings, unit: 'warnings' },
      )
    }
    const about =
      "`firstminute watch`, start of the process left out, decoder included, held on one core. Every frame that can be decoded is analysed. The core's time is counted because the clock also shows what else ran on it."
    return { name: 'watch', about, rows }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function real(): Clip[] {
  return (['motorway', 'highway'] as const).flatMap((name) => {
    const { file, camera } = CLIPS[name]
    if (existsSync(file)) return [{ name: `real ${name}, 320×240`, file, camera, isJudged: true }]
    console.log(`${file} is not there: left out`)
    return []
  })
}

/** The simulator's expressway cameras, drawn to files first, so that drawing is not measured. */
async function rendered(folder: string): Promise<Clip[]> {
  const sites = camerasOf(layCity(SEED)).filter((site) => site.setting === 'expressway')
  const { stop } = firstProgramme(SEED)
  const clips: Clip[] = []
  for (const width of [320, 640]) {
    const site = sites.find(({ view }) => view.width === width)
    if (!site) continue
    const file = join(folder, `${width}.y4m`)
    const camera = join(folder, `${width}.json`)
    await writeFile(camera, JSON.stringify(cameraRecord(site, file)))
    const out = await open(file, 'w')
    await out.write(y4mHeader(site.view.width, site.view.height, site.rate))
    const stage = () => ({ stop, standing: [] })
    for (const frame of renderedFrames(site, SEED, RENDERED_FRAMES, stage)) await out.write(y4mFrame(frame))
    await out.close()
    clips.push({ name: `rendered, ${width}×${site.view.height}`, file, camera, isJudged: width === 320 })
  }
  return clips
}

async function watched({ file, camera }: Clip): Promise<Watched> {
  const args = [process.execPath, CLI, 'watch', file, '--camera', camera, '--json']
  const pin = existsSync('/usr/bin/taskset') ? ['taskset', '-c', '0'] : []
  const [command = '', ...rest] = [...pin, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let warned = ''
  let peakKb = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    warned += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const look = setInterval(() => {
    if (child.pid !== undefined) peakKb = Math.max(peakKb, memoryKb(child.pid))
  }, 50)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(look)
  const summary = /(\d+) frames, ([\d.]+) frames\/s, ([\d.]+) CPU/.exec(said)
  if (code !== 0 || !summary) throw new Error(`watch ended with ${code}: ${said.trim().slice(-300)}`)
  const warnings = warned.split('\n').filter((line) => line !== '').length
  const frames = Number(summary[1])
  const perCpuSecond = frames / Math.max(0.01, Number(summary[3]))
  return { frames, perSecond: Number(summary[2]), perCpuSecond, peakMb: peakKb / 1024, warnings }
}

/** Resident memory of a process and its children now, in kB; shared pages are counted in each. */
function memoryKb(pid: number): number {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // It has ended in between.
      return ''
    }
  }
  const own = Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(/\s+/).filter(Boolean)
  return children.reduce((sum, child) => sum + memoryKb(Number(child)), own)
}
