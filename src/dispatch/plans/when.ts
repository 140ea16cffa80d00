/** When a response plan holds: days and hours by the centre's own clock on the wall, its holidays included. Pure. */
import { DAY } from '../../core/time.ts'

/** A listed holiday is `holiday` and no day of the week. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'] as const
export type Day = (typeof DAYS)[number]

/** `from` belongs to it, `to` does not. A window that ends before it begins runs over midnight and counts to the day it began on; equal ends are a whole day. */
export type TimeWindow = {
  readonly days: readonly Day[]
  /** `07:30`, by the centre's time zone. */
  readonly from: string
  readonly to: string
}

/** An instant as the clock on the wall shows it. */
export type Moment = { readonly day: Day; readonly before: Day; readonly minutes: number }

const WEEK: readonly Day[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  clocks.set(timeZone, made)
  return made
}

/** `holidays`: local dates as `2027-01-01`. */
export function momentOf(at: number, timeZone: string, holidays: readonly string[]): Moment {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const midnight = Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1, parts.get('day') ?? 1)
  const dayOf = (date: number): Day => {
    if (holidays.includes(new Date(date).toISOString().slice(0, 10))) return 'holiday'
    return WEEK[new Date(date).getUTCDay()] ?? 'sun'
  }
  return {
    day: dayOf(midnight),
    before: dayOf(midnight - DAY),
    minutes: (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0),
  }
}

export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

export function holds({ days, from, to }: TimeWindow, { day, before, minutes }: Moment): boolean {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin < end) return days.includes(day) && begin <= minutes && minutes < end
  return (days.includes(day) && minutes >= begin) || (days.includes(before) && minutes < end)
}
