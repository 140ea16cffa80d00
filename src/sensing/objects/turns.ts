/** Whose picture is looked at next when several cameras ask one object detector: candidates first, then in turn; one waits a camera, and the newest wins. */
import type { AskPriority } from './objects.ts'

export class Turns<T> {
  readonly #waiting = new Map<string, { readonly priority: AskPriority; readonly item: T }>()
  /** Cameras in the order in which they were last looked at: the head has waited longest. */
  readonly #order = new Set<string>()

  get size(): number {
    return this.#waiting.size
  }

  /** Returns what gives way to it: an older picture of the same camera, which nobody looks at any more. */
  put(camera: string, priority: AskPriority, item: T): T | null {
    const older = this.#waiting.get(camera)
    this.#waiting.set(camera, { priority, item })
    if (!this.#order.has(camera)) this.#order.add(camera)
    return older?.item ?? null
  }

  take(): T | null {
    const camera = this.#first('candidate') ?? this.#first('round')
    if (camera === null) return null
    const turn = this.#waiting.get(camera)
    this.#waiting.delete(camera)
    this.#order.delete(camera)
    this.#order.add(camera)
    return turn?.item ?? null
  }

  /** Everything that waits, and forgets it. */
  clear(): readonly T[] {
    const items = [...this.#waiting.values()].map((turn) => turn.item)
    this.#waiting.clear()
    return items
  }

  #first(priority: AskPriority): string | null {
    for (const camera of this.#order) if (this.#waiting.get(camera)?.priority === priority) return camera
    return null
  }
}
