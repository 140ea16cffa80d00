/** One warning per place: what has been announced is held, so that a brightness swing or a lost track does not announce it twice. */
import { never } from '../../core/result.ts'
import type { SensedType } from '../facts.ts'
import type { Finding } from './scene.ts'

const HOLD_MS = 120_000

/** A place that has been announced. What a detector holds is handed to the one that follows it, so that a restart announces nothing twice. */
export type HeldPlace = {
  readonly type: SensedType
  /** The number of the zone in the camera's record; 0: the whole picture. */
  readonly zone: number
  /** Pixels of the size of analysis. */
  readonly box: readonly [number, number, number, number]
  /** Milliseconds of the medium. */
  readonly seenAt: number
}

type Held = { -readonly [K in keyof HeldPlace]: HeldPlace[K] }

export class Places {
  readonly #held: Held[]

  constructor(held: readonly HeldPlace[] = []) {
    this.#held = held.map((place) => ({ ...place }))
  }

  get list(): readonly HeldPlace[] {
    return this.#held.map((place) => ({ ...place }))
  }

  /** True the first time; afterwards the place is only kept warm. */
  admit(finding: Finding, at: number): boolean {
    for (let index = this.#held.length - 1; index >= 0; index -= 1)
      if (at - (this.#held[index]?.seenAt ?? 0) > HOLD_MS) this.#held.splice(index, 1)
    const zone = finding.zone?.number ?? 0
    const known = this.#held.find((held) => isSame(held, finding, zone))
    if (known === undefined) {
      this.#held.push({ type: finding.type, zone, box: finding.box, seenAt: at })
      return true
    }
    known.seenAt = at
    // A walker is followed; what stands keeps the place it was announced at.
    if (known.type === 'pedestrian' && finding.type === 'pedestrian') known.box = finding.box
    return false
  }
}

function isSame(held: Held, finding: Finding, zone: number): boolean {
  switch (finding.type) {
    case 'camera-unfit':
      return held.type === 'camera-unfit'
    case 'congestion':
    case 'wrong-way':
      return held.type === finding.type && held.zone === zone
    case 'pedestrian':
      return (held.type === 'pedestrian' && held.zone === zone) || (stands(held.type) && isNear(held.box, finding.box))
    case 'stopped-vehicle':
    case 'stopped-object':
      // A car that stops where somebody has walked by is news; a walker who stands still is not.
      if (held.type === 'pedestrian' && finding.type === 'stopped-vehicle') return false
      return stands(held.type) && isNear(held.box, finding.box)
  }
  return never(finding.type)
}

function stands(type: SensedType): boolean {
  return type === 'stopped-vehicle' || type === 'stopped-object' || type === 'pedestrian'
}

/** Closer than a part of the smaller's length: driver beside the car, door opened, box grown; but a box that spans half the road owns nothing near it. */
export function isNear(a: HeldPlace['box'], b: HeldPlace['box']): boolean {
  const reach = 0.75 * Math.min(Math.max(a[2], a[3]), Math.max(b[2], b[3]))
  const gapX = Math.max(a[0], b[0]) - Math.min(a[0] + a[2], b[0] + b[2])
  const gapY = Math.max(a[1], b[1]) - Math.min(a[1] + a[3], b[1] + b[3])
  return gapX < reach * 0.5 && gapY < reach * 0.5
}
