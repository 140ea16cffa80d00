/** Keeps the proposal of the selected incident fresh while it can still be ordered: units move. */
import { useEffect } from 'react'
import { get } from '../../../console/api.ts'
import { useCell } from '../../../console/cell.ts'
import type { IncidentId } from '../../../core/ids.ts'
import { SECOND } from '../../../core/time.ts'
import type { Proposal } from '../../recommend/propose.ts'
import { type ProposalNow, proposal } from './desk-state.ts'

const EVERY_MS = 5 * SECOND
const RESTS_MS = 400
/** When an incident was last looked at. */
let chosenAt = Number.NEGATIVE_INFINITY

/** `incident` null: nothing is to be proposed. `level` null: up to the level at which it stands. */
export function useProposal(incident: IncidentId | null, level: number | null): ProposalNow | null {
  const now = useCell(proposal)
  useEffect(() => {
    if (!incident) return
    const stopping = new AbortController()
    const shown = proposal.get()
    const isSame =
      shown?.state === 'here' && shown.incident === incident && (level ?? shown.proposal.level) === shown.proposal.level
    if (!isSame) proposal.set({ state: 'loading', incident })
    const load = async (): Promise<void> => {
      const answer = await get<Proposal>(
        `/api/incidents/${incident}/proposal${level === null ? '' : `?level=${level}`}`,
        { signal: stopping.signal },
      )
      if (stopping.signal.aborted) return
      if (answer.ok) proposal.set({ state: 'here', incident, proposal: answer.value })
      // An older proposal stays in sight; its positions tell their age.
      else if (proposal.get()?.state !== 'here') proposal.set({ state: 'failed', incident })
    }
    // Whoever walks through the list asks for none: each is worked out on the roads, and stands in the ledger.
    const isWalking = performance.now() - chosenAt < RESTS_MS
    chosenAt = performance.now()
    const first = setTimeout(() => void load(), isWalking ? RESTS_MS : 0)
    const again = setInterval(() => void load(), EVERY_MS)
    return () => {
      stopping.abort()
      clearTimeout(first)
      clearInterval(again)
    }
  }, [incident, level])
  return now && now.incident === incident ? now : null
}
