/** What the host's main thread and its analysis threads say to each other; pictures are shared memory and are lent one at a time. */
import type { Camera } from '../../camera.ts'
import type { HeldPlace } from '../../detector/places.ts'
import type { Suspicion } from '../../detector/watch-mode.ts'
import type { Fitness, SensedWarning } from '../../facts.ts'
import type { Answer, Ask } from '../../objects/objects.ts'

export type ToAnalysis =
  | { readonly do: 'open'; readonly id: string; readonly camera: Camera; readonly held: readonly HeldPlace[] }
  /** The picture is the worker's until it has said `seen`. */
  | { readonly do: 'see'; readonly id: string; readonly slot: SharedArrayBuffer; readonly at: number }
  | { readonly do: 'told'; readonly id: string; readonly answer: Answer }
  | { readonly do: 'close'; readonly id: string }

export type FromAnalysis = {
  readonly kind: 'seen'
  readonly id: string
  readonly at: number
  /** ms since `performance.timeOrigin` of the process's start, comparable between threads. */
  readonly doneAt: number
  readonly fitness: Fitness
  readonly suspicion: Suspicion
  /** Each with its still, the box drawn in. */
  readonly warnings: readonly { readonly warning: SensedWarning; readonly jpeg: Uint8Array }[]
  readonly ask: Ask | null
  /** Only when something has been announced, and now and then: it is small but not free. */
  readonly held: readonly HeldPlace[] | null
}
