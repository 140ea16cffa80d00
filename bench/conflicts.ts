/** Two officers change one thing at the same moment, ten thousand times: both changes stand, or one of the two is told; none is overwritten in silence. */
import { type Centre, openCentre } from '../test/centre.ts'
import type { BenchResult } from './result.ts'

const PAIRS = Number(process.env.FIRSTMINUTE_BENCH_PAIRS ?? 10_000)
/** Pairs under way at once: more than the server has connections to its database, so that they wait for each other. */
const AT_ONCE = 16
const KINDS = ['collision', 'obstacle', 'pedestrian', 'congestion', 'medical-emergency'] as const
const AGENCY = 'traffic-police'

type Incident = {
  readonly id: string
  readonly state: string
  readonly opened: { readonly kind: string; readonly priority: number }
  readonly notes: readonly { readonly text: string }[]
  readonly orders: readonly string[]
}
type Answer = { readonly refusal: string | null; readonly incident: Incident | null }
type Ask = (who: number, path: string, body: unknown) => Promise<Answer>
/** What is asked at once, and what must be true of the incident afterwards, given who was told no; null: it is. */
type Pair = {
  readonly first: readonly [string, unknown]
  readonly second: readonly [string, unknown]
  readonly lost: (now: Incident, answers: readonly [Answer, Answer]) => boolean
}

/** A field that both change: exactly one of them stands, and the other was told. */
function sameField({ opened }: Incident): Pair {
  const [a, b] = [1, 2, 3, 4].filter((priority) => priority !== opened.priority)
  const change = (to: number | undefined) =>
    ['amendments', { amendment: { priority: to }, was: { priority: opened.priority } }] as const
  return {
    first: change(a),
    second: change(b),
    lost: (now, [one, other]) => {
      const stands = one.refusal === null ? a : b
      return (one.refusal === null) === (other.refusal === null) || now.opened.priority !== stands
    },
  }
}

/** Fields of their own: both stand. */
function otherFields({ opened }: Incident, nth: number): Pair {
  const kind = KINDS.filter((each) => each !== opened.kind)[nth % (KINDS.length - 1)]
  const priority = (opened.priority % 4) + 1
  return {
    first: ['amendments', { amendment: { kind }, was: { kind: opened.kind } }],
    second: ['amendments', { amendment: { priority }, was: { priority: opened.priority } }],
    lost: (now, answers) =>
      answers.some(({ refusal }) => refusal !== null) || now.opened.kind !== kind || now.opened.priority !== priority,
  }
}

/** Notes are added, never replaced. */
function notes(_incident: Incident, nth: number): Pair {
  const texts = [`lane ${nth} is blocked`, `lane ${nth} is free`] as const
  return {
    first: ['notes', { text: texts[0] }],
    second: ['notes', { text: texts[1] }],
    lost: (now, answers) => {
      const kept = texts.filter((text) => now.notes.some((note) => note.text === text)).length
      return kept !== answers.filter(({ refusal }) => refusal === null).length || kept === 0
    },
  }
}

/** An order and a closure: the order stands in the closed incident, or whoever ordered was told that it is closed. */
function orderAndClosure(): Pair {
  return {
    first: ['orders', { plan: null, sends: [{ agency: AGENCY, unit: null }] }],
    second: ['closure', { outcome: 'resolved' }],
    lost: (now, [order, closure]) =>
      (order.refusal === null) !== now.orders.length > 0 || (closure.refusal === null) !== (now.state === 'closed'),
  }
}

async function incidentNow(ask: Ask, id: string): Promise<Incident> {
  // An amendment that changes nothing is refused; the note that is added answers with the whole incident.
  const { incident } = await ask(0, `/api/incidents/${id}/reports`, {})
  if (!incident) throw new Error(`incident ${id} did not answer`)
  return incident
}

async function worked(centre: Centre, ask: Ask, pairs: number): Promise<{ lost: number; told: number }> {
  const found = { lost: 0, told: 0 }
  const opened = async (): Promise<Incident> => {
    const place = { position: [120.75, 30.7], label: { zh: 'S12', en: 'S12' } }
    const { incident } = await ask(0, '/api/incidents', { kind: 'collision', priority: 1, place })
    if (!incident) throw new Error(`no incident was opened: ${centre.log().slice(-400)}`)
    return incident
  }
  let incident = await opened()
  for (let nth = 0; nth < pairs; nth++) {
    // An incident holds some hundred notes and reports; then the next one is taken.
    if (nth % 64 === 0) incident = await opened()
    const closes = nth % 16 === 15
    const about = closes ? await opened() : incident
    const pair = closes
      ? orderAndClosure()
      : ([sameField, otherFields, notes][nth % 3]?.(about, nth) ?? notes(about, nth))
    const asked = ([path, body]: readonly [string, unknown], who: number) =>
      ask(who, `/api/incidents/${about.id}/${path}`, body)
    const answers = await Promise.all([asked(pair.first, 0), asked(pair.second, 1)] as const)
    found.told += answers.filter(({ refusal }) => refusal !== null).length
    const after = closes ? closed(answers) : await incidentNow(ask, about.id)
    if (after === null || pair.lost(after, answers)) found.lost += 1
    if (!closes && after) incident = after
  }
  return found
}

/** A closed incident is not added to: what the closure answered, or the order where the closure was refused, is its last state. */
const closed = (answers: readonly Answer[]): Incident | null => {
  const seen = answers.flatMap(({ incident }) => (incident ? [incident] : []))
  return seen.find(({ state }) => state === 'closed') ?? seen[0] ?? null
}

export async function run(): Promise<BenchResult> {
  const people = [
    { name: 'one', role: 'duty-officer' },
    { name: 'other', role: 'duty-officer' },
  ]
  const centre = await openCentre({ agencies: [{ id: AGENCY, kind: AGENCY }], people })
  try {
    await centre.start()
    const cookies = await Promise.all(people.map(({ name }) => centre.signIn(name)))
    const ask: Ask = async (who, path, body) => {
      const reply = await centre.post(path, body, { cookie: cookies[who] ?? '' })
      // The server's own answer: a refusal, or the incident as it stands.
      const said = (await reply.json()) as { readonly refusal?: string; readonly incident?: Incident }
      if (reply.status >= 500) throw new Error(`${path}: ${reply.status} ${JSON.stringify(said)}`)
      return { refusal: reply.ok ? null : (said.refusal ?? 'refused'), incident: said.incident ?? null }
    }
    const share = Math.ceil(PAIRS / AT_ONCE)
    const parts = await Promise.all(Array.from({ length: AT_ONCE }, () => worked(centre, ask, share)))
    const sum = (of: 'lost' | 'told'): number => parts.reduce((total, part) => total + part[of], 0)
    return {
      name: 'conflicts',
      about: `Two signed-in officers, ${AT_ONCE} pairs under way at once, through the HTTP doors of one server: the same field, two fields, two notes, an order against a closure. A change is lost when it was acknowledged and neither stands nor was the other one told.`,
      rows: [
        { what: 'pairs of concurrent changes', value: share * AT_ONCE, unit: '' },
        { what: 'officers told that somebody was faster', value: sum('told'), unit: '' },
        { what: 'changes overwritten in silence', value: sum('lost'), unit: '', must: { at: 'exactly', bound: 0 } },
      ],
    }
  } finally {
    await centre.close()
  }
}
