import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentNumber, localDay, numberDay, orderNumber } from './number.ts'

test("the day turns at the centre's midnight and not at Greenwich's", () => {
  const justBefore = Date.UTC(2026, 10, 22, 15, 59, 59, 999)
  assert.equal(localDay(justBefore, 'Asia/Shanghai'), '20261122')
  assert.equal(localDay(justBefore + 1, 'Asia/Shanghai'), '20261123')
  assert.equal(localDay(justBefore + 1, 'UTC'), '20261122')
})

test('numbers keep their order on a busy day', () => {
  assert.equal(incidentNumber('20261123', 31), '20261123-0031')
  assert.equal(incidentNumber('20261123', 12_345), '20261123-12345')
  assert.equal(orderNumber('20261123-0031', 2), '20261123-0031-2')
})

test('an exercise says so in its very number, and is counted apart', () => {
  assert.equal(incidentNumber(numberDay({ exercise: true }, '20261123'), 1), 'E20261123-0001')
  assert.equal(numberDay({}, '20261123'), '20261123')
})
