/**
 * How much of a quiet camera is decoded: key frames only (one picture in two seconds or so, a ninth of the price) until something
 * may be standing, then everything until it has been calm for a while. Pure: looks and their instants come in.
 * What needs a path from picture to picture (wrong way, walking) is not seen in key frames; a thing on a shoulder or at rest is.
 */

/** `something`: on a shoulder, or a lane that is full; traffic alone may look so for a moment. `standing`: it held its place from one look to the next. */
export type Suspicion = 'none' | 'something' | 'standing'

export type WatchMode =
  | { readonly state: 'quiet'; readonly lookedAt: number }
  /** Seen once: the next key frame decides. */
  | { readonly state: 'suspicious'; readonly lookedAt: number }
  | { readonly state: 'full'; readonly lookedAt: number; readonly wasSomething: boolean; readonly calmSince: number }

export const QUIET: WatchMode = { state: 'quiet', lookedAt: Number.NEGATIVE_INFINITY }

/** Full decoding is asked at the same pace as key frames come, so that traffic passing by means the same in both. */
const LOOK_EVERY_MS = 1_500
/** After this long a second look says nothing about the first. */
const FORGOTTEN_MS = 12_000
/** Long enough for every rule that waits for something to have decided. */
const CALM_MS = 30_000

export function decodesAll(mode: WatchMode): boolean {
  return mode.state === 'full'
}

/** One picture has been looked at. Instants rise; one that falls begins a new medium, and nothing is remembered of the old. */
export function afterLook(before: WatchMode, at: number, suspicion: Suspicion): WatchMode {
  const mode = at < before.lookedAt ? QUIET : before
  if (at - mode.lookedAt < LOOK_EVERY_MS) return mode
  switch (mode.state) {
    case 'quiet':
      return suspicion === 'none' ? { state: 'quiet', lookedAt: at } : raised(suspicion, at)
    case 'suspicious':
      if (suspicion === 'none') return { state: 'quiet', lookedAt: at }
      return raised(at - mode.lookedAt > FORGOTTEN_MS ? suspicion : 'standing', at)
    case 'full': {
      const isCalm = suspicion === 'none' || (suspicion === 'something' && !mode.wasSomething)
      const calmSince = isCalm ? mode.calmSince : at
      if (at - calmSince >= CALM_MS) return { state: 'quiet', lookedAt: at }
      return { state: 'full', lookedAt: at, wasSomething: suspicion !== 'none', calmSince }
    }
  }
}

function raised(suspicion: Exclude<Suspicion, 'none'>, at: number): WatchMode {
  if (suspicion === 'something') return { state: 'suspicious', lookedAt: at }
  return { state: 'full', lookedAt: at, wasSomething: true, calmSince: at }
}
