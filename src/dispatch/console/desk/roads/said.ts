/** Reads what is said of the roads on the command line: `close s12 45-46 u 60m lorry on its side`. Pure. */
import type { Carriageway } from '../../../../core/place.ts'
import { ok, type Result, refuse } from '../../../../core/result.ts'
import { MINUTE } from '../../../../core/time.ts'
import { readKilometre } from '../../../../roads/kilometres/post.ts'
import type { RoadState } from '../../../../roads/live.ts'
import { holdsOf } from './between.ts'

export const ROAD_VERBS = ['close', 'block', 'slow', 'open', 'lift'] as const

export type StretchSaid =
  | {
      readonly by: 'kilometres'
      readonly road: string
      readonly carriageway: Carriageway
      readonly fromKm: number
      readonly toKm: number
    }
  /** A place that the centre finds; with two, the way from the one to the other. */
  | { readonly by: 'words'; readonly from: string; readonly to: string | null; readonly bothWays: boolean }

export type RoadSaid =
  | {
      readonly do: 'say'
      readonly stretch: StretchSaid
      readonly holds: RoadState
      readonly forMs: number
      readonly reason: string
    }
  /** Its number in the list. */
  | { readonly do: 'lift'; readonly number: number }

export type RoadUnread = 'verb' | 'stretch' | 'reason' | 'number'

const LASTS = /^(\d{1,4})\s*(m|min|分|分钟|h|hours?|小时|时)$/i
const TIMES = /^(?:x(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)(?:x|倍))$/i
const SPEED = /^(\d{1,3})(?:km\/h|kmh|kph|公里)$/i
const KILOMETRES = /^(\S+)\s+(\S+?)\s*[-–~至到]\s*(\S+)\s+(up|down|上行|下行|上|下|u|d)$/i
const USUAL = { times: 2, kmh: 40, forMs: 60 * MINUTE } as const

const KIND_OF = { close: 'closed', block: 'blocked', slow: 'slow', open: 'opened' } as const

export function readRoad(words: readonly string[]): Result<RoadSaid, RoadUnread> {
  const [first = '', ...rest] = words
  const found = ROAD_VERBS.filter((verb) => first !== '' && verb.startsWith(first.toLowerCase()))
  const [verb] = found
  if (!verb || found.length > 1) return refuse('verb')
  if (verb === 'lift') {
    const number = Number(rest[0]?.replace(/^r/i, ''))
    return Number.isInteger(number) && number > 0 ? ok({ do: 'lift', number }) : refuse('number')
  }
  // The time it lasts stands between where and why.
  const at = rest.findIndex((word) => LASTS.test(word))
  if (at < 0) return refuse('reason')
  const [, count = '', unit = ''] = LASTS.exec(rest[at] ?? '') ?? []
  const forMs = Number(count) * (/^(?:h|小|时)/i.test(unit) ? 60 : 1) * MINUTE
  const reason = rest.slice(at + 1).join(' ')
  if (reason.length < 2) return refuse('reason')
  const before = rest.slice(0, at)
  const amounts = before.filter((word) => TIMES.test(word) || SPEED.test(word))
  const stretch = readStretch(before.filter((word) => !amounts.includes(word)).join(' '))
  if (stretch === null) return refuse('stretch')
  const times = amounts.map((word) => TIMES.exec(word)).find((match) => match !== null)
  const speed = amounts.map((word) => SPEED.exec(word)).find((match) => match !== null)
  return ok({
    do: 'say',
    stretch,
    holds: holdsOf(KIND_OF[verb], Number(times?.[1] ?? times?.[2] ?? USUAL.times), Number(speed?.[1] ?? USUAL.kmh)),
    forMs: forMs || USUAL.forMs,
    reason,
  })
}

function readStretch(text: string): StretchSaid | null {
  const [, road, one, other, way = ''] = KILOMETRES.exec(text) ?? []
  const [fromKm, toKm] = [readKilometre(one ?? ''), readKilometre(other ?? '')]
  if (road && fromKm !== null && toKm !== null)
    return {
      by: 'kilometres',
      road: road.toUpperCase(),
      carriageway: /^(?:u|上)/i.test(way) ? 'up' : 'down',
      fromKm,
      toKm,
    }
  const both = /^(.*?)\s*(?:both ways|both|双向)$/i.exec(text)
  const [from = '', to] = (both?.[1] ?? text).split(/\s*(?:\.\.|→|->)\s*/)
  if (from.trim() === '') return null
  return { by: 'words', from: from.trim(), to: to?.trim() || null, bothWays: both !== null }
}
