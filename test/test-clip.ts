/** A small clip with sound and a title, made by ffmpeg at test time; one plain line where ffmpeg is missing. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

export function missingFfmpeg(): string | false {
  try {
    execFileSync('ffprobe', ['-version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'ffmpeg is not installed'
  }
}

export function testClip(folder: string, seconds = 2): string {
  const file = join(folder, `${randomUUID()}.mp4`)
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc=size=320x240:rate=12:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=duration=${seconds}`, '-metadata', 'title=made by somebody'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', file],
  ])
  return file
}
