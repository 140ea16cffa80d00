/** Which object-detection models are let in: an allow-list of one output form and of class names, so that no face, plate or identity can be among them. */
import { ok, type Result, refuse } from '../../core/result.ts'
import { OBJECT_CLASSES, type ObjectClass } from './objects.ts'
import type { OnnxSketch, OnnxTensor } from './onnx.ts'
import { cellsOf } from './yolox.ts'

/** How the network is fed and read. */
export type ModelForm = {
  readonly input: string
  readonly output: string
  /** Side of the square it takes. */
  readonly side: number
  /** Of every class column, in order. */
  readonly names: readonly string[]
}

/** One for each class column; null: known to the model and not heard here. */
export function heardOf({ names }: ModelForm): readonly (ObjectClass | null)[] {
  return names.map(roadUser)
}

export type Model = {
  readonly name: string
  readonly sha256: string
  readonly form: ModelForm
}

/** What a warning's version says of the model that confirmed it. */
export function modelVersion({ name, sha256 }: Pick<Model, 'name' | 'sha256'>): string {
  return `${name}@${sha256.slice(0, 8)}`
}

export type ModelRefusal =
  | 'not-onnx'
  | 'cut-short'
  | 'too-large'
  | 'external-parts'
  | 'foreign-operators'
  | 'several-outputs'
  | 'embedding'
  | 'landmarks'
  | 'unknown-form'
  | 'unknown-input'
  | 'names-needed'
  | 'names-not-allowed'
  | 'names-do-not-fit'

/** Lin et al. 2014, in the order that every COCO detector keeps. */
const COCO_80: readonly string[] = (
  'person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,' +
  'bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,' +
  'sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,' +
  'bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,' +
  'toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,' +
  'teddy bear,hair drier,toothbrush'
).split(',')

const FLOAT32 = 1
const SMALLEST_SIDE = 224
const LARGEST_SIDE = 1280
/** YOLOX-L is 207 MB. */
export const LARGEST_BYTES = 256 * 2 ** 20
/** Box, presence: what comes before the classes. */
const BEFORE_CLASSES = 5

/**
 * `names`: one for each class column, told by whoever adds a model that does not say; COCO's where it has 80 and nobody does.
 * The form is YOLOX's alone: [1, cells, 5 + classes]. An embedding has no cells, a face detector has landmark columns
 * that no list of road users accounts for, and a class that is neither COCO-80's nor a road user's ends it.
 */
export function examine(
  sketch: OnnxSketch,
  names: readonly string[] | null,
): Result<ModelForm, Exclude<ModelRefusal, 'not-onnx' | 'cut-short' | 'too-large'>> {
  if (sketch.externalParts) return refuse('external-parts')
  const foreign = [...sketch.domains].filter((domain) => domain !== '' && domain !== 'ai.onnx')
  if (foreign.length > 0) return refuse('foreign-operators', foreign.map(printable).join(', '))
  const [output, ...moreOutputs] = sketch.outputs
  if (!output) return refuse('unknown-form', 'it has no output')
  if (moreOutputs.length > 0) return refuse('several-outputs', sketch.outputs.map(shown).join(' '))
  const [, cells = 0, columns = 0] = output.shape ?? []
  if (output.shape?.length === 2) return refuse('embedding', shown(output))
  if (output.shape?.length !== 3 || output.elementType !== FLOAT32 || !isOne(output))
    return refuse('unknown-form', shown(output))
  const [input, ...moreInputs] = sketch.inputs
  const [, planes, side = 0, otherSide] = input?.shape ?? []
  if (
    !input ||
    moreInputs.length > 0 ||
    input.shape?.length !== 4 ||
    !isOne(input) ||
    planes !== 3 ||
    side !== otherSide ||
    typeof side !== 'number' ||
    side % 32 !== 0 ||
    side < SMALLEST_SIDE ||
    side > LARGEST_SIDE ||
    input.elementType !== FLOAT32
  )
    return refuse('unknown-input', sketch.inputs.map(shown).join(' '))
  // Five points of a face are ten columns beside box and presence, with or without a class of their own.
  if (columns === 14 || columns === 15 || columns === 16) return refuse('landmarks', shown(output))
  if (cells !== cellsOf(side) || typeof columns !== 'number' || columns <= BEFORE_CLASSES)
    return refuse('unknown-form', shown(output))
  const count = columns - BEFORE_CLASSES
  // What the file says of itself cannot be talked away.
  const said = namesIn(sketch.metadata) ?? names ?? (count === COCO_80.length ? COCO_80 : null)
  if (said === null) return refuse('names-needed', `${count}`)
  if (said.length !== count) return refuse('names-do-not-fit', `${said.length} names, ${count} classes`)
  const unknown = said.filter((name) => !COCO_80.includes(name) && roadUser(name) === null)
  if (unknown.length > 0) return refuse('names-not-allowed', unknown.slice(0, 5).map(printable).join(', '))
  // COCO's own list or road users only: the columns in between cannot be given harmless names.
  const coco = said.every((name, index) => name === COCO_80[index]) && count === COCO_80.length
  if (!coco && said.some((name) => roadUser(name) === null))
    return refuse('names-not-allowed', 'neither the COCO-80 list in its order nor road users only')
  if (new Set(said).size !== said.length) return refuse('names-do-not-fit', 'a name stands twice')
  return ok({ input: input.name, output: output.name, side, names: said })
}

function roadUser(name: string): ObjectClass | null {
  return OBJECT_CLASSES.find((known) => known === name) ?? null
}

function isOne(tensor: OnnxTensor): boolean {
  return tensor.shape?.[0] === 1
}

function shown(tensor: OnnxTensor): string {
  return `${printable(tensor.name)}[${tensor.shape?.map((size) => (typeof size === 'string' ? '?' : size)).join(',') ?? '?'}]`
}

/** A file's own words may hold anything, and end on a terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
}

/** `names` as exporters write it: a list, or numbers with names, in JSON or in Python's notation. */
function namesIn(metadata: ReadonlyMap<string, string>): readonly string[] | null {
  const text = metadata.get('names') ?? metadata.get('classes') ?? metadata.get('labels')
  if (text === undefined) return null
  return Array.from(text.matchAll(/'([^']*)'|"([^"]*)"/g), (match) => match[1] ?? match[2] ?? '').filter(
    (name) => !/^\d+$/.test(name),
  )
}
