/** What a PTZ beside a fixed overview shows now, as JPEG: one ffmpeg for all who look, only while somebody looks, the newest picture wins. */
import { spawn } from 'node:child_process'
import { SECOND } from '../../../core/time.ts'
import { inputArguments, JpegSplitter } from '../video/ffmpeg.ts'

export type TurnedPictures = {
  /** Ends when the loop is left, when no picture has come for a while, or on `close`. */
  live(id: string): AsyncIterable<Uint8Array>
  close(): void
}

const PICTURES_PER_SECOND = 6
/** Connecting and waiting for a key frame takes its time. */
const NO_PICTURE_MS = 10 * SECOND

type Viewer = { wake: () => void; next: Uint8Array | null }
type Feed = { readonly viewers: Set<Viewer>; readonly stop: () => void; isOver: boolean }

/** `sourceOf` answers the PTZ's own stream; null: it has none. */
export function openTurnedPictures(sourceOf: (id: string) => string | null): TurnedPictures {
  const feeds = new Map<string, Feed>()

  function feedOf(id: string, source: string): Feed {
    const known = feeds.get(id)
    if (known) return known
    const child = spawn('ffmpeg', argumentsFor(source), { stdio: ['ignore', 'pipe', 'ignore'] })
    const feed: Feed = { viewers: new Set(), stop: () => child.kill('SIGKILL'), isOver: false }
    feeds.set(id, feed)
    let quiet = setTimeout(feed.stop, NO_PICTURE_MS)
    const pictures = new JpegSplitter((jpeg) => {
      clearTimeout(quiet)
      quiet = setTimeout(feed.stop, NO_PICTURE_MS)
      for (const viewer of feed.viewers) {
        viewer.next = jpeg
        viewer.wake()
      }
    })
    child.stdout.on('data', (chunk: Uint8Array) => pictures.feed(chunk)).on('error', () => {})
    const over = (): void => {
      clearTimeout(quiet)
      feed.isOver = true
      if (feeds.get(id) === feed) feeds.delete(id)
      for (const viewer of feed.viewers) viewer.wake()
    }
    child.once('error', over).once('close', over)
    return feed
  }

  return {
    async *live(id) {
      const source = sourceOf(id)
      if (source === null) return
      const feed = feedOf(id, source)
      const viewer: Viewer = { wake: () => {}, next: null }
      feed.viewers.add(viewer)
      try {
        while (!feed.isOver) {
          const picture = viewer.next
          viewer.next = null
          if (picture) yield picture
          if (viewer.next || feed.isOver) continue
          await new Promise<void>((resolve) => {
            viewer.wake = resolve
          })
        }
      } finally {
        feed.viewers.delete(viewer)
        if (feed.viewers.size === 0) {
          // Whoever comes next gets a new one, not this one's last breath.
          if (feeds.get(id) === feed) feeds.delete(id)
          feed.stop()
        }
      }
    },
    close: () => {
      for (const feed of feeds.values()) feed.stop()
    },
  }
}

function argumentsFor(source: string): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'quiet', '-threads', '1'],
    ...inputArguments(source, { live: true }),
    ...['-an', '-sn', '-dn', '-map', '0:v:0', '-vf', `fps=${PICTURES_PER_SECOND},scale='min(960,iw)':-2`],
    ...['-c:v', 'mjpeg', '-q:v', '6', '-f', 'image2pipe', 'pipe:1'],
  ]
}
