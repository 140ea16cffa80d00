/** How far each camera is to be trusted, for the desk: how officers judged its warnings. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import { onFacts } from '../../../console/live.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import type { Judged } from '../../../sensing/facts.ts'

/** As GET /api/cameras answers, the part that is used here. */
type Answer = {
  readonly cameras: readonly { readonly id: string; readonly judged: Judged | null }[]
}

const AGAIN_MS = 2 * MINUTE
/** Behind a verdict, and with it those that follow at once. */
const AFTER_VERDICT_MS = 2 * SECOND

export function useJudged(): ReadonlyMap<string, Judged> {
  const [judged, setJudged] = useState<ReadonlyMap<string, Judged>>(new Map())
  useEffect(() => {
    const leaving = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = await get<Answer>('/api/cameras', { signal: leaving.signal })
      if (!answer.ok || leaving.signal.aborted) return
      setJudged(new Map(answer.value.cameras.flatMap(({ id, judged: own }) => (own ? [[id, own]] : []))))
    }
    void ask()
    const timer = setInterval(() => void ask(), AGAIN_MS)
    let soon: ReturnType<typeof setTimeout> | null = null
    const stop = onFacts((facts) => {
      if (soon || !facts.some(({ fact }) => fact.type === 'judged' || fact.type === 'verdict-withdrawn')) return
      soon = setTimeout(() => {
        soon = null
        void ask()
      }, AFTER_VERDICT_MS)
    })
    return () => {
      leaving.abort()
      clearInterval(timer)
      if (soon) clearTimeout(soon)
      stop()
    }
  }, [])
  return judged
}
