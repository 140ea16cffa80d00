/** The command line's grammar: a verb that may be shortened as long as it stays one, then its words; what could mean two things is listed, never guessed. Pure. */
import type { AgencyId, IncidentId, UnitId, WarningId } from '../../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../../core/result.ts'
import { INCIDENT_KINDS, type IncidentKind, OUTCOMES, type Outcome, PRIORITIES, type Priority } from '../../incident.ts'
import { expectedOfRoom, ROOM_SAID, ROOM_VERBS, type RoomCommand, readRoom } from '../../shift/console/grammar.ts'
import { match, missing, type Named, same, type Unread, unread, wordsOf } from './matching.ts'
import { ROAD_VERBS, type RoadSaid, type RoadUnread, readRoad } from './roads/said.ts'
import { DUTY_NAMES, readUnit, type UnitCommand } from './unit-command.ts'

export const VERBS = [
  'true',
  'false',
  'cannot',
  'order',
  'close',
  'resend',
  'amend',
  'note',
  'caller',
  'picture',
  'merge',
  'split',
  'recall',
  'swap',
  'hand',
  'reopen',
  'publish',
  'level',
  'unit',
  'cover',
  'rules',
  'past',
  'paper',
  'wall',
  ...ROOM_VERBS,
  'undo',
  'go',
  'new',
  'place',
  'road',
  'reach',
  'lang',
  'theme',
  'sound',
  'help',
] as const
export type Verb = (typeof VERBS)[number]

/** Said in Chinese, the same verbs; they may be shortened as well. */
const SAID: Record<Verb, readonly string[]> = {
  true: ['为真', '真'],
  false: ['为假', '误报', '假'],
  cannot: ['无法判断', '不明'],
  order: ['下令', '派'],
  close: ['结束'],
  resend: ['重发'],
  amend: ['更正', '改'],
  note: ['备注'],
  caller: ['又报'],
  picture: ['照片', '现场照片'],
  merge: ['合并', '并'],
  split: ['拆分', '拆'],
  recall: ['收队', '召回'],
  swap: ['换'],
  hand: ['移交'],
  reopen: ['重开'],
  publish: ['发布', '路况'],
  level: ['升级', '等级'],
  unit: ['力量'],
  cover: ['补位', '前移'],
  rules: ['预案', '规则'],
  past: ['回放'],
  paper: ['纸质表单', '补录'],
  wall: ['大屏'],
  ...ROOM_SAID,
  undo: ['撤销'],
  go: ['转到', '去'],
  new: ['新警情', '接报'],
  place: ['地点', '更正地点'],
  road: ['路况'],
  reach: ['可达', '等时圈'],
  lang: ['语言'],
  theme: ['主题'],
  sound: ['声音'],
  help: ['帮助', '键位'],
}

export type Send = {
  readonly agency: AgencyId
  readonly unit: UnitId | null
  /** `tp-07!`: taken from whatever less urgent binds it. */
  readonly preempts?: true
}
export type Target =
  | { readonly what: 'warning'; readonly id: WarningId }
  | { readonly what: 'incident'; readonly id: IncidentId }

export type Command =
  | RoomCommand
  | { readonly verb: 'true'; readonly kind: IncidentKind | null; readonly priority: Priority | null }
  | {
      readonly verb:
        | 'false'
        | 'cannot'
        | 'resend'
        | 'caller'
        | 'split'
        | 'reopen'
        | 'undo'
        | 'help'
        | 'cover'
        | 'rules'
        | 'past'
        | 'paper'
        | 'wall'
    }
  /** Off: taken back. */
  | { readonly verb: 'publish'; readonly on: boolean }
  /** As they were taken, from 1; null: the newest, then the one before. */
  | { readonly verb: 'picture'; readonly n: number | null }
  /** null: the next one. */
  | { readonly verb: 'level'; readonly level: number | null }
  | UnitCommand
  | { readonly verb: 'amend'; readonly amendment: { readonly kind?: IncidentKind; readonly priority?: Priority } }
  | { readonly verb: 'note'; readonly text: string }
  /** Without a number: the likeliest. */
  | { readonly verb: 'merge'; readonly into: IncidentId | null }
  | { readonly verb: 'recall'; readonly who: Send }
  | { readonly verb: 'swap'; readonly from: UnitId; readonly to: UnitId }
  | { readonly verb: 'hand'; readonly to: AgencyId }
  /** Without a kind: the panel of a call. The place is read by the centre. */
  | { readonly verb: 'new'; readonly kind: string; readonly place: string }
  /** Of the selected incident; null: it is where it is said to be. */
  | { readonly verb: 'place'; readonly place: string | null }
  /** Empty: from the selected incident; `off`: away with it. */
  | { readonly verb: 'reach'; readonly place: string }
  | { readonly verb: 'road'; readonly said: Result<RoadSaid, RoadUnread> }
  /** Without sends: what is ticked in the plan. */
  | { readonly verb: 'order'; readonly sends: readonly Send[] }
  | { readonly verb: 'close'; readonly outcome: Outcome }
  | { readonly verb: 'go'; readonly to: Target }
  | { readonly verb: 'lang'; readonly language: 'zh' | 'en' }
  | { readonly verb: 'theme'; readonly theme: 'dark' | 'light' }
  | { readonly verb: 'sound'; readonly on: boolean }

/** The names that are about just now. */
export type Vocabulary = {
  readonly agencies: readonly Named<AgencyId>[]
  readonly units: readonly Named<{ readonly unit: UnitId; readonly agency: AgencyId }>[]
  readonly targets: readonly Named<Target>[]
  /** Standby posts. */
  readonly posts: readonly Named<string>[]
}

/** `candidates` of a refusal: what the last word could have meant, or what is expected there. */
export type Reading = Result<Command, Unread> & { readonly candidates?: readonly string[] }

const VERB_NAMES: readonly Named<Verb>[] = VERBS.map((verb) => ({ value: verb, names: [verb, ...SAID[verb]] }))
const KIND_NAMES = wordsOf(INCIDENT_KINDS)
const OUTCOME_NAMES = wordsOf(OUTCOMES)
const PRIORITY_NAMES: readonly Named<Priority>[] = PRIORITIES.map((value) => ({
  value,
  names: [`p${value}`, String(value)],
}))
const LANGUAGE_NAMES: readonly Named<'zh' | 'en'>[] = [
  { value: 'zh', names: ['zh', '中文'] },
  { value: 'en', names: ['en', 'english'] },
]
const THEME_NAMES = wordsOf(['dark', 'light'] as const)
const SWITCH_NAMES: readonly Named<boolean>[] = [
  { value: true, names: ['on', '开'] },
  { value: false, names: ['off', '关'] },
]

export function parse(line: string, vocabulary: Vocabulary): Reading {
  const [first, ...rest] = line.trim().split(/\s+/)
  if (!first) return refuse('empty')
  const verb = match(first, VERB_NAMES)
  if (verb.state !== 'one') return unread(verb)
  switch (verb.value) {
    case 'true':
      return readTrue(rest)
    case 'order':
      return readOrder(rest, vocabulary)
    case 'amend':
      return readAmend(rest)
    case 'note':
      return rest.length > 0 ? ok({ verb: 'note', text: rest.join(' ') }) : missing([])
    case 'merge':
      return rest[0] ? one(rest[0], incidentsOf(vocabulary), (into) => ({ verb: 'merge', into })) : ok(LIKELIEST)
    case 'recall':
      return one(rest[0], whoOf(vocabulary), (who) => ({ verb: 'recall', who }))
    case 'swap':
      return readSwap(rest, vocabulary)
    case 'hand':
      return one(rest[0], vocabulary.agencies, (to) => ({ verb: 'hand', to }))
    case 'close':
      return rest[0] ? one(rest[0], OUTCOME_NAMES, (outcome) => ({ verb: 'close', outcome })) : ok(RESOLVED)
    case 'go':
      return one(rest[0], vocabulary.targets, (to) => ({ verb: 'go', to }))
    case 'level':
      return numbered(rest[0], 9, (level) => ({ verb: 'level', level }))
    case 'picture':
      return numbered(rest[0], 99, (n) => ({ verb: 'picture', n }))
    case 'unit':
      return readUnit(rest, vocabulary)
    case 'publish':
      return rest[0] ? one(rest[0], SWITCH_NAMES, (on) => ({ verb: 'publish', on })) : ok(PUBLISH)
    case 'lang':
      return one(rest[0], LANGUAGE_NAMES, (language) => ({ verb: 'lang', language }))
    case 'theme':
      return one(rest[0], THEME_NAMES, (theme) => ({ verb: 'theme', theme }))
    case 'sound':
      return one(rest[0], SWITCH_NAMES, (on) => ({ verb: 'sound', on }))
    case 'log':
    case 'shift':
    case 'broadcast':
    case 'tell':
    case 'read':
    case 'lookout':
    case 'hold':
    case 'take-up':
    case 'lend':
    case 'premises':
    case 'report':
    case 'exercise':
      return readRoom(verb.value, rest, vocabulary.agencies)
    case 'false':
    case 'cannot':
    case 'resend':
    case 'caller':
    case 'split':
    case 'reopen':
    case 'undo':
    case 'help':
    case 'cover':
    case 'rules':
    case 'past':
    case 'paper':
    case 'wall':
      return ok({ verb: verb.value })
    case 'new':
      return ok({ verb: 'new', kind: rest[0] ?? '', place: rest.slice(1).join(' ') })
    case 'reach':
      return ok({ verb: 'reach', place: rest.join(' ') })
    case 'road':
      return ok({ verb: 'road', said: readRoad(rest) })
    case 'place': {
      const place = rest.join(' ')
      if (place === '') return { ...refuse('word-missing'), candidates: ['ok'] }
      return ok({ verb: 'place', place: place === 'ok' ? null : place })
    }
  }
  return never(verb.value)
}

const LIKELIEST: Command = { verb: 'merge', into: null }
const PUBLISH: Command = { verb: 'publish', on: true }
const PREEMPTS = { preempts: true } as const
const RESOLVED: Command = { verb: 'close', outcome: 'resolved' }

function one<T>(word: string | undefined, among: readonly Named<T>[], make: (value: T) => Command): Reading {
  if (!word) return missing(among)
  const found = match(word, among)
  return found.state === 'one' ? ok(make(found.value)) : unread(found)
}

const incidentsOf = ({ targets }: Vocabulary): readonly Named<IncidentId>[] =>
  targets.flatMap(({ value, names }) => (value.what === 'incident' ? [{ value: value.id, names }] : []))

/** An agency, or one of its units. */
const whoOf = ({ agencies, units }: Vocabulary): readonly Named<Send>[] => [
  ...agencies.map(({ value, names }) => ({ value: { agency: value, unit: null }, names })),
  ...units.map(({ value, names }) => ({ value: { agency: value.agency, unit: value.unit }, names })),
]

/** The unit that goes, and the one that goes in its place. */
function readSwap([from, to]: readonly string[], { units }: Vocabulary): Reading {
  const named = units.map(({ value, names }) => ({ value: value.unit, names }))
  if (!from || !to) return missing(named)
  const leaves = match(from, named)
  if (leaves.state !== 'one') return unread(leaves)
  return one(to, named, (comes) => ({ verb: 'swap', from: leaves.value, to: comes }))
}

function readAmend(words: readonly string[]): Reading {
  if (words.length === 0) return missing([...KIND_NAMES, ...PRIORITY_NAMES])
  const read = readTrue(words)
  if (!read.ok || read.value.verb !== 'true') return read
  const { kind, priority } = read.value
  return ok({ verb: 'amend', amendment: { ...(kind ? { kind } : {}), ...(priority ? { priority } : {}) } })
}

function readTrue(words: readonly string[]): Reading {
  let kind: IncidentKind | null = null
  let priority: Priority | null = null
  for (const word of words) {
    const asPriority = match(word, PRIORITY_NAMES)
    if (asPriority.state === 'one') {
      priority = asPriority.value
      continue
    }
    const asKind = match(word, KIND_NAMES)
    if (asKind.state !== 'one') return unread(asKind)
    kind = asKind.value
  }
  return ok({ verb: 'true', kind, priority })
}

/** With a number of its own, from 1, or, left out, with whichever is next. */
function numbered(word: string | undefined, most: number, make: (n: number | null) => Command): Reading {
  if (word === undefined) return ok(make(null))
  const n = /^[1-9][0-9]?$/.test(word) ? Number(word) : most + 1
  return n <= most ? ok(make(n)) : refuse('no-such-word')
}

/**
 * Agencies and units in any order; a unit brings its agency, and takes the place of its agency named alone. `traffic*2`, and
 * `tp*2` where all units that begin so are of one agency: two of that agency, of its own choice.
 */
function readOrder(words: readonly string[], vocabulary: Vocabulary): Reading {
  const sends = new Map<AgencyId, Send[]>()
  const among = whoOf(vocabulary)
  const several: Send[] = []
  for (const word of words) {
    const times = /^(.+)[*×x]([1-9])$/.exec(word)
    if (times) {
      const agency = agencyMeant(times[1] ?? '', vocabulary)
      if (!agency) return missing(vocabulary.agencies)
      several.push(...Array.from({ length: Number(times[2]) }, () => ({ agency, unit: null })))
      continue
    }
    const found = match(word.replace(/[!！]$/, ''), among)
    if (found.state !== 'one') return unread(found)
    const send: Send = { ...found.value, ...(/[!！]$/.test(word) && found.value.unit !== null ? PREEMPTS : {}) }
    const already = (sends.get(send.agency) ?? []).filter((other) => other.unit !== null && other.unit !== send.unit)
    sends.set(send.agency, send.unit === null && already.length > 0 ? already : [...already, send])
  }
  return ok({ verb: 'order', sends: [...[...sends.values()].flat(), ...several] })
}

/** The one agency that the word names, by itself or by the beginning of its units' names. */
function agencyMeant(word: string, { agencies, units }: Vocabulary): AgencyId | null {
  const named = match(word, agencies)
  if (named.state === 'one') return named.value
  const begins = units.filter(({ names }) => names.some((name) => same(name).startsWith(same(word))))
  const [only, ...more] = new Set(begins.map(({ value }) => value.agency))
  return only && more.length === 0 ? only : null
}

/** What the last word of the line may become; each is a whole line. */
export function complete(line: string, vocabulary: Vocabulary): readonly string[] {
  const words = line.split(/\s+/)
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const verb = before[0] ? match(before[0], VERB_NAMES) : null
  const among = verb === null ? VERB_NAMES : verb.state === 'one' ? expected(verb.value, vocabulary) : []
  const sought = same(last)
  return among
    .flatMap((one) => one.names.find((name) => same(name).startsWith(sought)) ?? [])
    .map((name) => [...before, name].join(' '))
}

function expected(verb: Verb, vocabulary: Vocabulary): readonly Named<unknown>[] {
  switch (verb) {
    case 'true':
    case 'amend':
      return [...KIND_NAMES, ...PRIORITY_NAMES]
    case 'merge':
      return incidentsOf(vocabulary)
    case 'hand':
      return vocabulary.agencies
    case 'order':
    case 'recall':
    case 'swap':
      return [...vocabulary.agencies, ...vocabulary.units]
    case 'close':
      return OUTCOME_NAMES
    case 'go':
      return vocabulary.targets
    case 'unit':
      return [...DUTY_NAMES, ...vocabulary.units]
    case 'lang':
      return LANGUAGE_NAMES
    case 'theme':
      return THEME_NAMES
    case 'publish':
    case 'sound':
      return SWITCH_NAMES
    case 'log':
    case 'shift':
    case 'broadcast':
    case 'tell':
    case 'read':
    case 'lookout':
    case 'hold':
    case 'take-up':
    case 'lend':
    case 'premises':
    case 'report':
    case 'exercise':
      return expectedOfRoom(verb, vocabulary.agencies)
    case 'false':
    case 'cannot':
    case 'resend':
    case 'note':
    case 'caller':
    case 'split':
    case 'reopen':
    case 'undo':
    case 'help':
    case 'place':
    case 'reach':
    case 'cover':
    case 'rules':
    case 'past':
    case 'paper':
    case 'wall':
    case 'level':
    case 'picture':
      return []
    case 'road':
      return wordsOf(ROAD_VERBS)
    case 'new':
      return KIND_NAMES
  }
  return never(verb)
}
