/** Is what stands there a thing? Told by how its outline and its inside differ from the road that was there before. */
import { type Background, LEVEL } from './background.ts'
import type { Size } from './frame.ts'

/** `thing`; `bare`: what stood there has left and the road is seen again; `light`: a shadow, or the road itself in another light. */
export type Outline = 'thing' | 'bare' | 'light' | 'unclear'

/** Grey levels across the outline: a thing stands out by at least this; a bare road differs from its surroundings by less than that. */
const THING_STEP = 8
const BARE_STEP = 6
/** How well the picture inside follows the road that was there (correlation): light keeps the road's texture, a thing has its own. */
const SAME_TEXTURE = 0.75
const LIKE_TEXTURE = 0.6
const NOTHING_ELSE = 0.95
/** How much stronger than before the outline must be: hardly for what has its own texture, since a kerb or barrier behind it may be stronger than itself. */
const OWN_RATIO = 0.33
const LIKE_RATIO = 1.6
const SAME_RATIO = 4
/** A thing fills this much of its box, even where half of it has the colour of the road; light lies about in scraps. */
const LEAST_FILL = 0.2
/** What stands out so much more than light does may fill less of it: a car in the colour of the road shows its windows and its shadow. */
const STARK_STEP = 24
const STARK_FILL = 0.1
/** A shadow dims evenly. */
const SHADOW_SPREAD = 0.045

export function outlineOf(
  background: Background,
  size: Size,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Outline {
  const { width, height } = size
  const { held, long, standing, foreign } = background
  const reach = Math.max(2, Math.round(width / 110))
  const steps = [reach, -reach, reach * width, -reach * width]
  let pairs = 0
  let now = 0
  let was = 0
  let count = 0
  let ratios = 0
  let ratioSquares = 0
  let sumNow = 0
  let sumWas = 0
  let squaresNow = 0
  let squaresWas = 0
  let products = 0
  const bottom = Math.min(height - reach, box.y + box.height)
  const right = Math.min(width - reach, box.x + box.width)
  for (let y = Math.max(reach, box.y); y < bottom; y += 1)
    for (let x = Math.max(reach, box.x); x < right; x += 1) {
      const at = y * width + x
      if (standing[at] !== 1) continue
      const here = (held[at] ?? 0) / LEVEL
      const road = (long[at] ?? 0) / LEVEL
      const ratio = here / Math.max(8, road)
      count += 1
      ratios += ratio
      ratioSquares += ratio * ratio
      sumNow += here
      sumWas += road
      squaresNow += here * here
      squaresWas += road * road
      products += here * road
      for (const step of steps) {
        const out = at + step
        if (standing[out] === 1 || foreign[out] === 1) continue
        pairs += 1
        now += Math.abs(here - background.shown(out) / LEVEL)
        was += Math.abs(road - (long[out] ?? 0) / LEVEL)
      }
    }
  if (count === 0 || pairs === 0) return 'unclear'
  const ratio = ratios / count
  const spread = Math.sqrt(Math.max(0, ratioSquares / count - ratio * ratio))
  if (ratio > 0.35 && ratio < 0.95 && spread < SHADOW_SPREAD) return 'light'
  const step = now / pairs
  const before = was / pairs
  if (step < BARE_STEP && step < 0.75 * before) return 'bare'
  const varies = (squaresNow / count - (sumNow / count) ** 2) * (squaresWas / count - (sumWas / count) ** 2)
  const same = varies > 0 ? (products / count - (sumNow / count) * (sumWas / count)) / Math.sqrt(varies) : 0
  if (same > NOTHING_ELSE) return 'light'
  const wanted = same > SAME_TEXTURE ? SAME_RATIO : same > LIKE_TEXTURE ? LIKE_RATIO : OWN_RATIO
  if (count < (step > STARK_STEP ? STARK_FILL : LEAST_FILL) * box.width * box.height) return 'unclear'
  if (step > THING_STEP && step > wanted * before) return 'thing'
  return same > LIKE_TEXTURE ? 'light' : 'unclear'
}
