/** The command line's words for the room: log, shift, broadcasts, look-outs, held calls, notes on places, METHANE, exercises. Pure. */
import type { AgencyId } from '../../../core/ids.ts'
import { ok, refuse } from '../../../core/result.ts'
import { DAY, HOUR, MINUTE } from '../../../core/time.ts'
import type { Reading } from '../../console/desk/commands.ts'
import { match, missing, type Named, unread } from '../../console/desk/matching.ts'

export const ROOM_VERBS = [
  'log',
  'shift',
  'broadcast',
  'tell',
  'read',
  'lookout',
  'hold',
  'take-up',
  'lend',
  'premises',
  'report',
  'exercise',
] as const
export type RoomVerb = (typeof ROOM_VERBS)[number]

/** Said in Chinese, the same verbs. */
export const ROOM_SAID: Record<RoomVerb, readonly string[]> = {
  log: ['日志', '记'],
  shift: ['班次', '交接'],
  broadcast: ['通播'],
  tell: ['告知'],
  read: ['已阅'],
  lookout: ['布控'],
  hold: ['缓办'],
  'take-up': ['办理'],
  lend: ['借入'],
  premises: ['注记'],
  report: ['上报'],
  exercise: ['演练'],
}

/** For how long, or until which time of day by the wall's clock. */
export type Until =
  | { readonly by: 'span'; readonly ms: number }
  | { readonly by: 'clock'; readonly hour: number; readonly minute: number }

export type RoomCommand =
  | { readonly verb: 'shift' | 'read' | 'lookout' | 'take-up' | 'lend' | 'premises' | 'report' }
  | { readonly verb: 'log'; readonly text: string }
  | { readonly verb: 'broadcast'; readonly until: Until; readonly text: string }
  | { readonly verb: 'tell'; readonly to: AgencyId; readonly until: Until; readonly text: string }
  | { readonly verb: 'hold'; readonly until: Until; readonly text: string }
  | { readonly verb: 'exercise'; readonly on: boolean }

const SPAN = /^(\d{1,3})(m|min|h|d|分|时|天)$/iu
const CLOCK = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/u
const MS: Readonly<Record<string, number>> = { m: MINUTE, min: MINUTE, 分: MINUTE, h: HOUR, 时: HOUR, d: DAY, 天: DAY }

/** `30m`, `2h`, `1d`, `14:30`; null: it is neither. */
export function readUntil(word: string | undefined): Until | null {
  const span = SPAN.exec(word ?? '')
  const unit = MS[span?.[2]?.toLowerCase() ?? '']
  if (span && unit !== undefined) return { by: 'span', ms: Number(span[1]) * unit }
  const clock = CLOCK.exec(word ?? '')
  return clock ? { by: 'clock', hour: Number(clock[1]), minute: Number(clock[2]) } : null
}

/** The instant meant at `now`: a time of day is the next one. `offsetMs`: what this clock is ahead of UTC. */
export function instantOf(until: Until, now: number, offsetMs: number): number {
  if (until.by === 'span') return now + until.ms
  const midnight = Math.floor((now + offsetMs) / DAY) * DAY - offsetMs
  const today = midnight + until.hour * HOUR + until.minute * MINUTE
  return today > now ? today : today + DAY
}

const SPANS = ['30m', '2h', '14:30']
const SWITCH: Readonly<Record<string, boolean>> = { on: true, off: false, 开: true, 关: false }

export function readRoom(verb: RoomVerb, words: readonly string[], agencies: readonly Named<AgencyId>[]): Reading {
  const lacking = (candidates: readonly string[]): Reading => ({ ...refuse('word-missing'), candidates })
  switch (verb) {
    case 'shift':
    case 'read':
    case 'lookout':
    case 'take-up':
    case 'lend':
    case 'premises':
    case 'report':
      return ok({ verb })
    case 'log':
      return words.length > 0 ? ok({ verb, text: words.join(' ') }) : lacking([])
    case 'broadcast':
    case 'hold': {
      const until = readUntil(words[0])
      if (!until) return lacking(SPANS)
      const text = words.slice(1).join(' ')
      return text ? ok({ verb, until, text }) : lacking([])
    }
    case 'tell': {
      const [who, span, ...rest] = words
      if (!who) return missing(agencies)
      const to = match(who, agencies)
      if (to.state !== 'one') return unread(to)
      const until = readUntil(span)
      if (!until) return lacking(SPANS)
      return rest.length > 0 ? ok({ verb, to: to.value, until, text: rest.join(' ') }) : lacking([])
    }
    case 'exercise': {
      const on = SWITCH[words[0]?.toLowerCase() ?? '']
      return on === undefined ? lacking(['on', 'off']) : ok({ verb, on })
    }
  }
}

/** What may stand behind a verb of the room. */
export function expectedOfRoom(verb: RoomVerb, agencies: readonly Named<AgencyId>[]): readonly Named<unknown>[] {
  if (verb === 'tell') return agencies
  if (verb === 'exercise') return ['on', 'off'].map((name) => ({ value: name, names: [name] }))
  return []
}
