/** Reads YUV4MPEG2 as it streams in, whatever the chunks; what it cannot read becomes one sentence, and memory stays at one frame. */
import { type Result, refuse } from '../../../core/result.ts'
import { chromaSize, type Frame, frameBytes, frameOver, type Size, scalePlane } from '../../detector/frame.ts'

export type Y4mHeader = Size & {
  /** 0 where the stream does not say. */
  readonly framesPerSecond: number
  readonly colour: '420' | '422' | '444' | 'mono'
}

const MAGIC = 'YUV4MPEG2'
const LONGEST_LINE = 512
const LARGEST_SIDE = 8192

/** The first line without its line feed; mjpegtools yuv4mpeg(5). 8-bit only. */
export function headerOf(line: string): Result<Y4mHeader, 'unreadable' | 'too-small'> {
  const [magic, ...fields] = line.split(' ')
  if (magic !== MAGIC) return refuse('unreadable', 'the stream is not YUV4MPEG2')
  let width = 0
  let height = 0
  let framesPerSecond = 0
  let colour: Y4mHeader['colour'] = '420'
  for (const field of fields) {
    const value = field.slice(1)
    switch (field[0]) {
      case 'W':
        width = whole(value)
        break
      case 'H':
        height = whole(value)
        break
      case 'F': {
        const [over = 0, under = 0] = value.split(':').map(whole)
        framesPerSecond = over > 0 && under > 0 ? over / under : 0
        break
      }
      case 'I':
        if (!['p', '?', ''].includes(value)) return refuse('unreadable', 'the stream is interlaced')
        break
      case 'C':
        if (['420', '420jpeg', '420paldv', '420mpeg2'].includes(value)) colour = '420'
        else if (value === '422' || value === '444' || value === 'mono') colour = value
        else return refuse('unreadable', 'the stream has a colour form other than 8-bit 420, 422, 444 or mono')
        break
    }
  }
  if (width < 16 || height < 16 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
    const refusal = width < 16 || height < 16 ? 'too-small' : 'unreadable'
    return refuse(refusal, `the stream's picture size is not within 16 and ${LARGEST_SIDE} pixels`)
  }
  return { ok: true, value: { width, height, framesPerSecond, colour } }
}

function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

function payloadBytes(header: Y4mHeader): number {
  const luma = header.width * header.height
  if (header.colour === 'mono') return luma
  if (header.colour === '444') return 3 * luma
  if (header.colour === '422') return luma + 2 * ((header.width + 1) >> 1) * header.height
  return frameBytes(header)
}

/**
 * A reader that is fed chunks and calls `onFrame` with pictures of the size asked for (scaled where the stream's differs).
 * `instant(index, framesPerSecond)` gives each frame's time in ms. The frame's arrays are reused.
 * `feed` returns a refusal once the stream is not readable; `end` says whether it ended inside a frame.
 */
export class Y4mReader {
  #header: Y4mHeader | null = null
  #line = ''
  #payload: Uint8Array = new Uint8Array(0)
  #filled = -1
  #frames = 0
  readonly #size: Size | null
  #out: Uint8Array = new Uint8Array(0)
  readonly #instant: (index: number, framesPerSecond: number) => number
  readonly #onFrame: (frame: Frame) => void

  constructor(
    size: Size | null,
    instant: (index: number, framesPerSecond: number) => number,
    onFrame: (frame: Frame) => void,
  ) {
    this.#size = size
    this.#instant = instant
    this.#onFrame = onFrame
  }

  get frames(): number {
    return this.#frames
  }

  get header(): Y4mHeader | null {
    return this.#header
  }

  feed(chunk: Uint8Array): Result<null, 'unreadable' | 'too-small'> {
    let at = 0
    while (at < chunk.length) {
      if (this.#filled >= 0) {
        const take = Math.min(this.#payload.length - this.#filled, chunk.length - at)
        this.#payload.set(chunk.subarray(at, at + take), this.#filled)
        this.#filled += take
        at += take
        if (this.#filled === this.#payload.length) this.#give()
        continue
      }
      const feedAt = chunk.indexOf(0x0a, at)
      const end = feedAt === -1 ? chunk.length : feedAt
      if (this.#line.length + end - at > LONGEST_LINE)
        return refuse('unreadable', this.#header ? 'a frame header is too long' : 'the stream is not YUV4MPEG2')
      this.#line += latin(chunk, at, end)
      at = end + 1
      if (feedAt === -1) break
      const line = this.#line
      this.#line = ''
      if (this.#header) {
        if (line !== 'FRAME' && !line.startsWith('FRAME '))
          return refuse('unreadable', `frame ${this.#frames + 1} does not begin as a frame`)
        this.#filled = 0
        continue
      }
      const header = headerOf(line)
      if (!header.ok) return header
      this.#header = header.value
      this.#payload = new Uint8Array(payloadBytes(header.value))
      this.#out = new Uint8Array(frameBytes(this.#size ?? header.value))
    }
    return { ok: true, value: null }
  }

  /** A stream that ends before its first frame is unreadable; one that ends inside a later frame has lost only that frame. */
  end(): Result<null, 'unreadable'> {
    if (this.#header === null) return refuse('unreadable', 'the stream ends before its header')
    if (this.#frames === 0) return refuse('unreadable', 'the stream ends before its first frame')
    return { ok: true, value: null }
  }

  #give(): void {
    const header = this.#header
    if (header === null) return
    this.#filled = -1
    const at = this.#instant(this.#frames, header.framesPerSecond)
    this.#frames += 1
    const size = this.#size ?? header
    const same = size.width === header.width && size.height === header.height
    if (same && header.colour === '420') {
      this.#onFrame(frameOver(this.#payload, size, at))
      return
    }
    const frame = frameOver(this.#out, size, at)
    const luma = header.width * header.height
    scalePlane(this.#payload.subarray(0, luma), header, frame.y, size)
    if (header.colour === 'mono') {
      frame.u.fill(128)
      frame.v.fill(128)
    } else {
      const half = chromaSize(header)
      const from =
        header.colour === '444' ? header : header.colour === '422' ? { width: half.width, height: header.height } : half
      const part = from.width * from.height
      scalePlane(this.#payload.subarray(luma, luma + part), from, frame.u, chromaSize(size))
      scalePlane(this.#payload.subarray(luma + part, luma + 2 * part), from, frame.v, chromaSize(size))
    }
    this.#onFrame(frame)
  }
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let index = from; index < to; index += 1) text += String.fromCharCode(bytes[index] ?? 0)
  return text
}
