/** The orders of a span as CSV (RFC 4180): one row each with its own clocks, so that every figure of the report can be counted again elsewhere. Pure. */
import { SECOND } from '../../core/time.ts'
import { CLOCK_RULES, CLOCKS, STEPS, spanOf } from '../clocks.ts'
import { countedOrders, type Material } from './figures.ts'

/** A spreadsheet runs what begins with one of these. */
const FORMULA = /^[=+\-@\t\r]/

/** Quoted where it has to be; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const HEAD = [
  ...['order', 'incident', 'kind', 'priority', 'origin', 'written up later', 'agency', 'state'],
  ...STEPS.map((step) => `${step} at (UTC)`),
  ...CLOCKS.map((clock) => `${clock} (s)`),
]

/** With a byte order mark, without which spreadsheets read Chinese as nonsense. No person stands in it. */
export function ordersCsv(material: Pick<Material, 'incidents' | 'orders'>): string {
  const rows = countedOrders(material).map(({ order, incident, times }) => {
    const { opened } = incident
    return [
      order.issued.number,
      opened.number,
      opened.kind,
      opened.priority,
      opened.origin.from,
      opened.later === true ? 'yes' : 'no',
      order.issued.agency,
      order.state,
      ...STEPS.map((step) => isoOf(times[step])),
      ...CLOCKS.map((clock) => {
        const span = spanOf(times, CLOCK_RULES[clock].from, CLOCK_RULES[clock].to)
        return span === null ? null : span / SECOND
      }),
    ]
  })
  return `\uFEFF${[HEAD, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')}`
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
