/** What the floors' screens, PTZ and evidence may ask of the cameras that are being watched, wherever the process that watches them runs. */
import type { Result } from '../core/result.ts'
import type { Camera } from './camera.ts'
import type { CameraHealth, CameraPicture, SensedWarning } from './facts.ts'

/** A stream-copied piece of a camera's recording. */
export type Clip = {
  /** An MP4 file of its own, which the asker may move; nobody else deletes it. */
  readonly file: string
  /** UTC ms of its first and last picture; key frames make it begin a little before what was asked. */
  readonly from: number
  readonly to: number
  /** By whose clock: arrival at the host (the only one that every camera has), and how far the camera's own was off. */
  readonly clock: { readonly source: 'arrival'; readonly cameraOffsetMs: number | null }
  /** False where the source was raw video and had to be encoded to be kept. */
  readonly streamCopied: boolean
}

/** `not-recorded`: nothing of that time is kept; `camera-down`; `no-recorder`: the host has no ffmpeg. */
export type ClipRefusal = 'not-recorded' | 'camera-down' | 'no-recorder'

/** Live video: fragmented MP4, `init` first and once, then fragments that begin with a key frame now and then. */
export type VideoPart = { readonly kind: 'init' | 'fragment'; readonly bytes: Uint8Array; readonly codec: string }

/** What the zoomed view showed. */
export type CloseLook = {
  /** JPEG, in order; UTC ms. */
  readonly stills: readonly CameraPicture[]
  /** null: could not be told. */
  readonly hazardLights: boolean | null
  readonly hz: number
}

/** One step of a trial on recorded pictures. */
export type Rehearsal =
  | { readonly kind: 'progress'; readonly doneMs: number; readonly ofMs: number }
  | { readonly kind: 'warning'; readonly warning: SensedWarning; readonly at: number }
  | { readonly kind: 'end'; readonly frames: number; readonly watchedMs: number }

export type Eyes = {
  /** The newest picture, kept when the camera is down: its `at` shows how old it is. null before the first. */
  picture(id: string): CameraPicture | null
  /** JPEG as they come, at most 5/s, latest wins; ends when the loop is left, or on `close`. */
  live(id: string): AsyncIterable<Uint8Array>
  /** H.264 as it comes, low delay, never queued: who is slow loses fragments up to the next key frame. Ends at once where there is none. */
  video(id: string): AsyncIterable<VideoPart>
  health(): CameraHealth[]
  /** The recording of the overview between two instants (UTC ms), waiting until the last of it has been recorded. */
  clip(id: string, from: number, to: number): Promise<Result<Clip, ClipRefusal>>
  /** Plays the recording of the last `lastMs` through a detector made of this record (which need not be the one in force). */
  rehearse(camera: Camera, lastMs: number, signal: AbortSignal): AsyncIterable<Rehearsal>
  /** The camera itself moves away (PTZ without an overview of its own): nothing is announced until it is back and has learnt anew. */
  leaveHome(id: string): void
  comeHome(id: string): void
  /** Pictures of the PTZ's own stream (of the camera itself where it has none) at 10 a second or more, and what its lamps do. */
  closeLook(id: string, forMs: number): Promise<Result<CloseLook, 'camera-down'>>
  /** From now on this record's zones and ground are in force; the detector learns anew. */
  redraw(camera: Camera): void
}
