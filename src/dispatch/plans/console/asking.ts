/** Asks for one page of a trial; it can be stopped. */
import { act } from '../../../console/api.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { PlanRule } from '../../plan.ts'
import type { Tried } from '../trial.ts'

export type TrialPage = { readonly tried: readonly Tried[]; readonly next: string | null; readonly total: number }

export async function askTrial(
  body: { readonly draft: PlanRule | null; readonly before: string | null; readonly take: number },
  signal: AbortSignal,
): Promise<Result<TrialPage>> {
  const { path, key } = act('/api/plans/trial')
  try {
    const response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      signal,
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
    // The server of this very build answers; its door's schema is its promise.
    const said = (await response.json()) as TrialPage & { refusal?: string }
    return response.ok ? ok(said) : refuse(said.refusal ?? 'not-understood')
  } catch {
    return refuse('not-reached')
  }
}
