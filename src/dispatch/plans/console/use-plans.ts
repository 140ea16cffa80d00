/** The plans as the page knows them: loaded at first and again whenever anybody publishes, so that no screen shows an old one as new. */
import { useCallback, useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import { onFacts } from '../../../console/live.ts'
import { kindOf } from '../../../journal/fact.ts'
import type { Unfulfillable } from '../../plan.ts'
import type { Plan } from '../life.ts'

export type PlansNow =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: string }
  | { readonly state: 'here'; readonly plans: readonly Plan[]; readonly unfulfillable: readonly Unfulfillable[] }

export function usePlans(): PlansNow {
  const [now, setNow] = useState<PlansNow>({ state: 'loading' })
  const load = useCallback(async () => {
    const answer = await get<Omit<Extract<PlansNow, { state: 'here' }>, 'state'>>('/api/plans')
    setNow((before) => {
      if (answer.ok) return { state: 'here', ...answer.value }
      return before.state === 'here' ? before : { state: 'failed', refusal: answer.refusal }
    })
  }, [])
  useEffect(() => {
    void load()
    return onFacts((facts) => {
      if (facts.some(({ stream }) => kindOf(stream) === 'plan')) void load()
    })
  }, [load])
  return now
}
