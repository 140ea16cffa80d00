/** Notes asked for at their doors, and asked again when the live lane tells of one: no reload and no polling. What ends is judged by the clock here, too. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import { onFacts } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import type { Result } from '../../../core/result.ts'
import { kindOf } from '../../../journal/fact.ts'
import { holds, type Note } from '../note.ts'
import type { Event } from '../recent.ts'

export type Asked<T> = { readonly state: 'loading' | 'failed' } | { readonly state: 'here'; readonly value: T }

export function useAsked<T>(path: string): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' })
  useEffect(() => {
    let gone = false
    const keep = (answer: Result<T>): void => {
      if (gone) return
      // What was known stays in sight while the line is down; only where nothing is known is a failure shown.
      if (answer.ok) setAsked({ state: 'here', value: answer.value })
      else setAsked((before) => (before.state === 'here' ? before : { state: 'failed' }))
    }
    // What was asked for another place is no answer for this one.
    setAsked({ state: 'loading' })
    const ask = (): void => void get<T>(path).then(keep)
    ask()
    const stop = onFacts((facts) => {
      if (facts.some(({ stream }) => kindOf(stream) === 'note')) ask()
    })
    return () => {
      gone = true
      stop()
    }
  }, [path])
  return asked
}

export type AtPlace = { readonly notes: readonly Note[]; readonly events: readonly Event[] }

/** Those that hold at this second. */
export function useHolding(notes: readonly Note[]): readonly Note[] {
  const now = useNow(1_000)
  return notes.filter((note) => holds(note, now))
}
