/** The duty of every unit as the browser knows it: loaded once, then folded from the facts with the server's own `evolve`. */
import { useEffect } from 'react'
import { get } from '../../../console/api.ts'
import { cell, useCell } from '../../../console/cell.ts'
import { connection, onFacts } from '../../../console/live.ts'
import { kindOf } from '../../../journal/fact.ts'
import type { UnitDuty } from '../duty.ts'
import { type Duties, folded } from './folded.ts'

export type DutiesNow = { readonly state: 'loading' | 'failed' } | { readonly state: 'here'; readonly units: Duties }

const duties = cell<DutiesNow>({ state: 'loading' })
export const useDuties = (): DutiesNow => useCell(duties)

async function load(): Promise<void> {
  const answer = await get<{ readonly units: readonly UnitDuty[] }>('/api/units')
  if (answer.ok) duties.set({ state: 'here', units: new Map(answer.value.units.map((unit) => [unit.id, unit])) })
  else if (duties.get().state !== 'here') duties.set({ state: 'failed' })
}

/** Follows while a page is open; a line that was cut is followed by a look at everything. */
export function useFollowDuties(): void {
  useEffect(() => {
    void load()
    const stop = onFacts((facts) => {
      const now = duties.get()
      if (now.state !== 'here' || !facts.some(({ stream }) => kindOf(stream) === 'unit')) return
      const next = folded(now.units, facts)
      if (next) duties.set({ state: 'here', units: next })
      else void load()
    })
    let before = connection.get().state
    const stopLine = connection.subscribe(() => {
      const now = connection.get().state
      if (now === 'live' && before === 'cut-off') void load()
      before = now
    })
    return () => {
      stop()
      stopLine()
    }
  }, [])
}
