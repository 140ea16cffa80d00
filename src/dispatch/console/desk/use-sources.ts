/** How far the cameras are to be trusted, for the desk: how officers judged each one's warnings, and whether anything confirms what stands there. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import { onFacts } from '../../../console/live.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import type { Judged } from '../../../sensing/facts.ts'

export type Sources = {
  readonly judged: ReadonlyMap<string, Judged>
  /** null: not known yet. */
  readonly hasModel: boolean | null
}

/** As GET /api/cameras answers, the part that is used here. */
type Answer = {
  readonly cameras: readonly { readonly id: string; readonly judged: Judged | null }[]
  readonly objectModel: string | null
}

const UNKNOWN: Sources = { judged: new Map(), hasModel: null }
const AGAIN_MS = 2 * MINUTE
/** Behind a verdict, and with it those that follow at once. */
const AFTER_VERDICT_MS = 2 * SECOND

export function useSources(): Sources {
  const [sources, setSources] = useState(UNKNOWN)
  useEffect(() => {
    const leaving = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = await get<Answer>('/api/cameras', { signal: leaving.signal })
      if (!answer.ok || leaving.signal.aborted) return
      const { cameras, objectModel } = answer.value
      setSources({
        judged: new Map(cameras.flatMap(({ id, judged }) => (judged ? [[id, judged]] : []))),
        hasModel: objectModel !== null,
      })
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
  return sources
}
