/** One piece of evidence as it stands: asked for on purpose, because the look leaves a trace, then kept in step by its facts. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import { onFacts } from '../../../console/live.ts'
import { id } from '../../../core/ids.ts'
import { SECOND } from '../../../core/time.ts'
import { type Evidence, type EvidenceFact, evolve } from '../../evidence/evidence.ts'

export type EvidenceNow =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly refusal: string }
  | { readonly state: 'here'; readonly evidence: Evidence }

/** A warning's evidence is asked for a moment after the warning itself. */
const NOT_YET_AGAIN_MS = 1.5 * SECOND

export function useEvidence(warning: string, purpose: string): EvidenceNow {
  const [now, setNow] = useState<EvidenceNow>({ state: 'loading' })
  const key = id<'evidence'>(warning)
  useEffect(() => {
    const stopping = new AbortController()
    let again: ReturnType<typeof setTimeout> | null = null
    let isHere = false
    let isOld = false
    const ask = async (): Promise<void> => {
      isOld = false
      const answer = await get<{ evidence: Evidence }>(`/api/evidence/${warning}`, { purpose, signal: stopping.signal })
      if (stopping.signal.aborted) return
      isHere = answer.ok
      setNow(
        answer.ok ? { state: 'here', evidence: answer.value.evidence } : { state: 'refused', refusal: answer.refusal },
      )
      const isNotYet = !answer.ok && answer.refusal === 'no-evidence'
      if (isNotYet || isOld) again = setTimeout(() => void ask(), NOT_YET_AGAIN_MS)
    }
    void ask()
    const stop = onFacts((facts) => {
      const mine = facts.filter(({ stream }) => stream === `evidence/${warning}`)
      if (mine.length === 0) return
      // The answer that is under way may have been read before these were written.
      isOld ||= !isHere
      setNow((before) => {
        if (before.state !== 'here') return before
        // The journal holds under a stream of evidence only its facts; one that is known already is skipped.
        const evidence = mine.reduce<Evidence>(
          (held, { fact }) => (isNews(held, fact as EvidenceFact) ? evolve(held, key, fact as EvidenceFact) : held),
          before.evidence,
        )
        return { state: 'here', evidence }
      })
    })
    return () => {
      stopping.abort()
      stop()
      if (again) clearTimeout(again)
    }
  }, [warning, purpose, key])
  return now
}

/** The answer may have come behind a fact that is told again on the lane. */
function isNews(held: Evidence, fact: EvidenceFact): boolean {
  if (fact.type === 'asked') return false
  if (fact.type === 'kept') return held.state === 'asked'
  if (fact.type === 'export-asked') return held.exports.every((one) => one.id !== fact.export)
  if (fact.type === 'pictured') return held.stills.every(({ sha256 }) => sha256 !== fact.still.sha256)
  if (fact.type === 'held') return held.state === 'kept'
  if (fact.type === 'released') return held.state === 'held'
  if (fact.type === 'fell-due') return held.state === 'kept' || held.state === 'held'
  if (fact.type === 'erased') return held.state === 'due'
  return true
}
