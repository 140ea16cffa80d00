/** Where a PTZ has to look to see a place: the preset of its kilometre and zone, or a position between surveyed presets when the device takes absolute moves. */
import { ok, type Result, refuse } from '../../core/result.ts'
import type { PtzPosition, PtzPreset, PtzRecord } from '../camera.ts'
import type { Ground } from '../ground.ts'

/** What is known of the place; `pixel` is one of the overview's view at home. */
export type AimAt = {
  readonly pixel: readonly [number, number] | null
  readonly kilometre: number | null
  readonly zone: string | null
}

/** `between`: the preset nearest to it, for a device that refuses the position. */
export type Aim =
  | { readonly kind: 'preset'; readonly token: string; readonly position: PtzPosition | null }
  | { readonly kind: 'position'; readonly position: PtzPosition; readonly between: string }

/** Beyond this share outside the surveyed triangle a plane through it says nothing any more. */
const MOST_OUTSIDE = 0.5
/** Presets farther from the place than this show something else. */
const FARTHEST_KM = 0.5

export type AimWays = {
  /** The device takes absolute moves. */
  readonly absolute: boolean
  /** Takes pixels of the view; null where the camera is not surveyed. */
  readonly ground: Ground | null
}

/** A place between surveyed presets is worth a position of its own; else the preset of its kilometre, else the one nearest in the picture. */
export function aimAt(ptz: PtzRecord, place: AimAt, ways: AimWays): Result<Aim, 'nowhere-to-look'> {
  const away = ptz.presets.filter((preset) => preset.token !== ptz.home)
  const preset = presetOf(away, place, ways.ground)
  if (preset === null) return refuse('nowhere-to-look')
  const position = ways.absolute ? (byPixel(away, place) ?? byKilometre(away, place)) : null
  return ok(
    position === null
      ? { kind: 'preset', token: preset.token, position: preset.position ?? null }
      : { kind: 'position', position, between: preset.token },
  )
}

type Found = { readonly preset: PtzPreset; readonly cost: number }

/** In the stretch before near it, the own zone before none before another; of equals the one nearest in the picture. */
function presetOf(presets: readonly PtzPreset[], place: AimAt, ground: Ground | null): PtzPreset | null {
  const found = presets.flatMap((preset): Found[] => {
    const km = kilometresOff(preset, place.kilometre)
    const metres = metresOff(preset, place.pixel, ground)
    // A record that says no more than `the shoulder` means all of it.
    if (km === null && metres === null && (preset.zone === undefined || preset.zone !== place.zone)) return []
    if (km !== null && km > FARTHEST_KM) return []
    const zone = preset.zone === undefined || place.zone === null ? 1 : preset.zone === place.zone ? 0 : 2
    return [{ preset, cost: (km ?? 0) * 1e6 + zone * 1e4 + Math.min(9_999, metres ?? 9_999) }]
  })
  return (
    found.reduce<Found | null>((best, each) => (best === null || each.cost < best.cost ? each : best), null)?.preset ??
    null
  )
}

/** 0 inside the stretch; null: the preset or the place names no kilometre. */
function kilometresOff({ fromKm, toKm }: PtzPreset, kilometre: number | null): number | null {
  if (fromKm === undefined || toKm === undefined || kilometre === null) return null
  return Math.max(0, fromKm - kilometre, kilometre - toKm)
}

/** Metres on the road where it is surveyed, pixels where not: either way the nearest is the nearest. */
function metresOff({ pixel }: PtzPreset, at: AimAt['pixel'], ground: Ground | null): number | null {
  if (pixel === undefined || at === null) return null
  const [x, y] = ground ? ground.metresAt(...pixel) : pixel
  const [u, v] = ground ? ground.metresAt(...at) : at
  return Math.hypot(x - u, y - v)
}

type Surveyed = { readonly pixel: readonly [number, number]; readonly position: PtzPosition }

/**
 * A plane through the three nearest surveyed presets that are not on one line, in the picture: what an overview and a
 * PTZ on one mast show differs by a turn of the head, which is nearly linear there and is not on the road.
 */
function byPixel(presets: readonly PtzPreset[], { pixel: at }: AimAt): PtzPosition | null {
  if (at === null) return null
  const near = presets
    .flatMap(({ pixel, position }): Surveyed[] => (pixel && position ? [{ pixel, position }] : []))
    .map((each) => ({ ...each, off: Math.hypot(each.pixel[0] - at[0], each.pixel[1] - at[1]) }))
    .sort((a, b) => a.off - b.off)
  const [a, b] = near
  if (!a || !b) return null
  for (const c of near.slice(2)) {
    const shares = sharesOf(at, a.pixel, b.pixel, c.pixel)
    if (shares === null) continue
    if (shares.some((share) => share < -MOST_OUTSIDE || share > 1 + MOST_OUTSIDE)) continue
    return blend([a.position, b.position, c.position], shares)
  }
  return null
}

/** Barycentric coordinates; null for a triangle too thin to stand on. */
function sharesOf(
  at: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): readonly [number, number, number] | null {
  const twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
  const longest = Math.max(
    Math.hypot(b[0] - a[0], b[1] - a[1]),
    Math.hypot(c[0] - a[0], c[1] - a[1]),
    Math.hypot(c[0] - b[0], c[1] - b[1]),
  )
  if (longest === 0 || Math.abs(twice) / longest < 0.05 * longest) return null
  const ofB = ((at[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (at[1] - a[1])) / twice
  const ofC = ((b[0] - a[0]) * (at[1] - a[1]) - (at[0] - a[0]) * (b[1] - a[1])) / twice
  return [1 - ofB - ofC, ofB, ofC]
}

/** Between the middles of two surveyed stretches of the same zone, by kilometre. */
function byKilometre(presets: readonly PtzPreset[], { kilometre, zone }: AimAt): PtzPosition | null {
  if (kilometre === null) return null
  const along = presets
    .flatMap(({ fromKm, toKm, zone: own, position }) =>
      fromKm !== undefined && toKm !== undefined && position && (own === undefined || zone === null || own === zone)
        ? [{ km: (fromKm + toKm) / 2, position }]
        : [],
    )
    .sort((a, b) => a.km - b.km)
  const after = along.find((each) => each.km >= kilometre)
  const before = along.findLast((each) => each.km <= kilometre)
  if (!after || !before || after.km === before.km) return null
  const share = (kilometre - before.km) / (after.km - before.km)
  return blend([before.position, after.position], [1 - share, share])
}

function blend(positions: readonly PtzPosition[], shares: readonly number[]): PtzPosition {
  const mean = (of: keyof PtzPosition): number =>
    positions.reduce((sum, position, index) => sum + position[of] * (shares[index] ?? 0), 0)
  return { pan: within(-1, mean('pan'), 1), tilt: within(-1, mean('tilt'), 1), zoom: within(0, mean('zoom'), 1) }
}

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value))
