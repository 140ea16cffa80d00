/** What sensors claim, put on record: fused with what stands, and tried again while the database is away. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { id, uuidv7, type WarningId } from '../core/ids.ts'
import { type Clock, SECOND } from '../core/time.ts'
import { type Claimed, claim, type Joining } from '../dispatch/io/claims.ts'
import type { Given } from '../dispatch/io/given.ts'
import type { Raised, Warning } from '../dispatch/warning.ts'
import { join, type StandingClaim } from '../sensing/fuse.ts'

/** While the database is away a claim waits here; a minute later it would be news of yesterday. */
const TRIES = 60

/** null: refused, or the database stayed away. */
export type OnRecord = Claimed & { readonly correlation: string }

/** `source`: the camera or sensor that claims, as the actor of the fact. `known`: the claim's own id, where it may be told again. */
export type Claim = (
  source: string,
  raised: Raised,
  still: Uint8Array | null,
  known?: WarningId,
) => Promise<OnRecord | null>

export function openClaiming(given: Pick<Given, 'journal'>, clock: Clock, log: Logger): Claim {
  return async (source, raised, still, known) => {
    const at = clock()
    const warning = known ?? id<'warning'>(uuidv7(at, randomBytes(10)))
    const correlation = uuidv7(at, randomBytes(10))
    const by = { kind: 'machine', id: source } as const
    const about = { correlation, source, kind: raised.kind }
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        const claimed = await claim(given, { id: warning, raised, still, by, at, correlation }, joining)
        if (!claimed.ok) {
          log.error({ ...about, refusal: claimed.refusal }, 'warning refused')
          return null
        }
        const { as, grade } = claimed.value
        const machineMs = clock() - raised.observedAt
        log.info({ ...about, warning: claimed.value.warning, grade, machineMs }, SAID[as])
        return { ...claimed.value, correlation }
      } catch (error) {
        log.warn({ ...about, attempt, err: error }, 'warning could not be recorded yet')
        await sleep(SECOND)
      }
    }
    log.error(about, 'warning lost: the database stayed away')
    return null
  }
}

const SAID: Record<Joining['as'], string> = {
  new: 'warning raised',
  support: 'warning supported by a second sensor',
  known: 'warning known already',
}

export function joining(standing: readonly Warning[], raised: Raised): Joining {
  return join(
    standing.map(
      (warning): StandingClaim<Warning['id']> => ({
        id: warning.id,
        first: { ...warning.raised, type: warning.raised.kind },
        later: warning.supports ?? [],
        verdict: warning.state === 'judged' ? warning.verdict : null,
      }),
    ),
    { ...raised, type: raised.kind },
  )
}
