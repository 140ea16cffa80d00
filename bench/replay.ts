/** The replay at a city's load: a day is written into a real journal while consoles follow it and say what they have; afterwards every view is made again from the journal alone. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises'
import type { Principal, Role } from '../src/access/roles.ts'
import { diceFrom } from '../src/core/dice.ts'
import { id, uuidv7 } from '../src/core/ids.ts'
import { type Clock, HOUR, MINUTE, SECOND } from '../src/core/time.ts'
import { openReplayer } from '../src/dispatch/replay/io/replayer.ts'
import { type SaidView, viewOf } from '../src/dispatch/replay/view.ts'
import { spanDocument } from '../src/dispatch/report/document.ts'
import { figuresOf, type SpanFigures } from '../src/dispatch/report/figures.ts'
import { type Font, findFont } from '../src/dispatch/report/io/fonts.ts'
import { readMaterial } from '../src/dispatch/report/io/material.ts'
import { pdfOf } from '../src/dispatch/report/io/pdf.ts'
import { speechOf } from '../src/dispatch/report/language.ts'
import { TARGETS } from '../src/dispatch/report/targets.ts'
import { type Database, openDatabase } from '../src/journal/io/database.ts'
import { startEmbedded } from '../src/journal/io/embedded.ts'
import { openJournal } from '../src/journal/io/log.ts'
import { migrate } from '../src/journal/io/migrate.ts'
import { allMigrations } from '../src/journal/io/migrations.ts'
import type { Journal } from '../src/journal/journal.ts'
import { type Consoles, nodeHash, openConsoles, type TestConsole } from '../test/dispatch/consoles.ts'
import { AGENCIES, cityDay, unitOf } from './replay-city.ts'
import { openWriter } from './replay-writer.ts'
import { type BenchResult, percentile, type Row } from './result.ts'

const CALLS = 7_500
const DAY_FROM = Date.UTC(2026, 10, 22, 16)
/** Facts of so long are recorded together. */
const STEP_MS = 20 * SECOND
const VIEWS_EVERY_MS = 30 * MINUTE
const SEEKS = 200
const REPORTS = 5

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-replay-'))
  // As root the embedded database runs as another user, who has to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder, say: () => {} })
  const database = openDatabase(server.url, { max: 12 })
  try {
    await migrate(database.sql, await allMigrations())
    const { said, facts, resets } = await lived(database)
    const rows = [
      { what: 'calls and warnings of the simulated day', value: CALLS, unit: 'incidents' },
      { what: 'facts in the journal', value: facts, unit: 'facts' },
      ...(await replayed(database, said)),
      {
        what: 'times a crew had to load its board anew, because an order became its own',
        value: resets,
        unit: 'times',
      },
      ...(await reported(database)),
    ]
    const about =
      'A day of a city (7,500 calls and sensor warnings, orders to four agencies with their answers, corrections, closures) is written into a real PostgreSQL journal through `decide` and `evolve`, a fifth of the transactions committing late. Thirteen consoles (officers, agencies, crews; three of them signed in during the day) follow over sockets and say the hash of their view every half hour and in the middle of late commits. The replay has the journal and its keyframes only.'
    return { name: 'replay', about, rows }
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const person = (name: string, role: Role, more: Partial<Principal> = {}): Principal => ({
  id: id<'person'>(name),
  role,
  name: { zh: name, en: name },
  ...more,
})

type Turned = { readonly clock: Clock; turn(at: number): void }
function turnedClock(at: number): Turned {
  let now = at
  return {
    clock: () => now,
    turn(to) {
      now = to
    },
  }
}

async function lived(database: Database): Promise<{ said: readonly SaidView[]; facts: number; resets: number }> {
  const time = turnedClock(DAY_FROM - MINUTE)
  const journal = openJournal(database, time.clock)
  const said: SaidView[] = []
  const consoles = await openConsoles({
    ...{ sql: database.sql, journal, clock: time.clock },
    onView: (view) => said.push(view),
  })
  try {
    const resets = await aDay(journal, consoles, time)
    await sleep(200)
    return { said, facts: await journal.head(), resets }
  } finally {
    await consoles.close()
  }
}

async function aDay(journal: Journal, consoles: Consoles, time: Turned): Promise<number> {
  const dice = diceFrom(41, 'replay')
  const open: TestConsole[] = []
  const sit = async (principal: Principal): Promise<void> => void open.push(await consoles.open(principal))
  await sit(person('officer', 'duty-officer'))
  for (const agency of AGENCIES) await sit(person(`desk-of-${agency}`, 'agency-user', { agency }))
  for (const [index, agency] of [...AGENCIES, ...AGENCIES.slice(0, 1)].entries())
    await sit(person(`crew-${index}`, 'field-officer', { agency, unit: unitOf(agency, 3 + index) }))

  const key = (): string => uuidv7(time.clock(), crypto.getRandomValues(new Uint8Array(10)))
  const write = openWriter(journal, dice, key)
  const events = cityDay(dice, DAY_FROM, CALLS)
  let next = 0
  let viewsAt = DAY_FROM
  const joining = [6, 13, 20].map((hour) => DAY_FROM + hour * HOUR)
  for (let until = DAY_FROM; until < DAY_FROM + 24 * HOUR; until += STEP_MS) {
    time.turn(until)
    const batch = []
    for (let event = events[next]; event && event.at <= until; event = events[++next]) batch.push(event)
    await write(batch, async () => {
      // While another transaction holds its facts back, the consoles go on.
      await breath()
      if (dice.chance(0.015)) for (const one of open) one.sayView()
    })
    if (joining[0] !== undefined && until >= joining[0]) await sit(person(`late-${joining.shift()}`, 'supervisor'))
    if (until < viewsAt) continue
    viewsAt += VIEWS_EVERY_MS
    await settled(consoles, open, journal)
    for (const one of open) one.sayView()
  }
  await settled(consoles, open, journal)
  return open.reduce((sum, one) => sum + one.resets(), 0)
}

/** The officers have everything; the others are told in the same breath. */
async function settled(
  consoles: Consoles,
  open: readonly TestConsole[],
  journal: Pick<Journal, 'head'>,
): Promise<void> {
  const end = await journal.head()
  for (let round = 0; round < 2_000; round++) {
    if (consoles.head() >= end && open.every((one) => one.seq() >= 0 && (one.principal.agency || one.seq() >= end)))
      return
    await sleep(5)
  }
  throw new Error(`the consoles stand at ${open.map((one) => one.seq()).join(' ')}, the journal at ${end}`)
}

async function replayed({ sql }: Database, said: readonly SaidView[]): Promise<readonly Row[]> {
  const replayer = openReplayer(sql)
  const from = performance.now()
  const keyframes = await replayer.extend()
  const building = (performance.now() - from) / 1000
  // In no order: every one is a seek of its own.
  const dice = diceFrom(42, 'seek')
  const shuffled = said.map((view) => ({ view, place: dice.next() })).sort((a, b) => a.place - b.place)
  let equal = 0
  for (const { view } of shuffled) {
    const { board } = await replayer.behind(view.seq)
    if (board.seq === view.seq && nodeHash(viewOf(board, view.sight, view.at)) === view.hash) equal++
  }
  const took: number[] = []
  for (let seek = 0; seek < SEEKS; seek++) {
    const at = DAY_FROM + dice.below(24 * HOUR)
    const begun = performance.now()
    await replayer.at(at)
    took.push(performance.now() - begun)
  }
  return [
    { what: 'keyframes made of them', value: keyframes, unit: 'keyframes' },
    { what: 'making them', value: building, unit: 's' },
    { what: 'different views among those said', value: new Set(said.map(({ hash }) => hash)).size, unit: 'views' },
    {
      what: `views said live (${said.length}) that the replay makes equal`,
      value: equal,
      unit: 'views',
      must: { at: 'exactly', bound: said.length },
    },
    { what: 'seek to any second of the day, p50', value: percentile(took, 0.5), unit: 'ms' },
    { what: 'the same, p95', value: percentile(took, 0.95), unit: 'ms', must: { at: 'most', bound: 1_000 } },
  ]
}

async function reported({ sql }: Database): Promise<readonly Row[]> {
  const font = await findFont()
  const counting: number[] = []
  const whole: number[] = []
  let orders = 0
  for (let round = 0; round < REPORTS; round++) {
    const begun = performance.now()
    const figures = figuresOf(await readMaterial(sql, DAY_FROM, DAY_FROM + 24 * HOUR), TARGETS)
    counting.push((performance.now() - begun) / 1000)
    orders = figures.orders.issued
    await print(figures, font)
    whole.push((performance.now() - begun) / 1000)
  }
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from facts o where o.stream like 'order/%' and o.body->>'type' = 'issued'
      and (o.body->>'incident') in (
        select substr(stream, 10) from facts where stream like 'incident/%' and body->>'type' = 'opened'
          and (body->>'exercise') is null)`
  return [
    {
      what: 'report on the day: orders counted, against SQL over the facts',
      value: orders,
      unit: 'orders',
      must: { at: 'exactly', bound: row?.n ?? 0 },
    },
    { what: 'report on the day: figures, median of five', value: percentile(counting, 0.5), unit: 's' },
    {
      what: font
        ? 'report on the day: figures and PDF, median of five'
        : 'report on the day (no font here for the PDF)',
      value: percentile(whole, 0.5),
      unit: 's',
      must: { at: 'most', bound: 5 },
    },
  ]
}

async function print(figures: SpanFigures, font: Font | null): Promise<void> {
  const blocks = spanDocument(figures, speechOf('zh', 'Asia/Shanghai'), {
    ...{ centre: '禾城', madeAt: DAY_FROM + 24 * HOUR, agencyName: String },
  })
  if (font) await pdfOf(blocks, font, { title: '报告', madeAt: DAY_FROM, page: String })
}
