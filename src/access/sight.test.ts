/** The sight of every person equals what the policies say of every order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../core/ids.ts'
import { openPolicies } from './io/cedar.ts'
import { type Principal, ROLES } from './roles.ts'
import { type Sight, seesOrder, sightKey, sightNamed, sightOf } from './sight.ts'

const { authorise } = await openPolicies()
const agencies = fc.constantFrom('traffic-police', 'road-rescue', 'ambulance-120').map((text) => id<'agency'>(text))
const units = fc.constantFrom('tp-07', 'tp-08', 'rr-01').map((text) => id<'unit'>(text))

const principals: fc.Arbitrary<Principal> = fc
  .record({ role: fc.constantFrom(...ROLES), agency: fc.option(agencies), unit: fc.option(units) })
  .map(({ role, agency, unit }) => ({
    id: id<'person'>('somebody'),
    role,
    name: { zh: '某人', en: 'Somebody' },
    ...(agency === null ? {} : { agency }),
    ...(unit === null ? {} : { unit }),
  }))
const addressees = fc.record({ agency: agencies, unit: fc.option(units) })

test('an order stands on a board exactly when the policies let its owner read it', () => {
  let seen = 0
  fc.assert(
    fc.property(principals, addressees, (principal, to) => {
      const { allowed } = authorise(principal, 'order.read', {
        kind: 'order',
        id: 'o1',
        agency: to.agency,
        ...(to.unit === null ? {} : { unit: to.unit }),
      })
      if (allowed) seen++
      return allowed === seesOrder(sightOf(principal), to)
    }),
    { numRuns: 2000 },
  )
  assert.ok(seen > 200, `only ${seen} of 2000 random orders were visible to anybody`)
})

test('somebody whose board shows everything may read it by policy, and nobody else', () => {
  for (const role of ROLES) {
    const principal: Principal = { id: id<'person'>('p'), role, name: { zh: '某人', en: 'Somebody' } }
    const whole = sightOf(principal).scope === 'all'
    const mayRead = (['warning.read', 'order.read'] as const).every(
      (act) => authorise(principal, act, { kind: act === 'order.read' ? 'order' : 'warning', id: 'x' }).allowed,
    )
    assert.equal(whole, mayRead, role)
  }
})

test('a sight is known by its name and read back from it', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/)
  const sights: fc.Arbitrary<Sight> = fc.oneof(
    fc.constantFrom<Sight>({ scope: 'all' }, { scope: 'none' }),
    word.map((agency): Sight => ({ scope: 'agency', agency: id<'agency'>(agency) })),
    fc.tuple(fc.option(word), fc.option(word)).map(
      ([unit, agency]): Sight => ({
        scope: 'unit',
        unit: unit === null ? null : id<'unit'>(unit),
        agency: agency === null ? null : id<'agency'>(agency),
      }),
    ),
  )
  fc.assert(fc.property(sights, (sight) => assert.deepEqual(sightNamed(sightKey(sight)), sight)))
  for (const name of ['', 'agency:', 'agency:a@b', 'unit:tp-07', 'everything', 'agency:a b'])
    assert.equal(sightNamed(name), null, name)
})
