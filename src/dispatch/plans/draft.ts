/** A plan while it is being edited: what it still lacks, and in which parts two of them differ. Pure. */
import type { PlanRule } from '../plan.ts'
import { TIME_OF_DAY } from './when.ts'

export type Lack = 'id' | 'name' | 'kinds' | 'priorities' | 'sections' | 'times' | 'sends' | 'reason'

export const emptyRule = (id: string): PlanRule => ({
  ...{ id, name: { zh: '', en: '' }, kinds: [], priorities: [] },
  ...{ sections: [], areas: [], times: [], sends: [] },
})

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** The first thing that is missing, in the order of the form; null: it can be published. */
export function lackOf(rule: PlanRule, reason: string): Lack | null {
  if (!ID.test(rule.id)) return 'id'
  if (rule.name.zh.trim() === '' || rule.name.en.trim() === '') return 'name'
  if (rule.kinds.length === 0) return 'kinds'
  if (rule.priorities.length === 0) return 'priorities'
  if (rule.sections.some(({ road, fromKm, toKm }) => road.trim() === '' || !(toKm >= fromKm) || fromKm < 0))
    return 'sections'
  if (rule.times.some(({ days, from, to }) => days.length === 0 || !TIME_OF_DAY.test(from) || !TIME_OF_DAY.test(to)))
    return 'times'
  if (rule.sends.length === 0) return 'sends'
  return reason.trim() === '' ? 'reason' : null
}

export type ChangedPart = 'name' | 'kinds' | 'priorities' | 'where' | 'when' | 'sends'

const PARTS: Record<ChangedPart, (rule: PlanRule) => unknown> = {
  name: ({ name }) => name,
  kinds: ({ kinds }) => [...kinds].sort(),
  priorities: ({ priorities }) => [...priorities].sort(),
  where: ({ sections, areas }) => [sections, [...areas].sort()],
  when: ({ times }) => times,
  sends: ({ sends }) => sends,
}

export function changedParts(a: PlanRule, b: PlanRule): readonly ChangedPart[] {
  // Object.keys of a Record over a union gives that union's words.
  return (Object.keys(PARTS) as ChangedPart[]).filter(
    (part) => JSON.stringify(PARTS[part](a)) !== JSON.stringify(PARTS[part](b)),
  )
}
