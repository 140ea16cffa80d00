/** People whom an object detector has followed by itself over several looks, for where pixels lose them: rain, shake, a low sun. Pure. */
import type { Box } from '../facts.ts'
import type { Answer, SeenObject } from '../objects/objects.ts'
import { overlap } from '../objects/yolox.ts'

export type Walker = {
  readonly box: Box
  /** The first of the looks that saw them. */
  readonly since: number
  readonly hits: number
  readonly looks: number
  /** Of their own heights a second. */
  readonly pace: number
}

const LOOKS = 5
const HITS = 3
const NEWEST_MS = 1_500
const WINDOW_MS = 7_000
const SCORE = 0.2
/** Faster is a rider in traffic or another person. */
const FASTEST_HEIGHTS_S = 1.3
/** Boxes tremble by so much from look to look. */
const TREMBLE_HEIGHTS = 0.4
/** A post that looks like somebody does not move; who stands still is found as a thing that stands. */
const LEAST_HEIGHTS = 0.5
const LIKE_SIZE = 1.7

/** `answers` rise in time. */
export function walkersIn(answers: readonly Answer[], at: number): readonly Walker[] {
  const looks = answers.filter((answer) => at - answer.at <= WINDOW_MS).slice(-LOOKS)
  const newest = looks.at(-1)
  if (!newest || at - newest.at > NEWEST_MS) return []
  return peopleIn(newest).flatMap((person) => {
    const chain = [{ at: newest.at, box: person.box }]
    let looked = 1
    for (let index = looks.length - 2; index >= 0; index -= 1) {
      const answer = looks[index]
      const last = chain[0]
      if (!answer || !last) break
      looked += 1
      const earlier = peopleIn(answer).find((each) => isSame(last.box, each.box, (last.at - answer.at) / 1000))
      if (earlier) chain.unshift({ at: answer.at, box: earlier.box })
    }
    const first = chain[0]
    if (!first || chain.length < HITS) return []
    const way = apart(first.box, person.box)
    if (way < LEAST_HEIGHTS) return []
    const pace = way / ((newest.at - first.at) / 1000)
    return [{ box: person.box, since: first.at, hits: chain.length, looks: looked, pace }]
  })
}

/** Whoever is not seen as well, and as surely, as a vehicle in the same place: a windscreen has a driver behind it. */
function peopleIn({ objects }: Answer): readonly SeenObject[] {
  const vehicles = objects.filter((each) => !isPerson(each))
  return objects.filter(
    (each) =>
      isPerson(each) &&
      each.score >= SCORE &&
      vehicles.every((other) => !within(each.box, other.box) && overlap(each.box, other.box) < 0.3),
  )
}

function isPerson(object: SeenObject): boolean {
  return object.class === 'person' || object.class === 'bicycle'
}

function within([x, y, width, height]: Box, outer: Box): boolean {
  const middleX = x + width / 2
  const middleY = y + height / 2
  const isInside =
    middleX > outer[0] && middleX < outer[0] + outer[2] && middleY > outer[1] && middleY < outer[1] + outer[3]
  return isInside && width * height < outer[2] * outer[3]
}

function isSame(now: Box, then: Box, seconds: number): boolean {
  const growth = now[3] / then[3]
  if (!(growth < LIKE_SIZE && growth > 1 / LIKE_SIZE)) return false
  return apart(then, now) <= TREMBLE_HEIGHTS + FASTEST_HEIGHTS_S * seconds
}

/** Between the feet, in the later one's heights. */
function apart(a: Box, b: Box): number {
  return Math.hypot(b[0] + b[2] / 2 - a[0] - a[2] / 2, b[1] + b[3] - a[1] - a[3]) / b[3]
}
