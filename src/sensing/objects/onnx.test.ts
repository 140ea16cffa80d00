import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { madeOnnx } from '../io/model/onnx.fixture.ts'
import { readOnnx } from './onnx.ts'

const FILE = madeOnnx({
  inputs: [{ name: 'images', shape: ['batch', 3, 416, 416] }],
  outputs: [{ name: 'output', shape: [1, 3549, 85] }],
  metadata: { names: "{0: 'car'}" },
})

test('inputs, outputs, operators and metadata are read as they were written', () => {
  const read = readOnnx(FILE)
  assert.ok(read.ok)
  assert.deepEqual(read.value.inputs, [{ name: 'images', elementType: 1, shape: ['batch', 3, 416, 416] }])
  assert.deepEqual(read.value.outputs, [{ name: 'output', elementType: 1, shape: [1, 3549, 85] }])
  assert.deepEqual([...read.value.operators], ['Identity'])
  assert.deepEqual([...read.value.metadata], [['names', "{0: 'car'}"]])
})

test('a file that ends too early is never read as whole', () => {
  for (let length = 0; length < FILE.length; length += 1) {
    const read = readOnnx(FILE.subarray(0, length))
    // Whole fields may be missing at the end; what is there is then as it was.
    if (read.ok) assert.deepEqual(read.value.outputs[0]?.shape, [1, 3549, 85])
    else assert.ok(read.refusal === 'cut-short' || read.refusal === 'not-onnx')
  }
  const short = readOnnx(FILE.subarray(0, 60))
  assert.equal(short.ok ? null : short.refusal, 'cut-short')
})

test('any bytes end in an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      readOnnx(bytes)
    }),
  )
  fc.assert(
    fc.property(fc.nat(FILE.length - 1), fc.nat(255), (at, value) => {
      const spoilt = Uint8Array.from(FILE)
      spoilt[at] = value
      readOnnx(spoilt)
    }),
  )
})
