/** Questions to one host that are answered once: with pieces on the way, an end or a refusal; a lost host refuses them all. */
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { HostSaid } from './host-wire.ts'

type Answered = HostSaid & { kind: 'piece' | 'step' | 'end' | 'refused' }

type OnTheWay = {
  readonly onPiece?: (bytes: Uint8Array) => void
  readonly onStep?: (step: unknown) => void
}

export class Asks {
  #next = 1
  readonly #open = new Map<string, OnTheWay & { readonly done: (answer: Result<unknown>) => void }>()

  ask(put: (ask: string) => void, onTheWay: OnTheWay): Promise<Result<unknown>> {
    const ask = String(this.#next++)
    return new Promise((done) => {
      this.#open.set(ask, { ...onTheWay, done })
      put(ask)
    })
  }

  hear(said: Answered): void {
    const open = this.#open.get(said.ask)
    if (!open) return
    switch (said.kind) {
      case 'piece':
        open.onPiece?.(Buffer.from(said.base64, 'base64'))
        return
      case 'step':
        open.onStep?.(said.step)
        return
      case 'end':
        this.#open.delete(said.ask)
        open.done(ok(said.result))
        return
      case 'refused':
        this.#open.delete(said.ask)
        open.done(refuse(said.refusal))
        return
    }
  }

  lose(): void {
    for (const { done } of this.#open.values()) done(refuse('camera-down'))
    this.#open.clear()
  }
}
