/** Writes small ONNX files for tests: a graph that puts out one given array whatever it is shown, or claims shapes it does not have. */

type Shape = readonly (number | string)[]

export type MadeModel = {
  readonly inputs?: readonly { readonly name: string; readonly shape: Shape; readonly elementType?: number }[]
  readonly outputs: readonly { readonly name: string; readonly shape: Shape; readonly elementType?: number }[]
  /** What the first output holds; without it the file only claims its shapes. */
  readonly puts?: Float32Array
  readonly domain?: string
  readonly metadata?: Readonly<Record<string, string>>
  readonly external?: boolean
}

const FLOAT = 1
const UTF8 = new TextEncoder()

function varint(value: number): number[] {
  const out: number[] = []
  let rest = value
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    out.push(rest > 0 ? byte + 128 : byte)
  } while (rest > 0)
  return out
}

const whole = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)])
const part = (field: number, ...content: (Uint8Array | string)[]): Buffer => {
  const bytes = Buffer.concat(content.map((each) => (typeof each === 'string' ? UTF8.encode(each) : each)))
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes])
}

function tensor(name: string, shape: Shape, elementType = FLOAT): Buffer {
  const sizes = shape.map((size) => part(1, typeof size === 'number' ? whole(1, size) : part(2, size)))
  return Buffer.concat([part(1, name), part(2, part(1, whole(1, elementType), part(2, ...sizes)))])
}

export function madeOnnx({ inputs, outputs, puts, domain = '', metadata = {}, external = false }: MadeModel): Buffer {
  const taken = inputs ?? [{ name: 'images', shape: [1, 3, 224, 224] }]
  const [first] = outputs
  const weights = [
    ...(first?.shape.map((size) => whole(1, Number(size))) ?? []),
    whole(2, FLOAT),
    part(8, 'weights'),
    external ? part(13, part(1, 'location'), part(2, 'elsewhere.bin')) : part(9, bytesOf(puts)),
  ]
  const node = part(1, part(1, 'weights'), part(2, first?.name ?? 'output'), part(4, 'Identity'), part(7, domain))
  const graph = [
    node,
    part(2, 'made'),
    ...(puts || external ? [part(5, ...weights)] : []),
    ...taken.map((each) => part(11, tensor(each.name, each.shape, each.elementType))),
    ...outputs.map((each) => part(12, tensor(each.name, each.shape, each.elementType))),
  ]
  return Buffer.concat([
    whole(1, 8),
    part(2, 'test'),
    part(7, ...graph),
    part(8, part(1, ''), whole(2, 17)),
    ...Object.entries(metadata).map(([key, value]) => part(14, part(1, key), part(2, value))),
  ])
}

function bytesOf(numbers: Float32Array | undefined): Uint8Array {
  return numbers ? new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) : new Uint8Array(0)
}
