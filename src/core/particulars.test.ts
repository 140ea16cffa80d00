/** What a note may not hold, and what it may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksPersonal } from './particulars.ts'

for (const text of [
  '报警人 13857361234 在现场',
  'call 138 5736 1234 back',
  '+44 7700 900123',
  'ID 330402199003071234',
  '330402 19900307 123X'.replaceAll(' ', ''),
  '浙F·12345 停在应急车道',
  '浙FD12345 新能源',
  'mail somebody@example.org',
])
  test(`refused: ${text}`, () => assert.equal(looksPersonal(text), true))

for (const text of [
  'S12 K45+300 下行，应急车道，距匝道 1200 米',
  '门禁在北侧，夜间 22:00–06:00 关闭',
  'Gate 4711 behind the depot, height 3.8 m, 2026-11-28',
  '30.71234, 120.75678',
  'order 20261123-0031-2',
  '请转 110、119、12328',
])
  test(`kept: ${text}`, () => assert.equal(looksPersonal(text), false))
