/** Paints convex shapes and glows into a picture with smooth edges; the hot loop of the renderer, without allocation. */
import type { Ink, Picture } from './picture.ts'

const ROW = new Float32Array(8192)
const SUB = 4

/** Fills a convex polygon (x0, y0, x1, y1, …) in one plane; `top` to `bottom` is a gradient over its height. */
function fillPlane(
  plane: Uint8Array,
  width: number,
  height: number,
  shape: readonly number[],
  scale: number,
  top: number,
  bottom: number,
  alpha: number,
): void {
  let minY = Number.POSITIVE_INFINITY
  let maxY = Number.NEGATIVE_INFINITY
  for (let i = 1; i < shape.length; i += 2) {
    const y = (shape[i] ?? 0) * scale
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  const from = Math.max(0, Math.floor(minY))
  const to = Math.min(height - 1, Math.ceil(maxY) - 1)
  const span = Math.max(1e-6, maxY - minY)
  for (let row = from; row <= to; row++) {
    let left = width
    let right = -1
    for (let sub = 0; sub < SUB; sub++) {
      const y = row + (sub + 0.5) / SUB
      let xa = Number.POSITIVE_INFINITY
      let xb = Number.NEGATIVE_INFINITY
      let px = (shape[shape.length - 2] ?? 0) * scale
      let py = (shape[shape.length - 1] ?? 0) * scale
      for (let i = 0; i < shape.length; i += 2) {
        const x = (shape[i] ?? 0) * scale
        const z = (shape[i + 1] ?? 0) * scale
        if (z > y !== py > y) {
          const at = x + ((y - z) * (px - x)) / (py - z)
          if (at < xa) xa = at
          if (at > xb) xb = at
        }
        px = x
        py = z
      }
      if (xa < 0) xa = 0
      if (xb > width) xb = width
      if (xb <= xa) continue
      const first = Math.floor(xa)
      const last = Math.min(width - 1, Math.ceil(xb) - 1)
      if (first < left) left = first
      if (last > right) right = last
      for (let x = first; x <= last; x++) ROW[x] = (ROW[x] ?? 0) + (Math.min(xb, x + 1) - Math.max(xa, x)) / SUB
    }
    if (right < left) continue
    const share = Math.max(0, Math.min(1, (row + 0.5 - minY) / span))
    const value = top + (bottom - top) * share
    const base = row * width
    for (let x = left; x <= right; x++) {
      const cover = (ROW[x] ?? 0) * alpha
      ROW[x] = 0
      const old = plane[base + x] ?? 0
      plane[base + x] = old + (value - old) * cover + 0.5
    }
  }
}

/** `shape`: x0, y0, x1, y1, … in pixels, convex; `bottom` makes a vertical gradient. */
export function fill(picture: Picture, shape: readonly number[], top: Ink, alpha = 1, bottom: Ink = top): void {
  const { width, height } = picture
  const [cw, ch] = [(width + 1) >> 1, (height + 1) >> 1]
  fillPlane(picture.y, width, height, shape, 1, top.y, bottom.y, alpha)
  fillPlane(picture.u, cw, ch, shape, 0.5, top.u, bottom.u, alpha)
  fillPlane(picture.v, cw, ch, shape, 0.5, top.v, bottom.v, alpha)
}

/** Adds light around a lamp: brightest in the middle, nothing at `radius`. */
export function glow(picture: Picture, x: number, y: number, radius: number, of: Ink, strength: number): void {
  const planes = [
    [picture.y, 1, of.y - 16, picture.width, picture.height],
    [picture.u, 2, of.u - 128, (picture.width + 1) >> 1, (picture.height + 1) >> 1],
    [picture.v, 2, of.v - 128, (picture.width + 1) >> 1, (picture.height + 1) >> 1],
  ] as const
  for (const [plane, step, add, width, height] of planes) {
    const [cx, cy, r] = [x / step, y / step, Math.max(0.75, radius / step)]
    const low = step === 1 ? 16 : 40
    const high = step === 1 ? 235 : 216
    for (let py = Math.max(0, Math.floor(cy - r)); py <= Math.min(height - 1, Math.ceil(cy + r)); py++)
      for (let px = Math.max(0, Math.floor(cx - r)); px <= Math.min(width - 1, Math.ceil(cx + r)); px++) {
        const off = ((px + 0.5 - cx) ** 2 + (py + 0.5 - cy) ** 2) / (r * r)
        if (off >= 1) continue
        const at = py * width + px
        const value = (plane[at] ?? 0) + add * strength * (1 - off) ** 2
        plane[at] = Math.max(low, Math.min(high, value))
      }
  }
}
