/** Lets a model file in or says in one word why not: size, form and names before any native code sees it, then a trial run in a process of its own. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { examine, LARGEST_BYTES, type Model, type ModelRefusal } from '../../objects/model.ts'
import { readOnnx } from '../../objects/onnx.ts'
import { openInference } from './inference-process.ts'
import type { Picture, Seen } from './inference-wire.ts'
import { keepModel, type ModelRecord, sha256Of } from './store.ts'

export type AdmitRefusal =
  | ModelRefusal
  | 'unreadable'
  | 'licence-too-long'
  | 'does-not-run'
  | 'not-finite'
  | 'not-scored'
  | 'too-slow'

export type Candidate = {
  readonly file: string
  readonly dataFolder: string
  /** Class names, one for each column, for a file that does not say. */
  readonly names: readonly string[] | null
  readonly licence: string | null
  /** UTC ms. */
  readonly at: number
}

const RUNS = 5
/** One look a second and camera must leave room for the analysis. */
const SLOWEST_MS = 1_000
const LONGEST_LICENCE = 200_000

export async function admit({
  file,
  dataFolder,
  names,
  licence,
  at,
}: Candidate): Promise<Result<ModelRecord, AdmitRefusal>> {
  if (licence !== null && licence.length > LONGEST_LICENCE) return refuse('licence-too-long')
  const read = await readWhole(file)
  if (!read.ok) return read
  const bytes = read.value
  const sketch = readOnnx(bytes)
  if (!sketch.ok) return sketch
  const form = examine(sketch.value, names)
  if (!form.ok) return form
  const model: Model = { name: nameOf(file), sha256: sha256Of(bytes), form: form.value }
  const tried = await tryOut(file, model)
  if (!tried.ok) return tried
  const record: ModelRecord = {
    name: model.name,
    sha256: model.sha256,
    form: { ...form.value, names: [...form.value.names] },
    bytes: bytes.length,
    licence,
    addedAt: new Date(at).toISOString(),
    selfTest: tried.value,
  }
  await keepModel(dataFolder, record, bytes)
  return ok(record)
}

async function readWhole(path: string): Promise<Result<Uint8Array, 'unreadable' | 'too-large' | 'not-onnx'>> {
  try {
    const file = await open(path, 'r')
    try {
      const found = await file.stat()
      if (!found.isFile()) return refuse('unreadable', 'not a file')
      if (found.size > LARGEST_BYTES) return refuse('too-large', `${Math.round(found.size / 2 ** 20)} MB`)
      return ok(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (error) {
    return refuse('unreadable', error instanceof Error ? error.message : undefined)
  }
}

function nameOf(path: string): string {
  return (
    basename(path)
      .replace(/\.onnx$/i, '')
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 64) || 'model'
  )
}

/** Five looks at a made picture; the middle of their times counts. */
async function tryOut(
  file: string,
  model: Model,
): Promise<Result<ModelRecord['selfTest'], 'does-not-run' | 'not-finite' | 'not-scored' | 'too-slow'>> {
  let runtime = ''
  let end: (why: string) => void = () => {}
  const ended = new Promise<{ readonly why: string }>((resolve) => {
    end = (why) => resolve({ why })
  })
  let open: () => void = () => {}
  const opened = new Promise<null>((resolve) => {
    open = () => resolve(null)
  })
  const inference = openInference({
    file,
    model,
    onOpen: (version) => {
      runtime = version
      open()
    },
    onEnd: ({ detail }) => end(detail),
  })
  try {
    const failed = await Promise.race([opened, ended])
    if (failed) return refuse('does-not-run', failed.why)
    const picture = madePicture()
    const times: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const seen: Seen | null = await inference.look(picture, true)
      if (seen === null) return refuse('does-not-run', 'it gave no answer')
      if (!seen.finite) return refuse('not-finite')
      if (!seen.scored) return refuse('not-scored')
      times.push(seen.runMs)
    }
    const runMs = Math.round((times.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0) * 10) / 10
    return runMs > SLOWEST_MS ? refuse('too-slow', `${Math.round(runMs)} ms`) : ok({ runMs, runtime })
  } finally {
    await inference.close()
  }
}

/** A road under a sky with two dark bodies on it: something to look at that every installation makes alike. */
function madePicture(): Picture {
  const [width, height] = [640, 360]
  const y = new Uint8Array(width * height)
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const body = row > 200 && row < 260 && column % 320 > 120 && column % 320 < 220
      const ground = row < 120 ? 190 - row / 4 : 95 + ((row * 7 + column * 13) % 17)
      y[row * width + column] = body ? 40 + ((column * row) % 23) : ground
    }
  const chroma = (width / 2) * (height / 2)
  return { width, height, y, u: new Uint8Array(chroma).fill(124), v: new Uint8Array(chroma).fill(130) }
}
