/** The numbers people say on the radio: day and running number of an incident, and behind them the order's own. */

/** The local day of an instant as `20261123`; `timeZone` is an IANA name. */
export function localDay(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(at)
    .flatMap(({ type, value }) =>
      type === 'year' || type === 'month' || type === 'day' ? [[type, value] as const] : [],
    )
  const of = new Map(parts)
  return `${of.get('year')}${of.get('month')}${of.get('day')}`
}

/** What a number begins with: exercises are counted apart, and everybody who reads such a number knows what it is. */
export const numberDay = (what: { readonly exercise?: true | undefined }, day: string): string =>
  what.exercise ? `E${day}` : day

/** `20261123-0031`: the 31st incident of that day. */
export function incidentNumber(day: string, running: number): string {
  return `${day}-${String(running).padStart(4, '0')}`
}

/** `20261123-0031-2`: the second order of that incident. */
export function orderNumber(incident: string, running: number): string {
  return `${incident}-${running}`
}

export const isExerciseNumber = (number: string): boolean => number.startsWith('E')
