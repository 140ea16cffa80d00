import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Smooth } from './smooth.ts'

test('four pixels in one step are blurred as each alone would be', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 9 }),
      fc.infiniteStream(fc.nat(255)),
      (words, height, bytes) => {
        const width = 4 * words
        const luma = Uint8Array.from({ length: width * height }, () => bytes.next().value)
        const smooth = new Smooth({ width, height })
        smooth.take(luma)
        for (let y = 0; y < height; y += 1)
          for (let x = 0; x < width; x += 1) {
            const at = y * width + x
            let want = luma[at]
            if (x > 0 && y > 0 && x < width - 1 && y < height - 1) {
              let sum = 8
              for (const [row, weight] of [
                [-1, 1],
                [0, 2],
                [1, 1],
              ] as const)
                for (const [column, more] of [
                  [-1, 1],
                  [0, 2],
                  [1, 1],
                ] as const)
                  sum += weight * more * (luma[at + row * width + column] ?? 0)
              want = sum >> 4
            }
            assert.equal(smooth.picture[at], want, `(${x}, ${y}) of ${width}×${height}`)
          }
      },
    ),
  )
})
