/** The wire keeps its word: messages survive the journey, and what says too little does not leave. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ANSWERS, REJECTION_CAUSES } from './order.ts'
import { answerMessage } from './wire.ts'

test('every answer survives the wire, and a rejection without its cause does not leave', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          version: fc.constant(1 as const),
          id: fc.uuid(),
          order: fc.uuid(),
          answer: fc.constantFrom(...ANSWERS),
          at: fc.nat(),
          cause: fc.constantFrom(...REJECTION_CAUSES),
          agencyNumber: fc.string({ minLength: 1, maxLength: 80 }),
          unit: fc.string({ minLength: 1, maxLength: 80 }),
        },
        { requiredKeys: ['version', 'id', 'order', 'answer', 'at'], noNullPrototype: true },
      ),
      (said) => {
        const read = answerMessage.safeParse(JSON.parse(JSON.stringify(said)))
        assert.equal(read.success, said.answer !== 'rejected' || said.cause !== undefined)
        if (read.success) assert.deepEqual(read.data, said)
      },
    ),
  )
})

test('an answer with a field that the wire does not know is refused', () => {
  const said = { version: 1, id: '0192d3a8-0000-7000-8000-000000000000', order: 'o', answer: 'arrived', at: 1 }
  assert.equal(answerMessage.safeParse(said).success, true)
  assert.equal(answerMessage.safeParse({ ...said, patient: 'x' }).success, false)
})
