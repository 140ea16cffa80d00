import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical } from './canonical.ts'

test('the sample of RFC 8785 §3.2.2 becomes the bytes of §3.2.4', () => {
  const sample = {
    // biome-ignore lint/correctness/noPrecisionLoss: the sample of the standard tests exactly that.
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonical(sample),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys are sorted by UTF-16 code units as in RFC 8785 §3.2.3', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
  const text = canonical(Object.fromEntries(keys.map((key) => [key, 0])))
  assert.equal(text, `{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`)
})

test('what was written and read again, in whatever order of keys, has the same form', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value)
      assert.equal(canonical(JSON.parse(text)), text)
      assert.equal(canonical(JSON.parse(JSON.stringify(value))), text)
    }),
  )
})

test('a field that is not there and an undefined one are the same', () => {
  assert.equal(canonical({ a: undefined, b: 1 }), '{"b":1}')
})
