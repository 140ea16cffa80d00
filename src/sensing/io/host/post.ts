/** What the server knows of one camera, whichever host watches it: newest picture, health, what has been announced, and who is looking. */
import type { Camera } from '../../camera.ts'
import type { HeldPlace } from '../../detector/places.ts'
import type { VideoPart } from '../../eyes.ts'
import type { CameraHealth, CameraPicture } from '../../facts.ts'
import type { Trouble } from '../../life/trouble.ts'
import type { HostSaid } from './host-wire.ts'

type Viewer = { wake: () => void; next: CameraPicture | null }
type FilmViewer = { wake: () => void; readonly parts: VideoPart[]; needsKey: boolean; isOver: boolean }

/** Two seconds of fragments: who is further behind loses them up to the next key frame. */
const MOST_BEHIND = 12

export class CameraPost {
  camera: Camera
  picture: CameraPicture | null = null
  health: CameraHealth
  lastSaid: (HostSaid & { kind: 'health' }) | null = null
  /** `seenAt` in UTC ms. */
  held: readonly HeldPlace[] = []
  isAway = false
  #isClosed = false
  readonly #viewers = new Set<Viewer>()
  readonly #films = new Set<FilmViewer>()
  #init: VideoPart | null = null
  readonly #onHealth: (health: CameraHealth) => void

  constructor(camera: Camera, at: number, onHealth: (health: CameraHealth) => void) {
    this.camera = camera
    this.#onHealth = onHealth
    this.health = {
      id: camera.id,
      state: camera.source === undefined ? 'off' : 'down',
      cause: (camera.source === undefined ? 'no-source' : 'starting') satisfies Trouble,
      since: at,
      framesPerSecond: 0,
      lastFrameAt: null,
    }
  }

  get isLookedAt(): boolean {
    return this.#viewers.size > 0
  }

  get isFilmed(): boolean {
    return this.#films.size > 0
  }

  /** Nobody watches it just now. */
  lose(cause: Trouble, at: number): void {
    this.#turn('down', cause, 0, at)
    this.#endFilms()
  }

  hear(said: HostSaid & { kind: 'picture' | 'health' | 'video' }): void {
    switch (said.kind) {
      case 'picture':
        this.picture = { at: said.at, jpeg: Buffer.from(said.jpegBase64, 'base64') }
        for (const viewer of this.#viewers) {
          viewer.next = this.picture
          viewer.wake()
        }
        return
      case 'health':
        this.lastSaid = said
        if (said.held) this.held = said.held
        if (said.lastFrameAt !== null) this.health = { ...this.health, lastFrameAt: said.lastFrameAt }
        this.#turn(said.state === 'learning' ? 'watching' : said.state, said.cause, said.framesPerSecond, said.at)
        return
      case 'video':
        this.#film(said)
    }
  }

  #turn(state: CameraHealth['state'], cause: string | null, framesPerSecond: number, at: number): void {
    const isSame = state === this.health.state && cause === this.health.cause
    this.health = { ...this.health, state, cause, framesPerSecond, since: isSame ? this.health.since : at }
    this.#onHealth(this.health)
  }

  #film(said: HostSaid & { kind: 'video' }): void {
    if (said.part === 'end') {
      this.#endFilms()
      return
    }
    const part: VideoPart = { kind: said.part, bytes: Buffer.from(said.base64, 'base64'), codec: said.codec }
    if (part.kind === 'init') this.#init = part
    for (const viewer of this.#films) {
      if (part.kind === 'init') {
        // A new init in the middle is another film.
        if (viewer.parts.length > 0 || !viewer.needsKey) viewer.isOver = true
        else viewer.parts.push(part)
      } else if (viewer.parts.length >= MOST_BEHIND) viewer.needsKey = true
      else if (said.isKey || !viewer.needsKey) {
        viewer.needsKey = false
        viewer.parts.push(part)
      }
      viewer.wake()
    }
  }

  #endFilms(): void {
    this.#init = null
    for (const viewer of this.#films) {
      viewer.isOver = true
      viewer.wake()
    }
  }

  /** `ask` turns the host's live pictures on and off. */
  async *live(ask: (on: boolean) => void): AsyncGenerator<Uint8Array> {
    if (this.#isClosed) return
    const viewer: Viewer = { wake: () => {}, next: this.picture }
    this.#viewers.add(viewer)
    if (this.#viewers.size === 1) ask(true)
    try {
      while (!this.#isClosed) {
        const picture = viewer.next
        viewer.next = null
        if (picture) yield picture.jpeg
        if (viewer.next || this.#isClosed) continue
        await new Promise<void>((resolve) => {
          viewer.wake = resolve
        })
      }
    } finally {
      this.#viewers.delete(viewer)
      if (this.#viewers.size === 0) ask(false)
    }
  }

  /** `ask` turns the host's video on and off. */
  async *video(ask: (on: boolean) => void): AsyncGenerator<VideoPart> {
    if (this.#isClosed) return
    const viewer: FilmViewer = { wake: () => {}, parts: [], needsKey: true, isOver: false }
    if (this.#init && this.#films.size > 0) viewer.parts.push(this.#init)
    this.#films.add(viewer)
    if (this.#films.size === 1) ask(true)
    try {
      while (!this.#isClosed) {
        const part = viewer.parts.shift()
        if (part) yield part
        else if (viewer.isOver) return
        else
          await new Promise<void>((resolve) => {
            viewer.wake = resolve
          })
      }
    } finally {
      this.#films.delete(viewer)
      if (this.#films.size === 0) {
        this.#init = null
        ask(false)
      }
    }
  }

  close(): void {
    this.#isClosed = true
    for (const viewer of this.#viewers) viewer.wake()
    this.#endFilms()
  }
}
