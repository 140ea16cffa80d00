/**
 * Draws the pictures of docs/sensing.md: rendered scenes of the simulated city, watched by the real detector until it warns, with
 * the box that it gave. And a generated drive as a radar's tracks. `node bin/with-node.mjs bench/pictures.ts` writes docs/images/sensing-*.
 */
import { writeFileSync } from 'node:fs'
import { cameraOf } from '../src/sensing/camera.ts'
import { openDetector } from '../src/sensing/detector/detector.ts'
import { type Frame, workSize } from '../src/sensing/detector/frame.ts'
import type { SensedType, SensedWarning } from '../src/sensing/facts.ts'
import { jpegOf } from '../src/sensing/io/video/picture.ts'
import { driveOf, GOOD, reportsOf, SENSOR } from '../src/sensing/roadside/generated.fixture.ts'
import { openRoadEye } from '../src/sensing/roadside/road-eye.ts'
import { cameraRecord, camerasOf, MAIN_CAMERA } from '../src/sim/city/cameras.ts'
import { layCity } from '../src/sim/city.ts'
import { fill } from '../src/sim/scene/brush.ts'
import { lookOf } from '../src/sim/scene/look.ts'
import { type Ink, ink } from '../src/sim/scene/picture.ts'
import { type RenderedFrame, renderedFrames, type SceneSite, type Stage } from '../src/sim/scene/scene.ts'
import type { Stop } from '../src/sim/scene/stop.ts'
import { NO_LAMPS, type Placed } from '../src/sim/scene/vehicle.ts'
import { LANE_M, onGround, project, ROAD_EDGE_M } from '../src/sim/scene/view.ts'

const SEED = 7
const site = camerasOf(layCity(SEED)).find(({ id }) => id === MAIN_CAMERA)
if (!site) throw new Error('the city has no main camera')
const camera = cameraOf(cameraRecord(site, 'file:none'))
if (!camera.ok) throw new Error(camera.detail)

const STOP: Stop = { entersAt: 32_000, standsAtM: 46, paintDice: 0.1, leavesAt: null }
const EMPTY: Stage = { stop: null, standing: [] }
const { view } = site

type Scenario = {
  readonly name: string
  readonly type: SensedType
  readonly seconds: number
  readonly change?: Partial<SceneSite>
  readonly stageAt?: (at: number) => Stage
  readonly touch?: (frame: RenderedFrame) => void
  /** Plays the scene backwards from this instant on. */
  readonly backwardsFrom?: number
}

/** A jam: more and more vehicles stand in both lanes, and creep. */
function jam(at: number): Stage {
  const since = at - 25_000
  if (since < 0) return EMPTY
  const count = Math.min(9, Math.floor(since / 1_500))
  const standing = [0, 1].flatMap((lane) =>
    Array.from({ length: count }, (_, row): Placed => {
      const dice = ((row * 37 + lane * 17) % 29) / 29
      const along = 118 - row * 12 - lane * 4 + 0.4 * Math.sin(at / 2_000 + row)
      return {
        look: lookOf(dice, (dice * 7) % 1, 0.3),
        across: LANE_M * (lane + 0.5),
        along,
        facing: 'away',
        lamps: { ...NO_LAMPS, brake: true },
      }
    }).filter(({ along }) => along > 14),
  )
  return { stop: null, standing }
}

/** Somebody walks up the hard shoulder. */
function walker(frame: RenderedFrame): void {
  const along = 24 + (1.4 * (frame.at - 30_000)) / 1000
  if (frame.at < 30_000 || along > 60) return
  const across = ROAD_EDGE_M + 1.4
  const sway = 0.14 * Math.sin(frame.at / 180)
  const part = (left: number, right: number, low: number, high: number, of: Ink): void => {
    const at = (side: number, up: number) => project(view, onGround(view, across + side, along, up))
    fill(frame, [at(left, high), at(right, high), at(right, low), at(left, low)].flat(), of)
  }
  part(-0.16 + sway, -0.02 + sway, 0, 0.85, ink(34, 38, 52))
  part(0.02 - sway, 0.16 - sway, 0, 0.85, ink(34, 38, 52))
  part(-0.24, 0.24, 0.8, 1.45, ink(176, 64, 44))
  part(-0.1, 0.1, 1.47, 1.74, ink(150, 116, 96))
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'stopped', type: 'stopped-vehicle', seconds: 60, stageAt: () => ({ stop: STOP, standing: [] }) },
  {
    name: 'night',
    type: 'stopped-vehicle',
    seconds: 70,
    change: { daylight: 'night', isRaining: true },
    stageAt: () => ({ stop: STOP, standing: [] }),
  },
  { name: 'pedestrian', type: 'pedestrian', seconds: 50, touch: walker },
  { name: 'wrong-way', type: 'wrong-way', seconds: 60, backwardsFrom: 120_000 },
  { name: 'queue', type: 'congestion', seconds: 110, stageAt: jam },
  {
    name: 'unfit',
    type: 'camera-unfit',
    seconds: 50,
    touch: (frame) => {
      // Dense fog rolls in.
      const share = Math.max(0, Math.min(0.96, (frame.at - 25_000) / 8_000))
      for (let at = 0; at < frame.y.length; at++) frame.y[at] = (frame.y[at] ?? 0) * (1 - share) + 150 * share
    },
  },
]

/** Rendered at the view's own size; the detector takes its size of analysis, which for this camera is the same. */
function* play({ seconds, change = {}, stageAt = () => EMPTY, touch, backwardsFrom }: Scenario): Generator<Frame> {
  if (!site) return
  const [over, under] = site.rate
  const count = Math.round((seconds * over) / under)
  if (backwardsFrom === undefined) {
    for (const frame of renderedFrames({ ...site, ...change }, SEED, count, stageAt)) {
      touch?.(frame)
      yield frame
    }
    return
  }
  // The road is learnt forwards: only then does time turn.
  for (const frame of renderedFrames(site, SEED, Math.round(count / 2))) yield frame
  for (let index = Math.round(count / 2); index < count; index++) {
    const at = (index * 1000 * under) / over
    for (const frame of renderedFrames(site, SEED, 1, stageAt, backwardsFrom - at)) yield { ...frame, at }
  }
}

/** A drive over time: each track a line, the warning a ring where it was given. */
function drawTracks(): void {
  const eye = openRoadEye(SENSOR)
  const lines = new Map<string, string[]>()
  const x = (ms: number): string => (40 + ms / 100).toFixed(0)
  const y = (lat: number, lon: number): string =>
    (190 - ((lon - 120.75) * 95_700 + (lat - 30.71) * 22_000) * 0.36).toFixed(0)
  let rings = ''
  for (const { report, arrivedAt, ms } of reportsOf(
    driveOf('stop-on-shoulder', 11, 60_000),
    GOOD,
    11,
    1_795_420_800_000,
  )) {
    for (const { id, position } of report.frames[0]?.tracks ?? [])
      if (ms % 500 < 100 && position) {
        const line = lines.get(id) ?? []
        lines.set(id, [...line, `${x(ms)},${y(position[1], position[0])}`])
      }
    for (const { position } of eye.take(report, arrivedAt).warnings)
      rings += `<circle cx="${x(ms)}" cy="${y(position[1], position[0])}" r="9" fill="none" stroke="#d97706" stroke-width="3"/>`
  }
  const paths = [...lines.values()].map((points) => `<polyline points="${points.join(' ')}"/>`).join('')
  writeFileSync(
    'docs/images/sensing-tracks.svg',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 400" font-family="sans-serif" font-size="13"><rect width="660" height="400" fill="#fff"/><g fill="none" stroke="#64748b">${paths}</g>${rings}<text x="40" y="395">time, 60 s →</text><text x="14" y="380" transform="rotate(-90 14 380)">along the road, 900 m →</text></svg>\n`,
  )
}

drawTracks()
for (const scenario of SCENARIOS) {
  const detector = openDetector(camera.value)
  const size = workSize(camera.value.view)
  let found: SensedWarning | null = null
  for (const frame of play(scenario)) {
    if (frame.width !== size.width) throw new Error('the scene is not rendered at the size of analysis')
    found = detector.see(frame).find(({ type }) => type === scenario.type) ?? null
    if (!found) continue
    const whole = scenario.type === 'camera-unfit'
    writeFileSync(`docs/images/sensing-${scenario.name}.jpg`, jpegOf(frame, whole ? null : found.box, 68))
    break
  }
  console.log(scenario.name, found ? `${found.mediaSeconds} s: ${found.reason.en}` : 'nothing')
}
