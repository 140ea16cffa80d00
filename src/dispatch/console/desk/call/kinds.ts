/** What an incident is, by a few letters: its own word, its name in either language, the initials of its pinyin, or its digit; a digit behind them is the priority. Pure. */
import { INCIDENT_KINDS, type IncidentKind, PRIORITIES, type Priority } from '../../../incident.ts'
import { termsEn, termsZh } from '../../../terms.ts'
import { match, type Named } from '../matching.ts'
import { URGENT } from '../recommended.ts'

const PINYIN: Record<IncidentKind, string> = {
  'stopped-vehicle': 'cltj',
  'medical-emergency': 'tfjb',
  collision: 'jtsg',
  obstacle: 'zaw',
  pedestrian: 'xr',
  'wrong-way': 'nx',
  congestion: 'yd',
  'officer-help': 'jyqz',
  other: 'qt',
}

export const KIND_NAMES: readonly Named<IncidentKind>[] = INCIDENT_KINDS.map((kind) => ({
  value: kind,
  names: [kind, termsEn.kind[kind], termsZh.kind[kind], PINYIN[kind]],
}))

export type KindSaid =
  | { readonly state: 'one'; readonly kind: IncidentKind; readonly priority: Priority }
  /** Those that it may still become; all of them while nothing is typed, none when it is no kind. */
  | { readonly state: 'open'; readonly kinds: readonly IncidentKind[] }

export function readKind(typed: string): KindSaid {
  const said = typed.trim()
  if (said === '') return { state: 'open', kinds: INCIDENT_KINDS }
  const byDigit = /^[1-9]$/.test(said) ? INCIDENT_KINDS[Number(said) - 1] : undefined
  if (byDigit) return { state: 'one', kind: byDigit, priority: URGENT[byDigit] }
  const [, word = said, digit] = /^(.*?)\s*[pP]?([1-4])?$/.exec(said) ?? []
  const found = match(word, KIND_NAMES)
  const priority = PRIORITIES.find((each) => String(each) === digit)
  if (found.state === 'one') return { state: 'one', kind: found.value, priority: priority ?? URGENT[found.value] }
  if (found.state === 'none') return { state: 'open', kinds: [] }
  return { state: 'open', kinds: INCIDENT_KINDS.filter((kind) => found.names.includes(kind)) }
}
