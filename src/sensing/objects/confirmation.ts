/** What an object detector has said of late about one camera's picture, and what it is to look at next; pure, and silent where nobody answers. */
import type { Text } from '../../core/text.ts'
import type { Size } from '../detector/frame.ts'
import { type Walker, walkersIn } from '../detector/walkers.ts'
import type { Box } from '../facts.ts'
import { type Answer, type Ask, OBJECT_NAMES, type ObjectClass } from './objects.ts'

/** What the looks say of one thing: of the newest LOOKS that held it, in how many each kind was seen there. */
export type Sight = {
  readonly looks: number
  readonly vehicle: number
  readonly person: number
  /** The name that was said most surely; null: none. */
  readonly name: ObjectClass | null
}

/** Where a thing was at an instant; null: not there yet, or not known. */
export type Whereabouts = (at: number) => Box | null

export const UNSEEN: Sight = { looks: 0, vehicle: 0, person: 0, name: null }

const ASK_EVERY_MS = 1_000
/** Pictures this far apart are key frames of a quiet camera, whose round is made more rarely: who moves there has it decoded in full. */
const SPARSE_MS = 900
const QUIET_ROUND_MS = 8_000
const REMEMBERED_MS = 8_000
const LOOKS = 5
/** Two looks of five: one may be a trick of the light. */
const CONFIRMS = 2
/** Measured on cars of 20–70 px: a network that is shown little around a thing does not know it (docs/sensing.md). */
const WIDE = { times: 6, least: 320 }
const NEAR = { times: 4, least: 200 }
const VEHICLE_SCORE = 0.25
/** People are small and weakly seen; they are followed over several looks instead. */
const PERSON_SCORE = 0.2

const KIND: Readonly<Record<ObjectClass, 'vehicle' | 'person'>> = {
  person: 'person',
  bicycle: 'person',
  motorcycle: 'vehicle',
  car: 'vehicle',
  bus: 'vehicle',
  truck: 'vehicle',
}

export function isVehicle({ vehicle, person }: Sight): boolean {
  return vehicle >= CONFIRMS && vehicle >= person
}

export function isPerson({ vehicle, person }: Sight): boolean {
  return person >= CONFIRMS && person > vehicle
}

/** null where nobody looked. */
export function sightText({ looks, vehicle, person, name }: Sight): Text | null {
  if (looks === 0) return null
  const hits = Math.max(vehicle, person)
  if (hits === 0 || name === null)
    return {
      en: `an object detector saw no vehicle and no person there in ${looks} looks`,
      zh: `目标检测查看 ${looks} 次，未识别出车辆或行人`,
    }
  return {
    en: `an object detector saw a ${OBJECT_NAMES[name].en} in ${hits} of ${looks} looks`,
    zh: `目标检测查看 ${looks} 次，其中 ${hits} 次识别为${OBJECT_NAMES[name].zh}`,
  }
}

export class Confirmation {
  readonly #size: Size
  readonly #answers: Answer[] = []
  #seenAt = Number.NEGATIVE_INFINITY
  #askedAt = Number.NEGATIVE_INFINITY
  #roundAt = Number.NEGATIVE_INFINITY
  #near = true

  constructor(size: Size) {
    this.#size = size
  }

  /** Name and hash of the model that answers; null while none does. */
  get model(): string | null {
    return this.#answers.at(-1)?.model ?? null
  }

  clear(): void {
    this.#answers.length = 0
    this.#askedAt = Number.NEGATIVE_INFINITY
    this.#roundAt = Number.NEGATIVE_INFINITY
  }

  told(answer: Answer): void {
    this.#answers.push(answer)
    this.#answers.sort((a, b) => a.at - b.at)
    const newest = this.#answers.at(-1)?.at ?? answer.at
    while (newest - (this.#answers[0]?.at ?? newest) > REMEMBERED_MS) this.#answers.shift()
  }

  walkers(at: number): readonly Walker[] {
    return walkersIn(this.#answers, at)
  }

  /** `since`: looks before it were at something else. */
  sight(whereabouts: Whereabouts, since: number): Sight {
    let looks = 0
    let best = 0
    let name: ObjectClass | null = null
    const hits = { vehicle: 0, person: 0 }
    for (let index = this.#answers.length - 1; index >= 0 && looks < LOOKS; index -= 1) {
      const answer = this.#answers[index]
      if (!answer || answer.at < since) break
      const box = whereabouts(answer.at)
      if (box === null || shareWithin(box, answer.box) < 0.9) continue
      looks += 1
      const here = { vehicle: false, person: false }
      for (const object of answer.objects) {
        const kind = KIND[object.class]
        if (object.score < (kind === 'vehicle' ? VEHICLE_SCORE : PERSON_SCORE) || !agree(object.box, box)) continue
        here[kind] = true
        if (object.score <= best) continue
        best = object.score
        name = object.class
      }
      if (here.vehicle) hits.vehicle += 1
      if (here.person) hits.person += 1
    }
    return { looks, ...hits, name }
  }

  /** Called for every picture; `isSparse`: the one before is too long ago for a path. Of the candidates the one that was looked at least, seen from far and from near in turn; the whole picture while there is none. */
  asks(
    at: number,
    candidates: (isSparse: boolean) => readonly { readonly box: Box; readonly sight: Sight }[],
  ): Ask | null {
    const isSparse = at - this.#seenAt > SPARSE_MS
    this.#seenAt = at
    if (at - this.#askedAt < ASK_EVERY_MS) return null
    let next: { readonly box: Box; readonly sight: Sight } | null = null
    for (const candidate of candidates(isSparse))
      if (next === null || candidate.sight.looks < next.sight.looks) next = candidate
    if (next === null && isSparse && at - this.#roundAt < QUIET_ROUND_MS) return null
    this.#askedAt = at
    if (next === null) {
      this.#roundAt = at
      return { at, box: [0, 0, this.#size.width, this.#size.height], priority: 'round' }
    }
    this.#near = !this.#near
    return { at, box: around(next.box, this.#near ? NEAR : WIDE, this.#size), priority: 'candidate' }
  }
}

/** A square around the box, moved into the picture, cut where the picture is smaller. */
function around(box: Box, { times, least }: { readonly times: number; readonly least: number }, size: Size): Box {
  const side = Math.max(least, times * Math.max(box[2], box[3]))
  const width = Math.min(size.width, side)
  const height = Math.min(size.height, side)
  const x = Math.min(size.width - width, Math.max(0, box[0] + box[2] / 2 - width / 2))
  const y = Math.min(size.height - height, Math.max(0, box[1] + box[3] / 2 - height / 2))
  return [x, y, width, height]
}

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return width > 0 && height > 0 ? width * height : 0
}

function shareWithin(inner: Box, outer: Box): number {
  return sharedArea(inner, outer) / Math.max(1, inner[2] * inner[3])
}

/** What stands out of the background is often only part of a thing, or has its shadow with it: the smaller of the two lies mostly in the larger, and sizes are alike. */
function agree(a: Box, b: Box): boolean {
  const areaA = a[2] * a[3]
  const areaB = b[2] * b[3]
  if (!(areaA > 0) || !(areaB > 0) || areaA > 5 * areaB || areaB > 5 * areaA) return false
  return sharedArea(a, b) >= 0.5 * Math.min(areaA, areaB)
}
