import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from '../../../core/ids.ts'
import type { Candidate, Proposal, ProposalLine } from '../../recommend/propose.ts'
import { AMBULANCE, POLICE, RESCUE } from '../../samples.ts'
import { besideProposal, type Changes, nextChoice, sendsOf, UNCHANGED, unitOf } from './recommended.ts'

const near = (key: string): Candidate => ({ unit: id<'unit'>(key), etaMs: 1, offRoadM: 0, distanceM: 1, fixAgeMs: 1 })
const line = (key: string, pick: string | null, ...others: readonly string[]): ProposalLine => ({
  ...{ key, level: 1, agency: POLICE, unitKind: 'patrol-car', capabilities: [], reasons: [], blocked: {} },
  pick: pick === null ? null : near(pick),
  shortfall: pick === null ? 'all-busy' : null,
  others: others.map(near),
})
const proposalOf = (...lines: readonly ProposalLine[]): Proposal => ({
  ...{ plan: 'general', version: 1, name: { zh: '', en: '' }, because: 'general', over: [] },
  ...{ level: 1, standing: 0, top: 1, met: 0, lines },
})

test('two lines of one agency are two sends, each with its own unit and what had been proposed for it', () => {
  const proposal = proposalOf(line('0.0', 'tp-01'), line('0.1', 'tp-02'), line('0.2', null))
  const changes: Changes = { ...UNCHANGED, units: new Map([['0.1', id<'unit'>('tp-09')]]), added: new Set([RESCUE]) }
  assert.deepEqual(sendsOf(proposal, changes), [
    { agency: POLICE, unit: 'tp-01', proposed: 'tp-01' },
    { agency: POLICE, unit: 'tp-09', proposed: 'tp-02' },
    { agency: POLICE, unit: null },
    { agency: RESCUE, unit: null },
  ])
  assert.equal(sendsOf(proposal, { ...UNCHANGED, left: new Set(['0.0', '0.2']) }).length, 1)
})

test('one key goes round a line: the next best that is on no other line, nobody named, left out, and the first again', () => {
  const first = line('0.0', 'tp-01', 'tp-02', 'tp-03')
  const proposal = proposalOf(first, line('0.1', 'tp-02'))
  const seen: (string | null)[] = []
  let changes = UNCHANGED
  for (let press = 0; press < 4; press += 1) {
    changes = nextChoice(proposal, first, changes)
    seen.push(changes.left.has('0.0') ? 'left' : unitOf('0.0', first, changes))
  }
  assert.deepEqual(seen, ['tp-03', null, 'left', 'tp-01'])
  assert.ok(!changes.left.has('0.0'))
})

test('what is typed stands beside what had been proposed, and only another unit counts as another choice', () => {
  const proposal = proposalOf(line('0.0', 'tp-01'), line('0.1', 'tp-02'))
  const typed = [
    { agency: POLICE, unit: id<'unit'>('tp-09') },
    { agency: POLICE, unit: id<'unit'>('tp-01') },
    { agency: AMBULANCE, unit: null },
  ]
  assert.deepEqual(besideProposal(typed, proposal), [
    { agency: POLICE, unit: 'tp-09', proposed: 'tp-02' },
    { agency: POLICE, unit: 'tp-01', proposed: 'tp-01' },
    { agency: AMBULANCE, unit: null },
  ])
})
