/** Records a source that comes as raw pictures: a small ffmpeg of its own encodes them into the same ring and the same live video. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Frame, Size } from '../../detector/frame.ts'
import type { SideOutputs } from './ffmpeg.ts'
import { ENCODED_FRAMES_PER_SECOND, recordingOutput, VIDEO_PIPE } from './outputs.ts'

export type Recorder = {
  /** Latest wins: while the encoder is behind, pictures are left out. */
  record(frame: Frame): void
  close(): void
}

/** `onEnd`: it could not be started, or has ended. */
export function openRecorder(size: Size, side: SideOutputs, onEnd: () => void): Recorder {
  const scale = `scale=${size.width}:${size.height}:flags=area`
  const child: ChildProcess = spawn(
    'nice',
    [
      ...['-n', '5', 'ffmpeg', '-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-filter_threads', '1'],
      ...['-use_wallclock_as_timestamps', '1', '-f', 'yuv4mpegpipe', '-i', 'pipe:0'],
      ...recordingOutput({ ...side, form: 'encoded' }, scale),
    ],
    {
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      ...(side.folder === null ? {} : { cwd: side.folder }),
    },
  )
  let isOver = false
  const over = (): void => {
    if (isOver) return
    isOver = true
    onEnd()
  }
  child.on('error', over)
  child.on('close', over)
  const video = child.stdio[VIDEO_PIPE]
  if (video && 'read' in video) video.on('data', (chunk: Uint8Array) => side.onVideo(chunk)).on('error', () => {})
  const { stdin } = child
  stdin?.on('error', over)
  stdin?.write(`YUV4MPEG2 W${size.width} H${size.height} F${ENCODED_FRAMES_PER_SECOND}:1 Ip C420jpeg\n`)
  let recordedAt = Number.NEGATIVE_INFINITY
  return {
    record(frame) {
      if (isOver || !stdin || stdin.writableNeedDrain) return
      if (frame.at >= recordedAt && frame.at - recordedAt < 970 / ENCODED_FRAMES_PER_SECOND) return
      recordedAt = frame.at
      stdin.write(Buffer.concat([Buffer.from('FRAME\n'), frame.y, frame.u, frame.v]))
    },
    close() {
      child.kill('SIGKILL')
    },
  }
}
