/** Who is signed in here, as GET /api/me says; the pages ask this, the server decides. */
import type { Principal, Role } from '../access/roles.ts'
import { act, get, send } from './api.ts'
import { cell, useCell } from './cell.ts'

export type Person = Omit<Principal, 'session'>
export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'not-reached' }
  | { readonly state: 'out' }
  /** `kept`: as this browser remembers it; the server is away and has not been asked. */
  | { readonly state: 'in'; readonly person: Person; readonly demo: boolean; readonly kept?: true }

export const session = cell<Session>({ state: 'unknown' })
export const useSession = (): Session => useCell(session)

/** The person signed in; only under a page that is shown to people signed in. */
export function usePerson(): Person {
  const now = useCell(session)
  if (now.state !== 'in') throw new Error('a page for people signed in was drawn without one')
  return now.person
}

export async function askWhoIsHere(): Promise<void> {
  const answer = await get<{ person: Person; demo: boolean }>('/api/me')
  if (answer.ok) session.set({ state: 'in', person: answer.value.person, demo: answer.value.demo })
  // Who was here goes on reading what was kept.
  else if (answer.refusal === 'not-reached') {
    if (session.get().state !== 'in') session.set({ state: 'not-reached' })
  } else session.set({ state: 'out' })
}

/** What else of this person has to go from this browser. */
const leaving: (() => Promise<void>)[] = []
export const onLeaving = (forget: () => Promise<void>): number => leaving.push(forget)

export async function signOut(): Promise<void> {
  await send(act('/api/sign-out'))
  for (const forget of leaving) await forget()
  // A fresh page: nothing of this person's board stays in memory.
  location.assign('/sign-in')
}

/** Where each role works. */
export const HOME: Record<Role, string> = {
  'duty-officer': '/',
  supervisor: '/',
  'station-officer': '/',
  auditor: '/audit',
  administrator: '/audit',
  'agency-user': '/agency',
  'field-officer': '/field',
  machine: '/sign-in',
}
