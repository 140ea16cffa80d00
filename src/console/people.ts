/** The names of the people whose ids stand in facts: one's own, and in demo mode the demo people's. */
import type { Text } from '../core/text.ts'
import { get } from './api.ts'
import { cell, useCell } from './cell.ts'
import { type Person, session } from './session.ts'

export type DemoPerson = Person

const people = cell<ReadonlyMap<string, Text>>(new Map())
export const usePeople = (): ReadonlyMap<string, Text> => useCell(people)

/** null: not reached, or not a demo. */
export async function demoPeople(): Promise<readonly DemoPerson[] | null> {
  const answer = await get<readonly DemoPerson[] | { readonly people: readonly DemoPerson[] }>('/api/demo/people')
  if (!answer.ok) return null
  return 'people' in answer.value ? answer.value.people : answer.value
}

export async function loadPeople(): Promise<void> {
  const now = session.get()
  if (now.state !== 'in') return
  const known = now.demo ? ((await demoPeople()) ?? []) : []
  people.set(new Map([...known, now.person].map((person) => [person.id, person.name])))
}
