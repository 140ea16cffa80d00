import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UNFIT_CAUSES } from '../../facts.ts'
import { scene } from './rules.fixture.ts'
import { unfit } from './unfit.ts'

test('every cause of unfitness is said in both languages, and a camera that watches says nothing', () => {
  for (const cause of UNFIT_CAUSES) {
    const [finding] = unfit.open()(scene({ fitness: { state: 'unfit', cause }, fitnessSince: 57_000 }))
    assert.equal(finding?.type, 'camera-unfit')
    assert.match(finding?.reason.en ?? '', /for 3\.0 s$/)
    assert.match(finding?.reason.zh ?? '', /3\.0 秒$/)
  }
  assert.deepEqual(unfit.open()(scene({})), [])
})
