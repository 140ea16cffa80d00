/** Reads of an ONNX file (onnx.proto3) what decides whether it is let in: inputs, outputs, operators, names; bounds are checked before any native code sees it. */
import { ok, type Result, refuse } from '../../core/result.ts'

export type OnnxTensor = {
  readonly name: string
  /** TensorProto.DataType: 1 is float32. */
  readonly elementType: number
  /** A word is a size that is left open. null: no shape is said. */
  readonly shape: readonly (number | string)[] | null
}

export type OnnxSketch = {
  readonly inputs: readonly OnnxTensor[]
  readonly outputs: readonly OnnxTensor[]
  readonly operators: ReadonlySet<string>
  /** Of operators and operator sets, '' and 'ai.onnx' are ONNX's own. */
  readonly domains: ReadonlySet<string>
  readonly metadata: ReadonlyMap<string, string>
  /** Weights in files beside this one. */
  readonly externalParts: boolean
}

type Field = { readonly number: number; readonly value: number; readonly bytes: Uint8Array }

class CutShort extends Error {}

/** `not-onnx`: other bytes. `cut-short`: begins as ONNX and ends within a field. */
export function readOnnx(bytes: Uint8Array): Result<OnnxSketch, 'not-onnx' | 'cut-short'> {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof CutShort) return refuse(error.message === 'begun' ? 'cut-short' : 'not-onnx')
    throw error
  }
}

function read(bytes: Uint8Array): Result<OnnxSketch, 'not-onnx' | 'cut-short'> {
  let irVersion = 0
  let graph: Uint8Array | null = null
  const domains = new Set<string>()
  const metadata = new Map<string, string>()
  const begun = (): boolean => irVersion > 0
  for (const field of fieldsOf(bytes, begun))
    switch (field.number) {
      case 1:
        irVersion = field.value
        break
      case 7:
        graph = field.bytes
        break
      case 8:
        domains.add(textIn(field.bytes, 1))
        break
      case 14:
        metadata.set(textIn(field.bytes, 1), textIn(field.bytes, 2))
        break
    }
  if (irVersion < 1 || irVersion > 100 || graph === null) return refuse('not-onnx')
  const inputs: OnnxTensor[] = []
  const outputs: OnnxTensor[] = []
  const operators = new Set<string>()
  const weights = new Set<string>()
  let externalParts = false
  for (const field of fieldsOf(graph, begun))
    switch (field.number) {
      case 1:
        operators.add(textIn(field.bytes, 4))
        domains.add(textIn(field.bytes, 7))
        break
      case 5:
        weights.add(textIn(field.bytes, 8))
        for (const part of fieldsOf(field.bytes, begun))
          if (part.number === 13 || (part.number === 14 && part.value === 1)) externalParts = true
        break
      case 11:
        inputs.push(tensorOf(field.bytes))
        break
      case 12:
        outputs.push(tensorOf(field.bytes))
        break
    }
  return ok({
    // Before IR version 4 weights are listed among the inputs.
    inputs: inputs.filter((input) => !weights.has(input.name)),
    outputs,
    operators,
    domains,
    metadata,
    externalParts,
  })
}

function tensorOf(bytes: Uint8Array): OnnxTensor {
  let elementType = 0
  let shape: (number | string)[] | null = null
  for (const type of fieldsOf(within(bytes, 2)))
    if (type.number === 1)
      for (const part of fieldsOf(type.bytes)) {
        if (part.number === 1) elementType = part.value
        if (part.number !== 2) continue
        shape = []
        for (const dimension of fieldsOf(part.bytes)) if (dimension.number === 1) shape.push(sizeOf(dimension.bytes))
      }
  return { name: textIn(bytes, 1), elementType, shape }
}

function sizeOf(dimension: Uint8Array): number | string {
  for (const field of fieldsOf(dimension)) if (field.number === 1) return field.value
  return textIn(dimension, 2)
}

const NOTHING = new Uint8Array(0)

function within(bytes: Uint8Array, number: number): Uint8Array {
  for (const field of fieldsOf(bytes)) if (field.number === number) return field.bytes
  return NOTHING
}

const UTF8 = new TextDecoder()

function textIn(bytes: Uint8Array, number: number): string {
  return UTF8.decode(within(bytes, number))
}

/** Protocol buffers' wire format; `begun` tells a file that ends too early from one that was never ONNX. */
function* fieldsOf(bytes: Uint8Array, begun: () => boolean = () => true): Generator<Field> {
  const short = (): CutShort => new CutShort(begun() ? 'begun' : 'never')
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at]
      if (byte === undefined) throw short()
      at += 1
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw short()
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    const kind = tag % 8
    let value = 0
    let part: Uint8Array = NOTHING
    if (kind === 0) value = varint()
    else {
      const length = kind === 2 ? varint() : kind === 1 ? 8 : kind === 5 ? 4 : -1
      if (length < 0 || at + length > bytes.length) throw short()
      part = bytes.subarray(at, at + length)
      at += length
    }
    yield { number, value, bytes: part }
  }
}
