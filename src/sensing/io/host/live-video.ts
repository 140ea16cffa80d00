/** One camera's running video as it goes to whoever looks: of the decoder that is shown, its beginning first, then from a key frame on. */
import { Mp4Splitter } from '../../life/fmp4.ts'
import type { HostSaid } from './host-wire.ts'

type VideoSaid = HostSaid & { readonly kind: 'video' }

/** What one decoder films. */
export type Film = {
  readonly splitter: Mp4Splitter
  init: VideoSaid | null
  /** It is in a codec that browsers do not play. */
  isOver: boolean
}

export class LiveVideo {
  readonly #camera: string
  readonly #say: (said: VideoSaid) => void
  #shown: Film | null = null
  #isWanted = false
  #runs = false

  constructor(camera: string, say: (said: VideoSaid) => void) {
    this.#camera = camera
    this.#say = say
  }

  get isWanted(): boolean {
    return this.#isWanted
  }

  /** Somebody looks, or nobody does. `canFilm`: there is a decoder that films at all. */
  want(on: boolean, canFilm: boolean): void {
    this.#isWanted = on
    this.#runs = false
    if (!on) return
    if (!canFilm || this.#shown?.isOver) this.#end()
    else if (this.#shown?.init) this.#say(this.#shown.init)
  }

  open(): Film {
    return { splitter: new Mp4Splitter(), init: null, isOver: false }
  }

  /** Who looks at a film that is no longer shown begins anew with the next; who has seen nothing yet goes on waiting for it. */
  show(film: Film | null): void {
    const hasBegun = this.#shown?.init != null
    this.#shown = film
    this.#runs = false
    if (film === null || hasBegun) this.#end()
    else if (this.#isWanted && film.init) this.#say(film.init)
  }

  #end(): void {
    if (this.#isWanted) this.#say(this.#said('end', new Uint8Array(0), '', false))
  }

  feed(film: Film, chunk: Uint8Array): void {
    const isShown = film === this.#shown
    for (const part of film.splitter.feed(chunk)) {
      if (part.kind === 'init') {
        if (part.codec === null) {
          film.isOver = true
          if (isShown) this.#end()
          continue
        }
        const init = this.#said('init', part.bytes, part.codec, false)
        film.init = init
        if (isShown && this.#isWanted) this.#say(init)
        continue
      }
      if (!isShown || !this.#isWanted || !film.init || (!this.#runs && !part.isKey)) continue
      this.#runs = true
      this.#say(this.#said('fragment', part.bytes, film.init.codec, part.isKey))
    }
  }

  #said(part: VideoSaid['part'], bytes: Uint8Array, codec: string, isKey: boolean): VideoSaid {
    return { kind: 'video', camera: this.#camera, part, codec, isKey, base64: Buffer.from(bytes).toString('base64') }
  }
}
