/** One vehicle that brakes, comes to stand and stays, on a real clip: where, how large, which cut-out, which lamps, which weather; and what was said about it. */

import { type Dice, diceFrom } from '../../src/core/dice.ts'
import { type Zones, zoneAt, zonesOf } from '../../src/sensing/detector/zones.ts'
import type { SensedWarning } from '../../src/sensing/facts.ts'
import { type ClipName, cameraFor, carWidthAt, footage } from './clips.ts'
import { SEEDS, type SeedName } from './corpus-set.ts'
import { type CutOut, drawnCar, resized, vehicleCut, vehicleCuts } from './cut-outs.ts'
import { Naive } from './naive.ts'
import { openOnlooker } from './onlooker.ts'
import { DARK, type Lamps, litAt, paste } from './paste.ts'
import { isSamePlace } from './score.ts'
import { type Act, show } from './show.ts'
import { WEATHERS, type WeatherName } from './weather.ts'

/** A hit later than this after standing still is no hit. */
export const HIT_WITHIN_S = 25
const LEAST_WIDTH_PX = 20

export type StopPlan = {
  readonly clip: ClipName
  readonly framesPerSecond: number
  readonly weather: WeatherName
  readonly crf: number | null
  readonly lamps: Lamps
  /** Pixels of analysis of a usual car at the place. */
  readonly leastWidth?: number
  readonly mostWidth?: number
  readonly zone: 'shoulder' | 'lane'
}

export type StopOutcome = StopPlan & {
  readonly width: number
  readonly at: readonly [number, number]
  /** Cut from real footage, or drawn. */
  readonly cut: boolean
  /** Seconds from standing still to the warning; null: never. */
  readonly waitS: number | null
  readonly hazardLights: boolean | null
  readonly grade: SensedWarning['grade'] | null
  /** Said about the place again, or as something else first. */
  readonly doubled: number
  readonly asObject: boolean
  /** Said about anything else but the cyclist who really is there. */
  readonly elsewhere: readonly string[]
  readonly naiveWaitS: number | null
  readonly naiveElsewhere: number
}

/** How the traffic comes to the place in each clip, in the picture. */
const TOWARDS: Readonly<Record<ClipName, readonly [number, number]>> = {
  motorway: [0.55, -0.83],
  highway: [-0.5, 0.87],
  street: [0.99, -0.14],
  parking: [0.1, -0.99],
}

/** `weights`: of an object detector that looks on. */
export async function playStop(plan: StopPlan, label: string, seed: SeedName, weights?: string): Promise<StopOutcome> {
  const dice = diceFrom(SEEDS[seed], label)
  const camera = cameraFor(plan.clip)
  const from = await footage(plan.clip, plan.framesPerSecond)
  const at = placeIn(zonesOf(camera, from.size), plan, dice)
  const width = carWidthAt(plan.clip, ...at) * dice.between(0.93, 1.12)
  const isCut = dice.chance(0.7)
  const cuts = vehicleCuts(plan.clip === 'motorway' ? 'motorway' : 'highway', seed === 'report')
  const cut = cuts[dice.below(cuts.length)]
  const drawn = drawnCar(dice.between(40, 215), dice.between(112, 144), dice.between(112, 144))
  const what = isCut && cut ? await vehicleCut(plan.clip === 'motorway' ? 'motorway' : 'highway', cut) : drawn
  const stopAt = dice.between(9, 16)
  const startPicture = dice.below(from.pictures.length)
  const act = parks(what, plan, at, width, stopAt, dice)
  const onlooker = openOnlooker(camera, weights)
  const naive = new Naive(from.size)
  const said: SensedWarning[] = []
  const naiveSaid: { readonly at: number; readonly box: readonly number[] }[] = []
  await show(
    {
      ...{ footage: from, seconds: stopAt + HIT_WITHIN_S, from: startPicture, act, weather: WEATHERS[plan.weather] },
      ...(plan.crf === null ? {} : { crf: plan.crf }),
      seed: dice.below(1e9),
    },
    async (frame) => {
      said.push(...(await onlooker.see(frame)))
      naiveSaid.push(...naive.see(frame))
    },
  )
  const finish = resized(what, width)
  const box = [at[0] - finish.width / 2, at[1] - finish.height, finish.width, finish.height]
  // Warnings speak in pixels of the camera's view.
  const scale = camera.view.width / from.size.width
  const boxInView = box.map((each) => each * scale)
  const stands = said.filter(({ type }) => type === 'stopped-vehicle' || type === 'stopped-object')
  const atPlace = stands.filter((warning) => isSamePlace(warning.box, boxInView))
  const hit = atPlace.find((warning) => warning.type === 'stopped-vehicle' && warning.mediaSeconds >= stopAt)
  const elsewhere = said.filter((each) => !atPlace.includes(each) && !isCyclist(plan.clip, each))
  const naiveHit = naiveSaid.find((alarm) => alarm.at >= stopAt * 1000 && isSamePlace(alarm.box, box))
  return {
    ...plan,
    ...{ width: Math.round(width * scale), at, cut: isCut },
    waitS: hit ? hit.mediaSeconds - stopAt : null,
    hazardLights: hit?.hazardLights ?? null,
    grade: hit?.grade ?? null,
    doubled: Math.max(0, atPlace.length - 1),
    asObject: !hit && atPlace.some((warning) => warning.type === 'stopped-object'),
    elsewhere: elsewhere.map((each) => `${each.type} ${each.grade} at ${each.mediaSeconds} s, ${each.box.join(' ')}`),
    naiveWaitS: naiveHit ? naiveHit.at / 1000 - stopAt : null,
    naiveElsewhere: naiveSaid.filter((alarm) => !isSamePlace(alarm.box, box)).length,
  }
}

/** The motorway clip has a real cyclist on its shoulder: to warn of him is right. */
export function isCyclist(clip: ClipName, warning: SensedWarning): boolean {
  return clip === 'motorway' && warning.type === 'pedestrian' && warning.zone === 'shoulder'
}

/** A foot on the zone wanted, wholly in the picture, where traffic is at least as wide as asked for. */
function placeIn(zones: Zones, plan: StopPlan, dice: Dice): readonly [number, number] {
  const least = plan.leastWidth ?? LEAST_WIDTH_PX
  const most = plan.mostWidth ?? Number.POSITIVE_INFINITY
  let wanted = plan.zone
  for (let attempt = 0; attempt < 5_000; attempt += 1) {
    // A camera without a shoulder has its events in the lane.
    if (attempt === 2_500) wanted = 'lane'
    const x = dice.between(0, zones.width)
    const y = dice.between(0, zones.height - 3)
    const zone = zoneAt(zones, x, y)
    const width = carWidthAt(plan.clip, x, y)
    if (zone?.kind !== wanted || width < least || width > most) continue
    // Most of its foot is on the road that is watched.
    const foot = [-0.4, -0.2, 0.2, 0.4].filter((part) => zoneAt(zones, x + part * width, y - 0.15 * width) !== null)
    if (foot.length < 2) continue
    if (x < 0.55 * width || x > zones.width - 0.55 * width || y < 1.1 * width) continue
    if (plan.clip === 'motorway' && x < 110) continue
    return [x, y]
  }
  throw new Error(`${plan.clip} has no place for a vehicle of ${least} pixels`)
}

/** Brakes evenly over a few seconds, then stands; its lamps begin within a second. */
function parks(
  what: CutOut,
  { clip, lamps }: StopPlan,
  at: readonly [number, number],
  width: number,
  stopAt: number,
  dice: Dice,
): Act {
  const brakeS = dice.between(2.5, 5)
  const [tx, ty] = TOWARDS[clip]
  // Even braking from v covers v·t/2: from about 4 of its own widths a second.
  const wayPx = width * dice.between(2.5, 5)
  const lampsFrom = stopAt + dice.between(0.2, 1)
  const standing = resized(what, width)
  return (bytes, size, seconds, exposure) => {
    const left = stopAt - seconds
    if (left > brakeS) return
    if (left <= 0) {
      paste(bytes, size, standing, ...at, exposure, seconds < lampsFrom ? DARK : litAt(lamps, seconds))
      return
    }
    const share = (left / brakeS) ** 2
    const x = at[0] - tx * wayPx * share
    const y = at[1] - ty * wayPx * share
    const scale = carWidthAt(clip, x, y) / carWidthAt(clip, ...at)
    const lit = { left: 1, right: 1, colour: 'red' } as const
    paste(bytes, size, resized(what, Math.max(4, width * scale)), x, y, exposure, lit)
  }
}
