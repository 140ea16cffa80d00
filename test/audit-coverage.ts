/** Audit coverage: opens every door with a valid sample and looks in the journal for the trace that the door declares; answers what is missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Door } from '../src/access/door.ts'
import type { Authorise } from '../src/access/policy.ts'
import { CENTRE } from '../src/access/policy.ts'
import type { Act, Principal } from '../src/access/roles.ts'
import { kindOf, type Numbered } from '../src/journal/fact.ts'
import type { Journal } from '../src/journal/journal.ts'

/** Somebody who can knock: who the policies see, and the headers that prove it. */
export type Knocker = { readonly principal: Principal; readonly headers: Readonly<Record<string, string>> }

export type Asked = {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type Sample = {
  /** `POST /api/warnings/:id/verdict`, as the door says it. */
  readonly door: string
  /** null: the door is open to anyone, or the letter proves itself by its signature. */
  readonly as: Knocker | null
  /** Who has to stand in the trace, when it is not `as`. */
  readonly names?: string
  /** Brings about what the door needs (a warning to judge) and says how to knock. */
  readonly ask: () => Promise<Asked>
  readonly expect: number
}

export type OpenDoor = (
  method: string,
  asked: Asked,
  as: Knocker | null,
) => Promise<{ readonly status: number; readonly text: string }>

export type Coverage = {
  readonly doors: readonly Door[]
  readonly samples: readonly Sample[]
  readonly open: OpenDoor
  readonly journal: Pick<Journal, 'head' | 'readFrom'>
  readonly authorise: Authorise
  /** People of every role: whoever the policies refuse is sent to the door to be refused. */
  readonly everybody: readonly Knocker[]
}

/** Acts that show or change something of people or incidents: no door may do them without a trace. */
const NEEDS_TRACE: Record<Act, boolean> = {
  'board.read': true,
  'live.follow': true,
  'warning.raise': false,
  'warning.read': true,
  'warning.judge': true,
  'incident.open': true,
  'incident.read': true,
  'incident.order': true,
  'incident.close': true,
  'caller.read': true,
  'order.read': true,
  'order.answer': true,
  'order.resend': true,
  'plan.edit': true,
  'road.say': true,
  'note.read': true,
  'note.write': true,
  'room.read': true,
  'room.write': true,
  'unit.manage': true,
  'alert.raise': true,
  'alert.read': true,
  'alert.publish': true,
  'replay.read': true,
  'report.read': true,
  'wall.read': false,
  'camera.view': true,
  'camera.calibrate': true,
  'camera.steer': true,
  'evidence.read': true,
  'evidence.hold': true,
  'evidence.export': true,
  'evidence.approve': true,
  'position.report': false,
  'detector.serve': false,
  'journal.export': true,
  'look-up.read': true,
  'person.manage': true,
}

const SHORTEST_REASON = 20
const ROUNDS = 20
const ROUND_MS = 25
export const nameOf = (door: Pick<Door, 'method' | 'path'>): string => `${door.method} ${door.path}`

/** Every gap in words; none: each door left the trace it promises, naming who knocked, and refused who may not. */
export async function gaps(coverage: Coverage): Promise<readonly string[]> {
  const { doors, samples } = coverage
  const found: string[] = []
  const names = doors.map(nameOf)
  for (const name of new Set(names))
    if (names.filter((other) => other === name).length > 1) found.push(`${name}: two doors in one place`)
  for (const sample of samples) if (!names.includes(sample.door)) found.push(`${sample.door}: a sample without a door`)
  for (const door of doors) {
    found.push(...undeclared(door))
    const own = samples.filter((sample) => sample.door === nameOf(door))
    if (own.length === 0) found.push(`${nameOf(door)}: no sample, so nobody knows whether it leaves its trace`)
    for (const sample of own) found.push(...(await opened(door, sample, coverage)))
  }
  return found
}

function undeclared(door: Door): readonly string[] {
  const name = nameOf(door)
  // A planted door, or one in plain JavaScript, may lack what the type demands.
  const trace: { leaves?: string; because?: string } | undefined = door.trace
  if (trace?.leaves === 'fact' || trace?.leaves === 'look-up') return []
  if (trace?.leaves !== 'none') return [`${name}: declares no trace`]
  if (door.act && NEEDS_TRACE[door.act]) return [`${name}: ${door.act} without a trace`]
  return (trace.because ?? '').length < SHORTEST_REASON ? [`${name}: leaves no trace and gives no reason`] : []
}

/** A reader sees a fact once no older transaction is open any more: the centre's own jobs may hold it back for a moment. */
async function comes(isThere: () => Promise<boolean>): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (await isThere()) return true
    await sleep(ROUND_MS)
  }
  return false
}

async function opened(door: Door, sample: Sample, coverage: Coverage): Promise<readonly string[]> {
  const { open, journal, authorise, everybody } = coverage
  const name = nameOf(door)
  const found: string[] = []
  const asked = await sample.ask()

  if (door.knock === 'signed-in' || door.knock === 'machine') {
    const stranger = await open(door.method, asked, null)
    if (stranger.status !== 401) found.push(`${name}: answers ${stranger.status} to nobody`)
  }
  const { act } = door
  if (act && door.knock === 'signed-in')
    for (const other of everybody) {
      if (other.principal.role === 'machine' || authorise(other.principal, act, CENTRE).allowed) continue
      const refused = await open(door.method, asked, other)
      if (refused.status !== 403) found.push(`${name}: answers ${refused.status} to the ${other.principal.role}`)
    }

  const head = await journal.head()
  const answer = await open(door.method, asked, sample.as)
  if (answer.status !== sample.expect)
    found.push(`${name}: the sample got ${answer.status} instead of ${sample.expect}: ${answer.text.slice(0, 200)}`)
  if (door.trace?.leaves !== 'fact' && door.trace?.leaves !== 'look-up') return found
  const who = sample.names ?? sample.as?.principal.id
  if (who === undefined) return [...found, `${name}: the sample does not say who has to stand in the trace`]
  const wanted = door.trace.leaves
  const leftIt = (fact: Numbered): boolean =>
    fact.by.id === who && (kindOf(fact.stream) === 'look-up') === (wanted === 'look-up')
  if (!(await comes(async () => (await journal.readFrom(head, 1000)).some(leftIt))))
    found.push(`${name}: left no ${wanted} that names ${who}`)
  return found
}
