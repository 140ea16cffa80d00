/** Plays a script: the clip in a loop, what happens on it, the weather over it and, where asked, the loss of a video codec; the same pictures to everyone who watches. */
import { spawn } from 'node:child_process'
import { diceFrom } from '../../src/core/dice.ts'
import type { Camera } from '../../src/sensing/camera.ts'
import { type Frame, frameOver, type Size } from '../../src/sensing/detector/frame.ts'
import type { SensedWarning } from '../../src/sensing/facts.ts'
import type { Footage } from './clips.ts'
import { openOnlooker } from './onlooker.ts'
import { lay, type Weather } from './weather.ts'

/** What happens on stage at an instant, before the weather. */
export type Act = (bytes: Uint8Array, size: Size, seconds: number, exposure: number) => void

export type Script = {
  readonly footage: Footage
  readonly seconds: number
  /** The picture of the clip that is the first. */
  readonly from?: number
  readonly act?: Act
  readonly weather?: Weather
  /** Quantiser of H.264 that the finished pictures go through (x264's constant rate factor). */
  readonly crf?: number
  /** The clip runs backwards. */
  readonly reversed?: boolean
  readonly seed: number
}

/** What a detector with this camera's record says about it. */
export async function warningsOf(script: Script, camera: Camera): Promise<readonly SensedWarning[]> {
  const onlooker = openOnlooker(camera)
  const said: SensedWarning[] = []
  await show(script, async (frame) => {
    said.push(...(await onlooker.see(frame)))
  })
  return said
}

/** Calls `watch` with every picture; its arrays hold only during the call. */
export async function show(script: Script, watch: (frame: Frame) => void | Promise<void>): Promise<void> {
  const { size, framesPerSecond } = script.footage
  const frameAt = (bytes: Uint8Array, index: number): Frame => frameOver(bytes, size, (index * 1000) / framesPerSecond)
  if (script.crf === undefined) {
    let index = 0
    for (const picture of pictures(script)) await watch(frameAt(picture, index++))
    return
  }
  const whole: Uint8Array[] = []
  for (const picture of pictures(script)) whole.push(new Uint8Array(picture))
  const lossy = await squeezed(whole, size, framesPerSecond, script.crf)
  let index = 0
  for (const picture of lossy) await watch(frameAt(picture, index++))
}

/** The finished pictures one after another, in a buffer that is used again. */
function* pictures({ footage, seconds, from, act, weather, reversed, seed }: Script): Generator<Uint8Array> {
  const { pictures: all, exposures, size, framesPerSecond } = footage
  const dice = diceFrom(seed, 'weather')
  const stage = new Uint8Array(all[0]?.length ?? 0)
  const out = new Uint8Array(stage.length)
  const count = Math.floor(seconds * framesPerSecond)
  for (let index = 0; index < count; index += 1) {
    const turn = (index + (from ?? 0)) % all.length
    const shown = reversed ? all.length - 1 - turn : turn
    stage.set(all[shown] ?? stage)
    act?.(stage, size, index / framesPerSecond, exposures[shown] ?? 1)
    lay(weather ?? {}, stage, out, size, index / framesPerSecond, dice)
    yield out
  }
}

/** Through x264 and back, in one group of pictures for every two seconds, as cameras send. */
function squeezed(
  whole: readonly Uint8Array[],
  size: Size,
  framesPerSecond: number,
  crf: number,
): Promise<readonly Uint8Array[]> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${size.width}x${size.height}`]
  const plain = ['-v', 'error', '-nostdin']
  const rate = String(framesPerSecond)
  const coded = ['-c:v', 'libx264', '-threads', '1', '-preset', 'veryfast', '-tune', 'zerolatency', '-crf', String(crf)]
  const group = ['-g', String(Math.round(2 * framesPerSecond)), '-f', 'h264', 'pipe:1']
  const encoder = spawn('ffmpeg', [...plain, ...raw, '-r', rate, '-i', 'pipe:0', ...coded, ...group], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const back = ['-threads', '1', '-r', rate, '-f', 'h264', '-i', 'pipe:0', '-vsync', 'passthrough']
  const decoder = spawn('ffmpeg', [...plain, ...back, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  encoder.stdout.pipe(decoder.stdin)
  const chunks: Buffer[] = []
  decoder.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<readonly Uint8Array[]>((resolve, reject) => {
    for (const child of [encoder, decoder]) child.on('error', reject)
    decoder.on('close', () => {
      const out = Buffer.concat(chunks)
      const each = whole[0]?.length ?? 1
      if (out.length !== each * whole.length)
        reject(new Error(`the codec gave ${out.length / each} of ${whole.length} pictures`))
      else resolve(whole.map((_, index) => out.subarray(index * each, (index + 1) * each)))
    })
  })
  const feed = async (): Promise<void> => {
    for (const picture of whole)
      if (!encoder.stdin.write(picture)) await new Promise((resume) => encoder.stdin.once('drain', resume))
    encoder.stdin.end()
  }
  return feed().then(() => done)
}
