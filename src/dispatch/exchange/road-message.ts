/**
 * The road message of an incident: made of its kind, road, kilometre, carriageway and lane and of nothing else, so that
 * nothing personal can be in it. Pure.
 */
import { kilometrePost, type Place } from '../../core/place.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import { HOUR, MINUTE } from '../../core/time.ts'
import type { Incident, IncidentKind } from '../incident.ts'
import type { Alert } from './alert.ts'
import type { Notice } from './notice.ts'

export type MessageRefusal = 'not-for-the-public' | 'no-road-place' | 'closed' | 'merged' | 'exercise'

/** It ends by itself after this time, so that a message outlives a centre that is down by little; while the incident runs it is made longer. */
const STANDS_MS = 2 * HOUR
const RENEWED_BEFORE_MS = 30 * MINUTE
const REACH_M = 1_000

/** What the public is told; illness is nobody's business, and who asks for help inside the house is not announced. */
const TOLD: Record<IncidentKind, Text | null> = {
  'stopped-vehicle': { zh: '故障车辆停留', en: 'stopped vehicle' },
  'medical-emergency': { zh: '应急处置中', en: 'emergency services at work' },
  collision: { zh: '交通事故', en: 'collision' },
  obstacle: { zh: '路面障碍物', en: 'obstacle on the road' },
  pedestrian: { zh: '路上有行人', en: 'people on the carriageway' },
  'wrong-way': { zh: '车辆逆行', en: 'vehicle driving the wrong way' },
  congestion: { zh: '交通拥堵', en: 'congestion' },
  'officer-help': null,
  other: { zh: '应急处置中', en: 'emergency services at work' },
}
const SLOW: Text = {
  zh: '请减速慢行、保持车距，并为应急车辆让行。',
  en: 'Slow down, keep your distance and make way for emergency vehicles.',
}
const ADVICE: Partial<Record<IncidentKind, Text>> = {
  'wrong-way': {
    zh: '请靠右行驶、不要超车，注意前方来车。',
    en: 'Keep right, do not overtake and watch for oncoming traffic.',
  },
}
const WAY = { up: { zh: '上行', en: 'up' }, down: { zh: '下行', en: 'down' } } as const
const ZONE: Readonly<Record<string, Text>> = {
  shoulder: { zh: '硬路肩被占用。', en: 'The hard shoulder is occupied.' },
  lane: { zh: '行车道受阻。', en: 'A lane is blocked.' },
}

/** Only a lane's number is taken from what a caller said. */
function laneOf({ lane, zone }: Place): Text | null {
  const number = /(?:^|lane\s*|第\s*)([1-6])(?:\s*(?:车道|道))?$/iu.exec(lane ?? '')?.[1]
  if (number) return { zh: `第${number}车道受阻。`, en: `Lane ${number} is blocked.` }
  return ZONE[zone ?? ''] ?? null
}

type Told = Pick<Incident, 'opened' | 'state'>

/** Why an incident cannot be told to the public; null: it can. */
export function untellable({ opened, state }: Told): MessageRefusal | null {
  if (opened.exercise) return 'exercise'
  if (state === 'closed' || state === 'merged') return state
  if (TOLD[opened.kind] === null) return 'not-for-the-public'
  return opened.place.road === undefined || opened.place.kilometre === undefined ? 'no-road-place' : null
}

export function roadMessage(incident: Told, at: number): Result<Notice, MessageRefusal> {
  const { kind, place } = incident.opened
  const refusal = untellable(incident)
  const what = TOLD[kind]
  const { road, kilometre, carriageway } = place
  if (refusal) return refuse(refusal)
  if (!what || road === undefined || kilometre === undefined) return refuse('no-road-place')
  const post = kilometrePost(kilometre)
  const way = carriageway ? WAY[carriageway] : { zh: '', en: '' }
  const where: Text = {
    zh: [road, way.zh, post].filter(Boolean).join(' '),
    en: [road, way.en, post].filter(Boolean).join(' '),
  }
  const lane = laneOf(place)
  const headline: Text = { zh: `${where.zh}：${what.zh}`, en: `${where.en}: ${what.en}` }
  return ok({
    event: what,
    headline,
    description: {
      zh: [`${headline.zh}。`, lane?.zh ?? ''].join(''),
      en: [`${headline.en}.`, lane?.en ?? ''].filter(Boolean).join(' '),
    },
    instruction: ADVICE[kind] ?? SLOW,
    urgency: 'Immediate',
    severity: kind === 'wrong-way' ? 'Severe' : 'Moderate',
    certainty: 'Observed',
    exercise: false,
    from: at,
    until: at + STANDS_MS,
    areaName: where,
    shapes: [{ form: 'circle', at: place.position, radiusM: REACH_M }],
  })
}

export type Due =
  | { readonly do: 'nothing' }
  | { readonly do: 'end'; readonly because: 'closed' | 'moved' }
  | { readonly do: 'revise'; readonly notice: Notice }

/**
 * What has become of a road message: it follows its incident, through a merger to the one that goes on, and ends with it.
 * `incident` is that one; `ownMessage` says that it already has a message of its own.
 */
export function due(
  alert: Extract<Alert, { way: 'out' }>,
  incident: Told & Pick<Incident, 'id'>,
  ownMessage: boolean,
  now: number,
): Due {
  if (alert.state !== 'standing') return { do: 'nothing' }
  if (incident.id !== alert.incident && ownMessage) return { do: 'end', because: 'moved' }
  const wanted = roadMessage(incident, now)
  if (!wanted.ok) return endsBy(wanted.refusal)
  const { notice } = alert
  const late = notice.until - now < RENEWED_BEFORE_MS
  return same(notice, wanted.value) && !late
    ? { do: 'nothing' }
    : { do: 'revise', notice: { ...wanted.value, from: notice.from } }
}

function endsBy(refusal: MessageRefusal): Due {
  switch (refusal) {
    case 'closed':
    case 'merged':
    case 'exercise':
    // Corrected into something that is not told, or out of a road: the old words would be wrong.
    case 'not-for-the-public':
    case 'no-road-place':
      return { do: 'end', because: 'closed' }
  }
  return never(refusal)
}

/** The words and the place: the times move by themselves. */
const same = (a: Notice, b: Notice): boolean =>
  JSON.stringify([a.headline, a.description, a.instruction, a.severity, a.shapes]) ===
  JSON.stringify([b.headline, b.description, b.instruction, b.severity, b.shapes])
