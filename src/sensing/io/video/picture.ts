/** A frame as JPEG, with the box of a warning drawn into it: the picture that a person judges. */
import jpeg from 'jpeg-js'
import type { Frame } from '../../detector/frame.ts'
import type { Box } from '../../facts.ts'

/** `box` in pixels of the frame; drawn outside of what it holds, so that it hides nothing. Quality 1–100. */
export function jpegOf(frame: Frame, box: Box | null, quality = 80): Uint8Array {
  const { width, height } = frame
  const rgba = new Uint8Array(width * height * 4)
  const half = (width + 1) >> 1
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const luma = 1.164 * ((frame.y[y * width + x] ?? 16) - 16)
      const chroma = (y >> 1) * half + (x >> 1)
      const u = (frame.u[chroma] ?? 128) - 128
      const v = (frame.v[chroma] ?? 128) - 128
      const at = (y * width + x) * 4
      // BT.601, limited range: what cameras and YUV4MPEG2 carry unless they say otherwise.
      rgba[at] = clamp(luma + 1.596 * v)
      rgba[at + 1] = clamp(luma - 0.392 * u - 0.813 * v)
      rgba[at + 2] = clamp(luma + 2.017 * u)
      rgba[at + 3] = 255
    }
  if (box !== null) drawBox(rgba, width, height, box)
  return jpeg.encode({ data: rgba, width, height }, quality).data
}

function clamp(value: number): number {
  return value < 0 ? 0 : Math.min(value, 255)
}

function drawBox(rgba: Uint8Array, width: number, height: number, box: Box): void {
  const thick = Math.max(1, Math.round(width / 320))
  const left = Math.round(box[0]) - thick
  const top = Math.round(box[1]) - thick
  const right = Math.round(box[0] + box[2]) + thick - 1
  const bottom = Math.round(box[1] + box[3]) + thick - 1
  const dot = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return
    rgba.set([255, 196, 0, 255], (y * width + x) * 4)
  }
  for (let ring = 0; ring < thick; ring += 1) {
    for (let x = left + ring; x <= right - ring; x += 1) {
      dot(x, top + ring)
      dot(x, bottom - ring)
    }
    for (let y = top + ring; y <= bottom - ring; y += 1) {
      dot(left + ring, y)
      dot(right - ring, y)
    }
  }
}
