/** A camera's detector as a host runs it: with an object detector beside it where VIDEO_MODEL names its weights, asked when it wants to be and answered at once. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Camera } from '../../src/sensing/camera.ts'
import { openDetector } from '../../src/sensing/detector/detector.ts'
import type { Frame } from '../../src/sensing/detector/frame.ts'
import type { SensedWarning } from '../../src/sensing/facts.ts'
import { pulseOf } from '../../src/sensing/io/host/pulse.ts'
import { type ObjectDetector, openObjectDetector } from '../../src/sensing/io/model/object-detector.ts'
import { sha256Of } from '../../src/sensing/io/model/store.ts'
import { examine } from '../../src/sensing/objects/model.ts'
import { readOnnx } from '../../src/sensing/objects/onnx.ts'

export type Onlooker = { see(frame: Frame): Promise<readonly SensedWarning[]> }

/** All sets play with it where this names the weights; the set that compares asks for it. */
const EVERYWHERE = process.env.VIDEO_MODEL
/** What comparisons are made with, where it is there. */
export const WEIGHTS = fileURLToPath(new URL('../../../shared/data/models/yolox_nano_coco80_416.onnx', import.meta.url))
let shared: ObjectDetector | null = null

/** What the looks of this process have cost so far. */
export function lookCost(): { readonly looks: number; readonly cpuMs: number } {
  const pid = shared?.process() ?? null
  return { looks: shared?.counts().answered ?? 0, cpuMs: (pid === null ? null : pulseOf(pid))?.cpuMs ?? 0 }
}

export function openOnlooker(camera: Camera, weights = EVERYWHERE): Onlooker {
  const detector = openDetector(camera)
  return {
    async see(frame) {
      const said = detector.see(frame)
      if (weights === undefined) return said
      const ask = detector.asks(frame.at)
      if (ask === null) return said
      shared ??= opened(weights)
      while (shared.state().state === 'starting') await new Promise((resolve) => setTimeout(resolve, 20))
      const answer = await shared.look(camera.id, frame, ask)
      if (answer) detector.told(answer)
      return said
    },
  }
}

function opened(file: string): ObjectDetector {
  const bytes = readFileSync(file)
  const sketch = readOnnx(bytes)
  const form = sketch.ok ? examine(sketch.value, null) : sketch
  if (!form.ok) throw new Error(`${file}: ${form.refusal}`)
  const model = { name: 'weights', sha256: sha256Of(bytes), form: form.value }
  return openObjectDetector({ model: { model, file }, onTrouble: ({ detail }) => console.error(detail) })
}
