/** The seal of an exercise, tried at every way out of the house: whatever is practised beside whatever is real, nothing practised leaves, and nothing real waits for it. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { id } from '../../src/core/ids.ts'
import { SECOND } from '../../src/core/time.ts'
import { publish } from '../../src/dispatch/exchange/io/road-messages.ts'
import { openEscalation } from '../../src/dispatch/io/escalation.ts'
import { close, openByCall, order } from '../../src/dispatch/io/incidents.ts'
import { resend } from '../../src/dispatch/io/orders.ts'
import { openOutbox } from '../../src/dispatch/io/outbox.ts'
import { openAgency, openStage } from '../../src/dispatch/io/stage.ts'
import { busyUnits } from '../../src/dispatch/io/store.ts'
import { isOver, type Order } from '../../src/dispatch/order.ts'
import { AMBULANCE, OFFICER, OPERATOR, POLICE, RESCUE, SHOULDER } from '../../src/dispatch/samples.ts'
import { freshDatabase } from '../database.ts'

const ACTS = ['open', 'order', 'publish', 'wait', 'resend', 'close'] as const
const UNIT_OF = new Map([
  [POLICE, 'tp-07'],
  [RESCUE, 'rr-02'],
  [AMBULANCE, 'am-03'],
  [OPERATOR, 'ro-01'],
])

const unitId = (key: string) => id<'unit'>(key)

const anyDay = fc.array(
  fc.record({
    act: fc.constantFrom(...ACTS),
    practised: fc.boolean(),
    agencies: fc.uniqueArray(fc.constantFrom(POLICE, RESCUE, AMBULANCE, OPERATOR), { minLength: 1, maxLength: 3 }),
    withUnit: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
)

/** Everything at least twice, practised and real: chance alone may make quiet days. */
const BUSY_DAY = (['order', 'wait', 'publish', 'resend', 'order', 'close'] as const).flatMap((act) =>
  [true, false, true, false].map((practised) => ({ act, practised, agencies: [POLICE, RESCUE], withUnit: true })),
)

test('whatever is practised: no agency’s system, no outbox and no public message hears of it, and its units stay free', async () => {
  const fresh = await freshDatabase()
  const agencies = await Promise.all([openAgency(), openAgency(), openAgency()])
  const webhooks = new Map(
    [POLICE, RESCUE, AMBULANCE].map((key, i) => [key, agencies[i]?.webhook ?? { url: '', secret: '' }]),
  )
  const stage = openStage(fresh.database, webhooks)
  const { given } = stage
  const outbox = openOutbox(given, { look: false })
  const escalation = openEscalation(given, { run: false })
  let practised = 0
  let real = 0
  try {
    await fc.assert(
      fc.asyncProperty(anyDay, async (day) => {
        const running: Record<'true' | 'false', string> = { true: '', false: '' }
        for (const step of day) {
          const name = step.practised ? 'true' : 'false'
          const exercise = step.practised ? ({ exercise: true } as const) : {}
          if (step.act === 'open' || running[name] === '') {
            const calling = { kind: 'collision', priority: 1, place: SHOULDER, caller: null, ...exercise } as const
            const opened = await openByCall(given, stage.command(), calling, OFFICER)
            assert.ok(opened.ok)
            running[name] = opened.value.incident.id
          }
          const key = id<'incident'>(running[name])
          const orders = await ordersOf(key)
          switch (step.act) {
            case 'open':
              break
            case 'order': {
              const sends = step.agencies.map((agency) => ({
                agency,
                unit: step.withUnit ? unitId(UNIT_OF.get(agency) ?? '') : null,
              }))
              const sent = await order(given, stage.command(), key, { plan: null, sends }, OFFICER)
              assert.ok(sent.ok)
              if (step.practised) practised++
              else real++
              break
            }
            case 'publish': {
              const said = await publish(given, stage.command(), key, OFFICER)
              if (step.practised) assert.equal(said.ok ? 'published' : said.refusal, 'exercise')
              break
            }
            case 'wait':
              stage.turn(61 * SECOND)
              await escalation.tick(stage.now())
              break
            case 'resend': {
              const [first] = orders
              if (first) await resend(given, stage.command(), first.id, OFFICER)
              break
            }
            case 'close':
              if ((await close(given, stage.command(), key, { outcome: 'resolved' }, OFFICER)).ok) running[name] = ''
          }
          await outbox.settle()
        }
        const all = (await fresh.database.sql<{ state: Order }[]>`select state from order_view`).map(
          ({ state }) => state,
        )
        const sealed = new Set<string>(all.filter(({ issued }) => issued.brief.exercise).map(({ id }) => id))
        for (const one of all) if (sealed.has(one.id)) assert.match(one.issued.number, /^E/)
        for (const { received } of agencies)
          for (const { key, body } of received) {
            assert.ok(!sealed.has(key), 'an agency’s system got an order that was only practised')
            assert.doesNotMatch(body, /exercise/)
          }
        const waiting = await fresh.database.sql<{ order_id: string }[]>`select order_id from outbox`
        assert.ok(waiting.every((row) => !sealed.has(row.order_id)))
        const published = await fresh.database.sql<{ text: string }[]>`
          select state::text as text from alert_view where incident in (
            select id from incident_view where state->'opened'->>'exercise' = 'true')`
        assert.equal(published.length, 0)
        const busy = await busyUnits(fresh.database.sql)
        for (const unit of UNIT_OF.values())
          assert.equal(
            busy.has(unitId(unit)),
            all.some((one) => one.unit === unit && !isOver(one) && !sealed.has(one.id)),
          )
      }),
      { numRuns: 12, examples: [[BUSY_DAY]] },
    )
    assert.ok(practised > 3 && real > 3, 'the days were too quiet to prove anything')
    assert.ok(
      agencies.some(({ received }) => received.length > 0),
      'nothing real was sent either',
    )
  } finally {
    await outbox.stop()
    await escalation.stop()
    await Promise.all(agencies.map((agency) => agency.close()))
    await fresh.drop()
  }

  async function ordersOf(key: string): Promise<readonly Order[]> {
    const rows = await fresh.database.sql<{ state: Order }[]>`select state from order_view where incident = ${key}`
    return rows.map(({ state }) => state)
  }
})

/** Every file of the centre that can speak to another system, and what keeps an exercise out of it. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  'src/dispatch/io/agencies/mail.ts': 'writes letters of the outbox; the outbox holds no order of the console channel',
  'src/dispatch/io/post.ts':
    'carries what the outbox gives it, which holds no order of the console channel, and notes to pages of ours that are closed, which say that they are practised (push/note.test.ts)',
}
const SPEAKS = /from 'node:(?:https?|net|tls|dgram)'|from '(?:nodemailer|web-push|undici)[^']*'|(?<![.\w])fetch\(/

test('no other file of dispatch can speak to the outside', () => {
  const found = readdirSync('src/dispatch', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/dispatch/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/console\/|\/stage\.ts$/.test(path))
    .filter((path) => SPEAKS.test(readFileSync(path, 'utf8')))
  assert.deepEqual(found.sort(), Object.keys(WAYS_OUT).sort())
})
