import assert from 'node:assert/strict'
import test from 'node:test'
import { type MadeModel, madeOnnx } from '../io/model/onnx.fixture.ts'
import { examine, heardOf } from './model.ts'
import { readOnnx } from './onnx.ts'

const CELLS = 28 * 28 + 14 * 14 + 7 * 7

function judged(made: MadeModel, names: readonly string[] | null = null) {
  const read = readOnnx(madeOnnx(made))
  assert.ok(read.ok)
  return examine(read.value, names)
}

function refusal(made: MadeModel, names: readonly string[] | null = null): string | null {
  const answer = judged(made, names)
  return answer.ok ? null : answer.refusal
}

const output = (...shape: (number | string)[]): MadeModel => ({ outputs: [{ name: 'output', shape }] })
const classes = (names: string): MadeModel => ({
  ...output(1, CELLS, 5 + names.split(',').length),
  metadata: { names: JSON.stringify(names.split(',')) },
})

test('a YOLOX of the 80 COCO classes is taken and heard on road users only', () => {
  const answer = judged(output(1, CELLS, 85))
  assert.ok(answer.ok)
  assert.equal(answer.value.side, 224)
  assert.deepEqual(
    heardOf(answer.value).filter((each) => each !== null),
    ['person', 'bicycle', 'car', 'motorcycle', 'bus', 'truck'],
  )
})

test('a model of road users alone is taken when it names them, whichever way names are written', () => {
  assert.equal(refusal(classes('car,truck,person')), null)
  assert.equal(refusal({ ...output(1, CELLS, 7), metadata: { names: "{0: 'car', 1: 'bus'}" } }), null)
  assert.equal(refusal(output(1, CELLS, 7), ['car', 'bus']), null)
  assert.equal(refusal(output(1, CELLS, 7)), 'names-needed')
  assert.equal(refusal(output(1, CELLS, 7), ['car']), 'names-do-not-fit')
  assert.equal(refusal(output(1, CELLS, 7), ['car', 'car']), 'names-do-not-fit')
})

test('no class of a face, a plate or an identity is taken, nor under another name', () => {
  assert.equal(refusal(classes('face')), 'names-not-allowed')
  assert.equal(refusal(classes('person,face')), 'names-not-allowed')
  assert.equal(refusal(classes('car,license_plate')), 'names-not-allowed')
  assert.equal(refusal(classes('Zhang San,Li Si')), 'names-not-allowed')
  // A harmless name out of COCO's list for a column of its own.
  assert.equal(refusal(classes('person,clock')), 'names-not-allowed')
  // The file's own words count, not what is said about it.
  assert.equal(refusal(classes('face'), ['person']), 'names-not-allowed')
})

test('an embedding of 512 numbers is refused as one', () => {
  assert.equal(refusal(output(1, 512)), 'embedding')
  assert.equal(refusal(output('batch', 128)), 'embedding')
})

test('a face detector with five points is refused as one', () => {
  assert.equal(refusal(output(1, CELLS, 15)), 'landmarks')
  assert.equal(refusal(output(1, 16_800, 15)), 'landmarks')
  assert.equal(refusal(output(1, CELLS, 16), null), 'landmarks')
  const several = ['loc', 'conf', 'landms'].map((name, index) => ({ name, shape: [1, 16_800, [4, 2, 10][index] ?? 0] }))
  assert.equal(refusal({ outputs: several }), 'several-outputs')
})

test('every other form is refused: cells, columns, order, kinds of numbers, open sizes', () => {
  for (const shape of [
    [1, CELLS + 1, 85],
    [1, 84, 8_400],
    [2, CELLS, 85],
    [1, CELLS, 5],
    [1, CELLS, 0],
    [1, 'cells', 85],
    [1, 1, 1, 85],
    [],
  ])
    assert.equal(refusal(output(...shape)), 'unknown-form', String(shape))
  assert.equal(refusal({ outputs: [{ name: 'output', shape: [1, CELLS, 85], elementType: 10 }] }), 'unknown-form')
  assert.equal(refusal({ outputs: [] }), 'unknown-form')
})

test('only one square colour picture goes in', () => {
  for (const shape of [
    [1, 3, 224, 256],
    [1, 1, 224, 224],
    [1, 224, 224, 3],
    [1, 3, 225, 225],
    [1, 3, 8192, 8192],
    [1, 3, 'h', 'w'],
    [1, 3],
  ])
    assert.equal(refusal({ ...output(1, CELLS, 85), inputs: [{ name: 'images', shape }] }), 'unknown-input')
  const two = ['images', 'gallery'].map((name) => ({ name, shape: [1, 3, 224, 224] }))
  assert.equal(refusal({ ...output(1, CELLS, 85), inputs: two }), 'unknown-input')
})

test('a model that reaches outside of itself is refused', () => {
  assert.equal(refusal({ ...output(1, CELLS, 85), external: true }), 'external-parts')
  assert.equal(refusal({ ...output(1, CELLS, 85), domain: 'com.example.code' }), 'foreign-operators')
})
