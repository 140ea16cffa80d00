/** What a clip is made of, as ffprobe reads it out of the file: codec, size, rate and frames. */
import { execFile } from 'node:child_process'
import { z } from 'zod'
import { ok, type Result, refuse } from '../../../core/result.ts'

export type Probed = {
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly durationMs: number
}

/** Frames a second of a copy: a camera whose clock jumps claims a thousand. */
export function rateOf({ framesPerSecond }: Probed): number {
  return framesPerSecond >= 1 && framesPerSecond <= FASTEST ? framesPerSecond : USUAL
}

const FASTEST = 30
const USUAL = 25
const rate = z.string().transform((text) => {
  const [over = 0, under = 0] = text.split('/').map(Number)
  return under > 0 ? over / under : 0
})
const answer = z.object({
  streams: z
    .array(
      z.object({
        codec_name: z.string().max(40),
        width: z.int().min(1).max(16_384),
        height: z.int().min(1).max(16_384),
        avg_frame_rate: rate,
      }),
    )
    .min(1),
  format: z.object({ duration: z.coerce.number().nonnegative().optional() }),
})

const PATIENCE_MS = 20_000
const ASKED = 'stream=codec_name,width,height,avg_frame_rate:format=duration'

export function probe(file: string): Promise<Result<Probed, 'unreadable'>> {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', ASKED, '-of', 'json', file]
  return new Promise((resolve) => {
    execFile('ffprobe', args, { timeout: PATIENCE_MS, maxBuffer: 1_000_000 }, (error, stdout) => {
      const read = error ? null : answer.safeParse(parsed(stdout))
      const stream = read?.success ? read.data.streams[0] : undefined
      if (!read?.success || !stream) return resolve(refuse('unreadable'))
      const durationMs = Math.round((read.data.format.duration ?? 0) * 1000)
      const { codec_name, width, height, avg_frame_rate } = stream
      resolve(ok({ codec: codec_name, width, height, framesPerSecond: avg_frame_rate, durationMs }))
    })
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
