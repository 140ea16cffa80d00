/** Where names stand beside their signs: below, above, right or left of them, never one over another; what finds no room is left out, unless the eye is to find it. Pure. */

/** CSS pixels from the upper left corner. */
export type Spot = { readonly x: number; readonly y: number }
type Named = Spot & { readonly width: number; readonly height: number; readonly strong: boolean }
type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** From the middle of a sign to the edge of its name. */
const AWAY_PX = 11

/** The left end and the middle of the height of each name that has room; strong ones choose first. */
export function placeLabels<N extends Named>(names: readonly N[]): readonly (N & Spot)[] {
  const taken: Box[] = []
  const placed: (N & Spot)[] = []
  for (const name of [...names.filter(({ strong }) => strong), ...names.filter(({ strong }) => !strong)]) {
    const places = placesOf(name)
    const free = places.find((at) => !taken.some((other) => overlap(other, boxOf(name, at))))
    const at = free ?? (name.strong ? places[0] : undefined)
    if (!at) continue
    taken.push(boxOf(name, at))
    placed.push({ ...name, ...at })
  }
  return placed
}

function placesOf({ x, y, width, height }: Named): readonly Spot[] {
  const aside = AWAY_PX + height / 2
  return [
    { x: x - width / 2, y: y + aside },
    { x: x - width / 2, y: y - aside },
    { x: x + AWAY_PX, y },
    { x: x - AWAY_PX - width, y },
  ]
}

const boxOf = ({ width, height }: Named, { x, y }: Spot): Box => ({
  left: x,
  top: y - height / 2,
  right: x + width,
  bottom: y + height / 2,
})

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
