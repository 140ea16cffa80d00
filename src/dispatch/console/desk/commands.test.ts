/** The command line: short forms as long as they are one thing, ambiguity listed, completion. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../../core/ids.ts'
import { complete, parse, VERBS, type Vocabulary } from './commands.ts'

const police = id<'agency'>('traffic-police')
const rescue = id<'agency'>('road-rescue')
const vocabulary: Vocabulary = {
  agencies: [
    { value: police, names: ['traffic-police', '交警支队'] },
    { value: rescue, names: ['road-rescue', '路网施救'] },
  ],
  units: [
    { value: { unit: id('tp-07'), agency: police }, names: ['tp-07', '交警 07'] },
    { value: { unit: id('tp-05'), agency: police }, names: ['tp-05', '交警 05'] },
    { value: { unit: id('rr-02'), agency: rescue }, names: ['rr-02', '清障 2'] },
  ],
  posts: [{ value: 'north', names: ['north', '北出口'] }],
  targets: [
    { value: { what: 'incident', id: id('i1') }, names: ['0031', '20261123-0031'] },
    { value: { what: 'incident', id: id('i2') }, names: ['0032', '20261123-0032'] },
  ],
}
const read = (line: string) => parse(line, vocabulary)

test('a verb may be shortened while it stays one verb', () => {
  assert.deepEqual(read('f'), { ok: true, value: { verb: 'false' } })
  assert.deepEqual(read('cl nothing'), { ok: true, value: { verb: 'close', outcome: 'nothing-found' } })
})

test('what could mean two things is listed, never guessed', () => {
  assert.deepEqual(read('t'), { ok: false, refusal: 'ambiguous', candidates: ['true', 'tell', 'take-up', 'theme'] })
  assert.deepEqual(read('order tp-0'), { ok: false, refusal: 'ambiguous', candidates: ['tp-07', 'tp-05'] })
})

test('a verdict may carry kind and priority in any order', () => {
  assert.deepEqual(read('true p1 medical'), {
    ok: true,
    value: { verb: 'true', kind: 'medical-emergency', priority: 1 },
  })
  assert.deepEqual(read('tr'), { ok: true, value: { verb: 'true', kind: null, priority: null } })
})

test('an order names agencies and units; a unit brings its agency along once', () => {
  assert.deepEqual(read('order road traffic tp-07'), {
    ok: true,
    value: {
      verb: 'order',
      sends: [
        { agency: rescue, unit: null },
        { agency: police, unit: 'tp-07' },
      ],
    },
  })
  assert.deepEqual(read('order tp-07 traffic-police'), {
    ok: true,
    value: { verb: 'order', sends: [{ agency: police, unit: 'tp-07' }] },
  })
  assert.deepEqual(read('order'), { ok: true, value: { verb: 'order', sends: [] } })
})

test('the same is said in Chinese', () => {
  assert.deepEqual(read('下令 交警支队'), {
    ok: true,
    value: { verb: 'order', sends: [{ agency: police, unit: null }] },
  })
  assert.deepEqual(read('假'), { ok: true, value: { verb: 'false' } })
})

test('a missing word says what is expected there', () => {
  assert.deepEqual(read('lang'), { ok: false, refusal: 'word-missing', candidates: ['zh', 'en'] })
  assert.deepEqual(read('go 003'), { ok: false, refusal: 'ambiguous', candidates: ['0031', '0032'] })
  assert.deepEqual(read('fly'), {
    ok: false,
    refusal: 'no-such-word',
    candidates: [...VERBS],
  })
})

test('the last word is completed', () => {
  assert.deepEqual(complete('or', vocabulary), ['order'])
  assert.deepEqual(complete('order tp', vocabulary), ['order tp-07', 'order tp-05'])
  assert.deepEqual(complete('close ', vocabulary), ['close resolved', 'close nothing-found', 'close handed-over'])
})

test('what is done with an event has its words: correct, note, merge, split, stand down, hand over', () => {
  const means = (line: string, value: object) => assert.deepEqual(read(line), { ok: true, value })
  means('amend p1 coll', { verb: 'amend', amendment: { priority: 1, kind: 'collision' } })
  means('note lane two is  blocked', { verb: 'note', text: 'lane two is blocked' })
  means('m', { verb: 'merge', into: null })
  means('merge 0032', { verb: 'merge', into: 'i2' })
  means('split', { verb: 'split' })
  means('recall tp-07', { verb: 'recall', who: { agency: police, unit: 'tp-07' } })
  means('收队 tp-07', { verb: 'recall', who: { agency: police, unit: 'tp-07' } })
  means('swap tp-07 tp-05', { verb: 'swap', from: 'tp-07', to: 'tp-05' })
  means('order tp-07!', { verb: 'order', sends: [{ agency: police, unit: 'tp-07', preempts: true }] })
  means('paper', { verb: 'paper' })
  means('大屏', { verb: 'wall' })
  means('hand road', { verb: 'hand', to: rescue })
  assert.equal(read('amend').ok, false)
  assert.equal(read('note').ok, false)
})

test('a call is said in one line: its kind and its place; without them its panel opens', () => {
  assert.deepEqual(read('new col s12 45.3 u'), { ok: true, value: { verb: 'new', kind: 'col', place: 's12 45.3 u' } })
  assert.deepEqual(read('ne'), { ok: true, value: { verb: 'new', kind: '', place: '' } })
  assert.deepEqual(read('place ok'), { ok: true, value: { verb: 'place', place: null } })
  assert.deepEqual(read('pl 中山路与禾兴路'), { ok: true, value: { verb: 'place', place: '中山路与禾兴路' } })
  assert.deepEqual(read('place'), { ok: false, refusal: 'word-missing', candidates: ['ok'] })
})

test('several of one agency are said with a star, by its name or by that of its units', () => {
  const twoCars = [
    { agency: police, unit: null },
    { agency: police, unit: null },
  ]
  assert.deepEqual(read('order tp*2 rr-02'), {
    ok: true,
    value: { verb: 'order', sends: [{ agency: rescue, unit: 'rr-02' }, ...twoCars] },
  })
  assert.deepEqual(read('派 交警支队×2'), { ok: true, value: { verb: 'order', sends: twoCars } })
  assert.equal(read('order nobody*2').ok, false)
})

test('the duty of a unit is said in two or three words, in either language', () => {
  const says = (line: string) => {
    const said = read(line)
    return said.ok && said.value.verb === 'unit' ? said.value.says : said
  }
  assert.deepEqual(says('unit'), null)
  assert.deepEqual(says('unit off tp-07'), { type: 'off' })
  assert.deepEqual(says('力量 在岗 tp-07 2'), { type: 'on', crew: 2 })
  assert.deepEqual(says('unit rest tp-07 45'), { type: 'rest', forMs: 45 * 60_000 })
  assert.deepEqual(says('unit out tp-07 def'), { type: 'out', cause: 'defect' })
  assert.deepEqual(says('unit post tp-07 北出口'), { type: 'move-up', post: 'north' })
  assert.deepEqual(read('unit o tp-07'), { ok: false, refusal: 'ambiguous', candidates: ['on', 'off', 'out'] })
  assert.equal(read('unit on tp-07 two').ok, false)
  assert.deepEqual(read('level 2'), { ok: true, value: { verb: 'level', level: 2 } })
  assert.equal(read('level ten').ok, false)
  assert.equal(read('level 10').ok, false)
})

test('a picture from the scene is shown by its number, and without one the next, in either language', () => {
  assert.deepEqual(read('picture'), { ok: true, value: { verb: 'picture', n: null } })
  assert.deepEqual(read('pic 12'), { ok: true, value: { verb: 'picture', n: 12 } })
  assert.deepEqual(read('照片 3'), { ok: true, value: { verb: 'picture', n: 3 } })
  for (const wrong of ['picture 0', 'picture 100', 'picture all']) assert.equal(read(wrong).ok, false, wrong)
})
