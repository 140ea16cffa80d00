/** The after-action report of one incident: what it was, its orders with their clocks, who did what and when, and a sketch. Pure. */
import { type AgencyId, id, type UnitId } from '../../core/ids.ts'
import { SECOND } from '../../core/time.ts'
import { kindOf, type Numbered } from '../../journal/fact.ts'
import { CLOCK_RULES, CLOCKS, spanOf, timesOf } from '../clocks.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import { type Block, heading, sentence } from './document.ts'
import type { Speech } from './language.ts'
import type { Sketch } from './sketch.ts'

export type IncidentMaterial = {
  readonly incident: Incident
  readonly orders: readonly Order[]
  /** Of the warning, the incident and its orders, in the order of the journal. */
  readonly facts: readonly Numbered[]
  readonly sketch: Sketch | null
}

export type Naming = {
  readonly agency: (agency: AgencyId) => string
  readonly unit: (unit: UnitId) => string
  readonly person: (person: string) => string
}

const APART_MS = 2 * SECOND

export function incidentDocument(
  { incident, orders, facts, sketch }: IncidentMaterial,
  speech: Speech,
  name: Naming,
): readonly Block[] {
  const { words, terms } = speech
  const { opened } = incident
  const byStream = new Map(orders.map((order) => [`order/${order.id}`, order]))
  return [
    {
      block: 'title',
      text: `${words.incidentTitle} ${opened.number}`,
      under: `${terms.kind[opened.kind]} · ${terms.priority[`p${opened.priority}`]} · ${opened.place.label[speech.language]}`,
    },
    ...(opened.exercise === true ? [sentence(words.exerciseMark, 'mark')] : []),
    ...(opened.later === true ? [sentence(words.laterMark, 'note')] : []),
    ...(incident.state === 'merged' ? [sentence(words.mergedMark, 'note')] : []),
    {
      block: 'table',
      head: [words.what, ''],
      rows: [
        [words.opened, speech.at(incident.openedAt)],
        [
          words.origin,
          `${opened.origin.from === 'call' ? words.onCall : words.onWarning}, ${speech.at(opened.firstObservedAt)}`,
        ],
        [words.state, stateOf(incident, speech)],
        ...(incident.state === 'closed' && incident.caseNumber ? [[words.caseNumber, incident.caseNumber]] : []),
      ],
      widths: [1, 3],
      numbersFrom: 2,
    },
    heading(words.clocks),
    sentence(words.clocksWhat, 'note'),
    {
      block: 'table',
      head: [words.number, words.agency, words.unit, words.state, ...CLOCKS.map((clock) => speech.clock[clock])],
      rows: orders.map((order) => {
        const times = timesOf(order, incident)
        return [
          order.issued.number,
          name.agency(order.issued.agency),
          order.unit === null ? '–' : name.unit(order.unit),
          terms.order[order.state],
          ...CLOCKS.map((clock) => speech.span(spanOf(times, CLOCK_RULES[clock].from, CLOCK_RULES[clock].to))),
        ]
      }),
      widths: [2, 2, 1.6, 1.4, 1.4, 1.4, 1.4, 1.4],
      numbersFrom: 4,
    },
    heading(words.timeline),
    sentence(words.timelineWhat, 'note'),
    {
      block: 'table',
      head: [words.time, words.what, words.who, words.recorded],
      rows: facts.map((numbered) => {
        const { fact, recordedAt } = numbered
        const order = byStream.get(numbered.stream)
        return [
          speech.clockTime(fact.at),
          [whatOf(numbered, speech, name), order ? name.agency(order.issued.agency) : ''].filter(Boolean).join(' · '),
          whoOf(numbered, speech, name),
          Math.abs(recordedAt - fact.at) > APART_MS ? speech.clockTime(recordedAt) : '',
        ]
      }),
      widths: [1.1, 4, 1.8, 1.1],
      numbersFrom: 4,
    },
    heading(words.sketch),
    ...(sketch
      ? [
          sentence(words.sketchWhat, 'note'),
          {
            block: 'sketch' as const,
            sketch,
            scale: speech.say('sketchScale', { span: `${(sketch.reachM * 2) / 1000} km` }),
          },
        ]
      : [sentence(words.noWays)]),
  ]
}

function stateOf(incident: Incident, speech: Speech): string {
  const { words, terms } = speech
  switch (incident.state) {
    case 'open':
      return words.open
    case 'ordered':
      return words.ordered
    case 'merged':
      return `${words.merging}, ${speech.at(incident.mergedAt)}`
    case 'closed':
      return `${words.closed}, ${terms.outcome[incident.outcome]}, ${speech.at(incident.closedAt)}`
  }
}

/** The words of the fact, with what it says beside its type where the terms have a word for it. */
function whatOf({ stream, fact }: Numbered, speech: Speech, name: Naming): string {
  const { terms } = speech
  // The journal holds under these streams only facts of dispatch; a field is read here only as what it turns out to be.
  const said = new Map<string, unknown>(Object.entries(fact))
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const known = (among: Readonly<Record<string, string>>, key: unknown): string | undefined =>
    typeof key === 'string' && Object.hasOwn(among, key) ? among[key] : undefined
  const unit = textOf(said.get('unit'))
  const more = [
    known(kindOf(stream) === 'warning' ? terms.warning : terms.kind, said.get('kind')),
    known(terms.verdict, said.get('verdict')),
    known(terms.outcome, said.get('outcome')),
    known(terms.cause, said.get('cause')),
    textOf(said.get('text')),
    unit === undefined ? undefined : name.unit(id<'unit'>(unit)),
  ].filter((word) => word !== undefined)
  const word = known(speech.fact, fact.type) ?? fact.type
  return more.length > 0 ? `${word}: ${more.join(', ')}` : word
}

function whoOf({ by }: Numbered, speech: Speech, name: Naming): string {
  return by.kind === 'system' ? speech.words.system : name.person(by.id)
}
