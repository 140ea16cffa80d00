/** A picture as YUV4MPEG2 (mjpegtools yuv4mpeg(5)): one header, then a frame mark and three planes for each picture. */
import type { Picture } from './picture.ts'

const text = new TextEncoder()
const FRAME = text.encode('FRAME\n')

export function y4mHeader(width: number, height: number, rate: readonly [number, number]): Uint8Array {
  return text.encode(`YUV4MPEG2 W${width} H${height} F${rate[0]}:${rate[1]} Ip A1:1 C420jpeg\n`)
}

/** A copy, for a picture that will be painted over. */
export function y4mFrame({ y, u, v }: Picture): Uint8Array {
  const out = new Uint8Array(FRAME.length + y.length + u.length + v.length)
  out.set(FRAME)
  out.set(y, FRAME.length)
  out.set(u, FRAME.length + y.length)
  out.set(v, FRAME.length + y.length + u.length)
  return out
}
