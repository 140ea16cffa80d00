/** A picture as the core sees it: planar YUV 4:2:0 with its instant; the arrays belong to the reader and hold only during the call. */

export type Size = { readonly width: number; readonly height: number }

export type Frame = Size & {
  /** Luma, `width × height`. */
  readonly y: Uint8Array
  /** Chroma, half the width and half the height, rounded up. */
  readonly u: Uint8Array
  readonly v: Uint8Array
  /** Milliseconds: of the medium for a file, of arrival for a live source. */
  readonly at: number
}

/** Wider pictures are analysed at a whole fraction of their size: a distant car keeps its pixels, the cost stays bounded. */
const WIDEST = 640

/** The size at which a view is analysed: four pixels make a word of the width, and chroma falls on whole pixels. */
export function workSize(view: Size): Size {
  const factor = Math.max(1, Math.ceil(view.width / WIDEST))
  const multiple = (pixels: number, of: number): number => Math.max(of, Math.round(pixels / factor / of) * of)
  return { width: multiple(view.width, 4), height: multiple(view.height, 2) }
}

/** Every so many-th pixel gives about so many samples; it shares no factor with the width, so that they fall on no column of the picture. */
export function sampleStride({ width, height }: Size, samples: number): number {
  let stride = Math.max(1, Math.floor((width * height) / samples))
  while (commonFactor(stride, width) > 1) stride += 1
  return stride
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b)
}

export function chromaSize(size: Size): Size {
  return { width: (size.width + 1) >> 1, height: (size.height + 1) >> 1 }
}

/** Bytes of one 4:2:0 picture. */
export function frameBytes(size: Size): number {
  const chroma = chromaSize(size)
  return size.width * size.height + 2 * chroma.width * chroma.height
}

/** Views into `bytes`, which must hold at least `frameBytes(size)`. */
export function frameOver(bytes: Uint8Array, size: Size, at: number): Frame {
  const luma = size.width * size.height
  const chroma = chromaSize(size)
  const part = chroma.width * chroma.height
  return {
    width: size.width,
    height: size.height,
    y: bytes.subarray(0, luma),
    u: bytes.subarray(luma, luma + part),
    v: bytes.subarray(luma + part, luma + 2 * part),
    at,
  }
}

/** Scales one plane by area means downwards and nearest pixels upwards; `to` is filled. */
export function scalePlane(from: Uint8Array, fromSize: Size, to: Uint8Array, toSize: Size): void {
  const { width, height } = toSize
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * fromSize.height) / height)
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * fromSize.height) / height))
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * fromSize.width) / width)
      const right = Math.max(left + 1, Math.floor(((x + 1) * fromSize.width) / width))
      let sum = 0
      for (let row = top; row < bottom; row += 1)
        for (let column = left; column < right; column += 1) sum += from[row * fromSize.width + column] ?? 0
      to[y * width + x] = sum / ((bottom - top) * (right - left)) + 0.5
    }
  }
}
