import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../../core/ids.ts'
import { DAY, HOUR, MINUTE } from '../../../core/time.ts'
import { parse, type Vocabulary } from '../../console/desk/commands.ts'
import { instantOf, readUntil } from './grammar.ts'

const VOCABULARY: Vocabulary = {
  agencies: [
    { value: id<'agency'>('road-rescue'), names: ['road-rescue', '道路救援'] },
    { value: id<'agency'>('road-operator'), names: ['road-operator', '高速公司'] },
  ],
  units: [],
  posts: [],
  targets: [],
}
const read = (line: string) => parse(line, VOCABULARY)

test('the room’s words are read with their time and the rest of the line', () => {
  assert.deepEqual(read('broadcast 30m fog from K40'), {
    ok: true,
    value: { verb: 'broadcast', until: { by: 'span', ms: 30 * MINUTE }, text: 'fog from K40' },
  })
  assert.deepEqual(read('hold 14:30 the escort begins'), {
    ok: true,
    value: { verb: 'hold', until: { by: 'clock', hour: 14, minute: 30 }, text: 'the escort begins' },
  })
  assert.deepEqual(read('通播 2时 大雾'), {
    ok: true,
    value: { verb: 'broadcast', until: { by: 'span', ms: 2 * HOUR }, text: '大雾' },
  })
  assert.deepEqual(read('log two lanes shut'), { ok: true, value: { verb: 'log', text: 'two lanes shut' } })
  assert.deepEqual(read('exercise on'), { ok: true, value: { verb: 'exercise', on: true } })
})

test('an agency that could be two is listed, and a missing time is asked for', () => {
  const two = read('tell road 30m come')
  assert.deepEqual([two.ok ? '' : two.refusal, two.candidates], ['ambiguous', ['road-rescue', 'road-operator']])
  assert.equal(read('tell road-r 30m come').ok, true)
  for (const line of ['broadcast fog', 'broadcast 30m', 'hold tomorrow x', 'tell road-r come', 'log', 'exercise'])
    assert.equal(read(line).ok ? '' : 'refused', 'refused', line)
})

test('a time of day is the next one by the wall’s clock, wherever the wall hangs', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 * 365 }).chain((day) => fc.nat(DAY - 1).map((ms) => day * DAY + ms)),
      fc.integer({ min: -12, max: 14 }),
      fc.nat(23),
      fc.nat(59),
      (now, zone, hour, minute) => {
        const at = instantOf({ by: 'clock', hour, minute }, now, zone * HOUR)
        assert.ok(at > now && at <= now + DAY)
        const local = (((at + zone * HOUR) % DAY) + DAY) % DAY
        assert.equal(local, hour * HOUR + minute * MINUTE)
      },
    ),
  )
})

test('what is no time is none', () => {
  for (const word of ['', '30', 'm', '25:00', '9:60', '30 m', '1w', undefined])
    assert.equal(readUntil(word), null, word)
})
