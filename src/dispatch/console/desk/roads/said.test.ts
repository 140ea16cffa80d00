/** What is said of the roads on the command line. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINUTE } from '../../../../core/time.ts'
import { readRoad } from './said.ts'

const read = (line: string) => readRoad(line.split(/\s+/).filter((word) => word !== ''))
const S12 = { by: 'kilometres', road: 'S12', carriageway: 'up', fromKm: 45, toKm: 46.5 }

test('closed, slow and opened, on kilometres of a carriageway, for how long and why', () => {
  assert.deepEqual(read('close s12 45-46.5 u 60m lorry on its side'), {
    ok: true,
    value: {
      do: 'say',
      stretch: S12,
      holds: { state: 'closed', passable: true },
      forMs: 60 * MINUTE,
      reason: 'lorry on its side',
    },
  })
  const value = (line: string) => {
    const said = read(line)
    assert.ok(said.ok && said.value.do === 'say', line)
    return said.value
  }
  assert.deepEqual(value('block S12 K45+000-K46+500 上行 2h 塌方').holds, { state: 'closed' })
  assert.equal(value('block S12 K45+000-K46+500 上行 2h 塌方').forMs, 120 * MINUTE)
  assert.deepEqual(value('slow s12 45-46.5 up x3 30分 大雾').holds, { state: 'slow', times: 3 })
  assert.deepEqual(value('sl s12 45-46.5 up 30m fog').holds, { state: 'slow', times: 2 })
  assert.deepEqual(value('open s12 45-46.5 up 60kmh 30m turning back').holds, { state: 'opened', kmh: 60 })
})

test('a street or a way between two places is left to the centre to find', () => {
  const stretch = (line: string) => {
    const said = read(line)
    return said.ok && said.value.do === 'say' ? said.value.stretch : said
  }
  assert.deepEqual(stretch('close Zhongshan Road both 45m burst pipe'), {
    by: 'words',
    from: 'Zhongshan Road',
    to: null,
    bothWays: true,
  })
  assert.deepEqual(stretch('close 中山路与禾兴路 -> 中山路与中环路 45分 水管爆裂'), {
    by: 'words',
    from: '中山路与禾兴路',
    to: '中山路与中环路',
    bothWays: false,
  })
})

test('what lacks its stretch, its time or its reason is not said', () => {
  for (const [line, word] of [
    ['', 'verb'],
    ['shut s12 45-46 u 60m x', 'verb'],
    ['close 60m lorry', 'stretch'],
    ['close s12 45-46 u lorry', 'reason'],
    ['close s12 45-46 u 60m', 'reason'],
    ['lift', 'number'],
    ['lift x', 'number'],
  ] as const)
    assert.deepEqual(read(line), { ok: false, refusal: word }, line)
  assert.deepEqual(read('lift 2'), { ok: true, value: { do: 'lift', number: 2 } })
})
