/** What consoles had live and what a replay makes of the journal are the same view, for every sight, whenever it was looked at. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { type Consoles, nodeHash, openConsoles, type TestConsole } from '../../../test/dispatch/consoles.ts'
import type { Principal, Role } from '../../access/roles.ts'
import { type Dice, diceFrom } from '../../core/dice.ts'
import { type AgencyId, id } from '../../core/ids.ts'
import type { Result } from '../../core/result.ts'
import { HOUR, MINUTE } from '../../core/time.ts'
import { close, openByCall, order } from '../io/incidents.ts'
import { answer } from '../io/orders.ts'
import { keepPicture } from '../io/pictures.ts'
import { openStage, type Stage } from '../io/stage.ts'
import { judge, raise } from '../io/warnings.ts'
import type { Order } from '../order.ts'
import { mosaic } from '../picture/jpeg.fixture.ts'
import { OFFICER, OPERATOR, POLICE, RESCUE, SHOULDER, unit } from '../samples.ts'
import { openReplayer } from './io/replayer.ts'
import { type SaidView, viewOf } from './view.ts'

let fresh: FreshDatabase
let stage: Stage
let consoles: Consoles
const said: SaidView[] = []

before(async () => {
  fresh = await freshDatabase()
  const bare = openStage(fresh.database)
  const units = [
    ...bare.given.centre.units,
    unit('tp-08', POLICE, 'patrol-car', 4),
    unit('rr-03', RESCUE, 'tow-truck', 5),
  ]
  stage = { ...bare, given: { ...bare.given, centre: { ...bare.given.centre, units } } }
  consoles = await openConsoles({
    ...{ sql: fresh.database.sql, journal: stage.given.journal, clock: stage.now },
    onView: (view) => said.push(view),
  })
})

const person = (name: string, role: Role, more: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(name),
  role,
  name: { zh: name, en: name },
  ...more,
})

function done<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal)
  return result.value
}

async function caughtUp(all: readonly TestConsole[]): Promise<void> {
  for (let round = 0; round < 400; round++) {
    const head = await stage.given.journal.head()
    if (consoles.head() === head && all.every((one) => one.seq() === head)) return
    await sleep(10)
  }
  assert.fail('the consoles never caught up')
}

/** A transaction that has written a fact and stays open while others commit theirs: its fact is numbered before theirs and seen after. */
function lateCommit(): { release(): Promise<void> } {
  let free = (): void => {}
  const held = new Promise<void>((done) => {
    free = done
  })
  const running = fresh.database.sql.begin(async (sql) => {
    await sql`insert into facts (stream, version, recorded_at, actor, correlation, body) values
      (${`look-up/${crypto.randomUUID()}`}, 1, ${stage.now()}, '{"kind":"system","id":"t"}', 'c', '{"type":"looked-up","v":1,"at":1}')`
    await held
  })
  return {
    async release() {
      free()
      await running
    },
  }
}

/** `pick` wants to know that there is one. */
function one<T>(dice: Dice, among: readonly T[]): T {
  const found = among[dice.below(among.length)]
  assert.ok(found !== undefined)
  return found
}

/** Of their own, so that the shift runs the same with pictures and without. */
const shots = diceFrom(7, 'pictures')

/** One step of a small shift, whichever the dice say; what is refused is no step. */
async function step(
  dice: ReturnType<typeof diceFrom>,
  running: { incidents: string[]; orders: Order[] },
): Promise<void> {
  const { given } = stage
  const pick = dice.below(10)
  if (pick < 2 || running.incidents.length === 0) {
    if (dice.chance(0.5)) {
      const calling = { kind: 'collision', priority: 2, place: SHOULDER, caller: null } as const
      running.incidents.push(done(await openByCall(given, stage.command(), calling, OFFICER)).incident.id)
      return
    }
    const raising = stage.raising()
    done(await raise(given, raising))
    const verdict = dice.chance(0.7)
      ? ({ verdict: 'true', incident: { kind: 'medical-emergency', priority: 1 } } as const)
      : ({ verdict: 'false', incident: null } as const)
    const { incident } = done(await judge(given, stage.command(), raising.id, verdict, OFFICER))
    if (incident) running.incidents.push(incident.id)
    return
  }
  const incident = id<'incident'>(one(dice, running.incidents))
  if (pick < 4) {
    // What is ordered of one crew another may sign for: the first loses it from its board, the other gets it.
    const sends = [POLICE, RESCUE, OPERATOR]
      .filter(() => dice.chance(0.6))
      .map((agency: AgencyId) => ({ agency, unit: agency === POLICE && dice.chance(0.5) ? id<'unit'>('tp-07') : null }))
    const ordered = await order(given, stage.command(), incident, { plan: null, sends }, OFFICER)
    if (ordered.ok) running.orders.push(...ordered.value.orders)
  } else if (pick < 9) {
    if (running.orders.length === 0) return
    const ordered = one(dice, running.orders.slice(-9))
    const crews = ordered.issued.agency === POLICE ? ['tp-07', 'tp-08'] : ['rr-02', 'rr-03']
    const says = dice.pick([
      'received',
      'signed-for',
      'signed-for',
      'on-the-way',
      'arrived',
      'cleared',
      'rejected',
    ] as const)
    await answer(given, stage.command(), ordered.id, {
      answer: says,
      by: { via: 'console', id: 'desk' },
      // A source's clock is off by up to a minute either way.
      at: stage.now() - dice.below(60_000) + dice.below(60_000),
      cause: says === 'rejected' ? 'no-unit' : null,
      agencyNumber: null,
      unit: says === 'signed-for' ? id<'unit'>(one(dice, crews)) : null,
    })
    if (shots.chance(0.3))
      await keepPicture(given, stage.command(), ordered.id, {
        bytes: mosaic(16, 8, () => shots.below(256)),
        at: stage.now() - shots.below(60_000),
        by: { via: 'console', id: 'desk' },
      })
  } else await close(given, stage.command(), incident, { outcome: 'resolved' }, OFFICER)
}

test('every view that a console had live is the view of the replay, to the last byte', async (t) => {
  t.after(() => consoles.close())
  const dice = diceFrom(7, 'replay')
  const open = [
    await consoles.open(person('officer', 'duty-officer')),
    await consoles.open(person('rescue', 'agency-user', { agency: RESCUE })),
    await consoles.open(person('crew-7', 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-07') })),
  ]
  const running = { incidents: [] as string[], orders: [] as Order[] }
  for (let round = 0; round < 60; round++) {
    const late = dice.chance(0.3) ? lateCommit() : null
    for (let times = dice.below(9); times >= 0; times--) await step(dice, running)
    for (const one of open) one.sayView()
    await late?.release()
    if (round % 15 === 14) {
      // Who signs in now has another beginning and must come to the same.
      open.push(await consoles.open(person(`officer-${round}`, 'supervisor')))
      open.push(
        await consoles.open(person(`crew-${round}`, 'field-officer', { agency: POLICE, unit: id<'unit'>('tp-08') })),
      )
      stage.turn(90 * MINUTE)
      await caughtUp(open)
    } else stage.turn(MINUTE)
    await sleep(20)
    for (const one of open) one.sayView()
  }
  // Half a day later everything that was over has left the views.
  stage.turn(12 * HOUR)
  open.push(await consoles.open(person('next-shift', 'duty-officer')))
  await caughtUp(open)
  for (const one of open) one.sayView()
  await sleep(100)

  assert.ok(said.length > 200, `${said.length} views`)
  assert.ok(
    open.some((one) => one.resets() > 0),
    'no crew ever got an order of another',
  )
  const replayer = openReplayer(fresh.database.sql, 50)
  for (const { sight, seq, at, hash } of said) {
    const { board } = await replayer.behind(seq)
    assert.equal(board.seq, seq)
    assert.equal(nodeHash(viewOf(board, sight, at)), hash, `${JSON.stringify(sight)} at ${seq}`)
  }
  const [made] = await fresh.database.sql<{ n: number }[]>`select count(*) as n from replay_keyframe`
  assert.ok((made?.n ?? 0) >= 5)
  const [sent] = await fresh.database.sql<{ n: number }[]>`select count(*) as n from order_pictures`
  assert.ok((sent?.n ?? 0) >= 5, `${sent?.n} pictures`)
  assert.ok(new Set(said.map(({ hash }) => hash)).size > 100)
})

test('a replay from keyframes is the replay from the first fact', async () => {
  const { sql } = fresh.database
  const head = await stage.given.journal.head()
  const withKeyframes = openReplayer(sql, 50)
  const whole = openReplayer(sql, 1_000_000)
  await withKeyframes.extend()
  const boards = []
  for (let seq = 1; seq <= head; seq += 17) boards.push((await withKeyframes.behind(seq)).board)
  await sql`delete from replay_keyframe`
  const at = stage.now()
  for (const board of boards) {
    const { board: same } = await whole.behind(board.seq)
    const then = (await stage.given.journal.readFrom(board.seq - 1, 1))[0]?.recordedAt ?? at
    assert.deepEqual(viewOf(board, { scope: 'all' }, then), viewOf(same, { scope: 'all' }, then))
  }
})

test('a moment holds what was recorded until then and nothing that came after', async () => {
  const { sql } = fresh.database
  const replayer = openReplayer(sql, 50)
  const rows = await sql<{ at: number }[]>`select distinct recorded_at as at from facts order by at`
  for (const { at } of rows.filter((_, index) => index % 9 === 0)) {
    const moment = await replayer.at(at)
    const next = await replayer.facts(moment, Number.MAX_SAFE_INTEGER, 1)
    assert.ok(moment.at <= at)
    assert.ok((next.facts[0]?.recordedAt ?? Number.POSITIVE_INFINITY) > at)
    assert.equal(next.facts[0]?.seq ?? moment.board.seq + 1, moment.board.seq + 1)
  }
  const first = await replayer.at((rows[0]?.at ?? 0) - 1)
  assert.equal(first.board.seq, 0)
})
