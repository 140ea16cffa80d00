/** What a measurement gives: rows with their unit and, where there is one, the bound that must hold. */

export type Row = {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly must?: { readonly at: 'most' | 'least' | 'exactly'; readonly bound: number }
}

export type BenchResult = { readonly name: string; readonly about: string; readonly rows: readonly Row[] }

const SIGN = { most: '≤', least: '≥', exactly: '=' } as const

export function holds({ value, must }: Row): boolean {
  if (!must) return true
  switch (must.at) {
    case 'most':
      return value <= must.bound
    case 'least':
      return value >= must.bound
    case 'exactly':
      return value === must.bound
  }
}

const figure = (value: number): string =>
  Number.isInteger(value)
    ? String(value)
    : value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3)

/** One measurement as a Markdown table. */
export function table({ name, about, rows }: BenchResult): string {
  const lines = rows.map((row) => {
    const must = row.must ? `${SIGN[row.must.at]} ${figure(row.must.bound)} ${row.unit}` : ''
    return `| ${row.what} | ${figure(row.value)} ${row.unit} | ${must} | ${row.must ? (holds(row) ? 'yes' : '**no**') : ''} |`
  })
  return [`### ${name}`, about, '', '| what | measured | must | held |', '|---|---|---|---|', ...lines].join('\n')
}

/** The value below which `share` (0–1) of the values lie (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}
