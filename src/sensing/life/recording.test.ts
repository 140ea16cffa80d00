import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { covering, type Entry, reaches, segmentsOf, surplus } from './recording.ts'

const RUN = 1_760_000_000_000
const name = (run: number, number: number): string => `${run}-${String(number).padStart(5, '0')}.ts`

/** Runs one after the other, each of files of 2–4 s. */
const recordings = fc
  .array(fc.array(fc.integer({ min: 2_000, max: 4_000 }), { minLength: 1, maxLength: 12 }), { maxLength: 4 })
  .map((runs) => {
    const entries: Entry[] = []
    let at = RUN
    for (const lengths of runs) {
      const run = at
      lengths.forEach((length, number) => {
        at += length
        entries.push({ name: name(run, number), bytes: 100 * length, writtenAt: at })
      })
      at += 1_500
    }
    return entries
  })

test('the files of a recording follow each other without overlap, whatever order the disk lists them in', () => {
  fc.assert(
    fc.property(recordings, fc.infiniteStream(fc.nat()), (entries, chance) => {
      const shuffled = [...entries].sort(() => ((chance.next().value ?? 0) % 2 === 0 ? 1 : -1))
      const segments = segmentsOf(shuffled)
      assert.equal(segments.length, entries.length)
      segments.forEach((segment, index) => {
        assert.ok(segment.from < segment.to)
        assert.ok(segment.from >= (segments[index - 1]?.to ?? 0))
      })
    }),
  )
})

test('a wish is covered by every file that holds some of it and by no other', () => {
  fc.assert(
    fc.property(recordings, fc.nat(60_000), fc.integer({ min: 1, max: 60_000 }), (entries, start, length) => {
      const segments = segmentsOf(entries)
      const from = RUN + start
      const to = from + length
      assert.deepEqual(
        covering(segments, from, to).map((segment) => segment.name),
        segments.filter((segment) => segment.to > from && segment.from < to).map((segment) => segment.name),
      )
    }),
  )
})

test('what is kept stays within its bytes and its time, and what is being written is never taken away', () => {
  fc.assert(
    fc.property(recordings, fc.nat(100_000), fc.nat(3_000_000), (entries, age, most) => {
      const segments = segmentsOf(entries)
      const at = (segments.at(-1)?.to ?? RUN) + age
      const gone = new Set(surplus(segments, at, 60_000, most))
      const kept = segments.filter((segment) => !gone.has(segment.name))
      const closed = kept.filter((segment) => !segment.isOpen || at - segment.to >= 10_000)
      const open = kept.filter((segment) => !closed.includes(segment))
      assert.ok(closed.every((segment) => at - segment.to <= 60_000))
      const bytes = kept.reduce((sum, segment) => sum + segment.bytes, 0)
      assert.ok(bytes <= most || closed.length === 0 || bytes - open.reduce((sum, one) => sum + one.bytes, 0) <= most)
      // The newest finished file goes last.
      const lastGone = segments.findLastIndex((segment) => gone.has(segment.name))
      assert.ok(segments.slice(0, Math.max(0, lastGone)).every((one) => gone.has(one.name) || one.isOpen))
    }),
  )
})

test('a second decoder that began before the first ended adds only what is new', () => {
  const segments = segmentsOf([
    { name: name(RUN, 0), bytes: 1, writtenAt: RUN + 3_000 },
    { name: name(RUN, 1), bytes: 1, writtenAt: RUN + 6_000 },
    { name: name(RUN + 4_000, 0), bytes: 1, writtenAt: RUN + 5_000 },
    { name: name(RUN + 4_000, 1), bytes: 1, writtenAt: RUN + 9_000 },
  ])
  assert.deepEqual(
    covering(segments, RUN, RUN + 20_000).map((segment) => segment.name),
    [name(RUN, 0), name(RUN, 1), name(RUN + 4_000, 1)],
  )
  assert.equal(reaches(segments, RUN + 2_000), true)
  assert.equal(reaches(segments, RUN + 8_000), false, 'the last file of a run may still grow')
})
