/** Draws what the camera gave anew: upright, small enough for a weak line, and without a byte of what the camera wrote beside it. */
import { MOST_BYTES } from '../../picture/picture.ts'

type Size = { readonly width: number; readonly height: number }

/** Tried one after the other until it is small enough: first less exact, then smaller. */
const TRIES = [
  { longest: 1_600, quality: 0.85 },
  { longest: 1_600, quality: 0.7 },
  { longest: 1_600, quality: 0.55 },
  { longest: 1_200, quality: 0.55 },
  { longest: 800, quality: 0.5 },
  { longest: 800, quality: 0.3 },
] as const

/** No side longer than `longest`, in the same proportions, and never larger than it was. */
export function fitted({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** null: no picture that this browser can read. */
export async function drawn(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!picture) return null
  try {
    for (const { longest, quality } of TRIES) {
      const blob = await jpegOf(picture, fitted(picture, longest), quality)
      if (blob && blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer())
    }
    return null
  } finally {
    picture.close()
  }
}

function jpegOf(picture: ImageBitmap, { width, height }: Size, quality: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
}
