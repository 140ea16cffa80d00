/** Answers a video file whole or in the range that a player asks for; nothing of it is kept by browsers or proxies. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { problem, type Reply } from '../../access/door.ts'
import { byteRangeOf } from '../evidence/byte-range.ts'

export async function play(
  file: string,
  range: string | undefined,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return problem(404, 'clip-missing')
  const size = found.size
  const wanted = byteRangeOf(range, size)
  const common = { ...more, 'accept-ranges': 'bytes', 'cache-control': 'no-store' }
  if (wanted === 'unsatisfiable')
    return {
      status: 416,
      problem: { refusal: 'range-unsatisfiable' },
      headers: { ...common, 'content-range': `bytes */${size}` },
    }
  const { first, last } = wanted ?? { first: 0, last: size - 1 }
  return {
    status: wanted ? 206 : 200,
    stream: size === 0 ? nothing() : createReadStream(file, { start: first, end: last }),
    mediaType: 'video/mp4',
    headers: {
      ...common,
      'content-length': String(size === 0 ? 0 : last - first + 1),
      ...(wanted ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}),
    },
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
