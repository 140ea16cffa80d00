/** The golden policy matrix, and what must hold in it whatever else changes. */
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openPolicies } from '../src/access/io/cedar.ts'
import { ACTS, type Act, ROLES } from '../src/access/roles.ts'
import { EXAMPLES, policyMatrix, sensible, THINGS } from './policy-matrix.ts'

const GOLDEN = new URL('golden/policy-matrix.txt', import.meta.url)
const policies = await openPolicies()

test('who may do what is what was reviewed', async () => {
  const now = await policyMatrix(policies.authorise)
  if (process.env.UPDATE_GOLDEN === '1') {
    await mkdir(new URL('golden/', import.meta.url), { recursive: true })
    await writeFile(GOLDEN, now)
  }
  const reviewed = await readFile(GOLDEN, 'utf8').catch(() => '')
  assert.equal(
    now,
    reviewed,
    'the policies decide otherwise than test/golden/policy-matrix.txt says. If that is meant, run\n' +
      '  UPDATE_GOLDEN=1 node --test test/policy-matrix.test.ts\nand let somebody review the changed lines of the table.',
  )
})

test('the matrix has an example of every role and a thing for every act', async () => {
  assert.deepEqual(new Set(Object.values(EXAMPLES).map((principal) => principal.role)), new Set(ROLES))
  const kinds = await sensible()
  const shown = new Set(Object.values(THINGS).map((resource) => resource.kind))
  for (const act of ACTS)
    for (const kind of kinds.get(act) ?? [])
      assert.ok(
        [...shown].some((k) => k === kind),
        `${act} on ${kind}`,
      )
})

test('every policy decides something in the matrix', async () => {
  const table = await policyMatrix(policies.authorise)
  for (const policy of policies.ids) assert.ok(table.includes(policy), `${policy} decides nothing`)
})

test('no machine, auditor or administrator judges, orders or answers for a person', () => {
  const acts: readonly Act[] = ['warning.judge', 'incident.open', 'incident.order', 'incident.close', 'caller.read']
  for (const [column, principal] of Object.entries(EXAMPLES)) {
    if (!['auditor', 'administrator', 'machine'].includes(principal.role)) continue
    for (const act of acts)
      for (const resource of Object.values(THINGS))
        assert.equal(policies.authorise(principal, act, resource).allowed, false, `${column} ${act} ${resource.kind}`)
  }
})

test('partners, crews and machines get nothing on a thing that an act does not belong to', async () => {
  const kinds = await sensible()
  for (const column of ['agency', 'field', 'sensor', 'terminal', 'agency-system']) {
    const principal = EXAMPLES[column]
    assert.ok(principal)
    for (const act of ACTS)
      for (const resource of Object.values(THINGS))
        if (!kinds.get(act)?.has(resource.kind))
          assert.equal(policies.authorise(principal, act, resource).allowed, false, `${column} ${act} ${resource.kind}`)
  }
})
