/** What ffmpeg writes beside the pictures for analysis: a ring of short files, fragmented MP4 for the live picture, now and then a JPEG. */

/** Descriptors of the decoder's process. */
export const VIDEO_PIPE = 3
export const JPEG_PIPE = 4

/** Codecs that a file of the ring keeps as they come. */
export const COPYABLE: ReadonlySet<string> = new Set(['h264', 'hevc', 'mpeg4', 'mpeg2video'])
const SEGMENT_SECONDS = 3
const JPEG_EVERY_SECONDS = 2
/** A quiet camera's newest picture may be a little older: nothing happens on it. */
const QUIET_JPEG_EVERY_SECONDS = 4
export const ENCODED_FRAMES_PER_SECOND = 5

export type Recording = {
  readonly folder: string | null
  readonly form: 'copied' | 'encoded'
  readonly run: number
  /** Somebody looks at it as running video; a film costs a third of a quiet camera's decoder. */
  readonly films: boolean
}

/** A slow encoder setting that nobody needs to tune: these pictures are small and few. */
export const ENCODER = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-crf', '27', '-threads', '1'],
  ...['-g', String(2 * ENCODED_FRAMES_PER_SECOND), '-pix_fmt', 'yuv420p', '-flags', '+global_header'],
]

/**
 * Ring and live video in one `tee`: a full disk or a codec that MP4 does not know ends its own branch and not the watching.
 * The decoder's working folder is the ring's, so that no path stands in here.
 */
export function recordingOutput({ folder, form, run, films }: Recording, scale: string): string[] {
  if (folder === null && !films) return []
  const ring = `[f=segment:segment_time=${SEGMENT_SECONDS}:segment_format=mpegts:segment_format_options=flush_packets=1:onfail=ignore]${run}-%05d.ts`
  const video = `[f=mp4:movflags=frag_keyframe+empty_moov+default_base_moof:frag_duration=200000:onfail=ignore]pipe:${VIDEO_PIPE}`
  const select = `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${(0.97 / ENCODED_FRAMES_PER_SECOND).toFixed(4)})+lt(t\\,prev_selected_t)'`
  return [
    ...['-map', '0:v:0', '-an', '-sn', '-dn'],
    ...(form === 'copied' ? ['-c:v', 'copy'] : ['-vf', `${select},${scale}`, '-fps_mode', 'passthrough', ...ENCODER]),
    // Through `tee` a transport stream's own tag would reach MP4, which refuses it; what is not H.264 ends that branch alone.
    ...['-tag:v', 'avc1'],
    ...['-f', 'tee', [...(folder === null ? [] : [ring]), ...(films ? [video] : [])].join('|')],
  ]
}

/** Stills cost a decoder next to nothing, and our own encoder thirty times as much. */
export function picturesOutput(scale: string, isQuiet: boolean): string[] {
  const everySeconds = isQuiet ? QUIET_JPEG_EVERY_SECONDS : JPEG_EVERY_SECONDS
  const select = `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${everySeconds - 0.05})+lt(t\\,prev_selected_t)'`
  return [
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', `${select},${scale}`, '-fps_mode', 'passthrough'],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj420p', '-threads', '1', '-f', 'image2pipe', `pipe:${JPEG_PIPE}`],
  ]
}
