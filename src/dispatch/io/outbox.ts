/** The outbox: brings every order, and every withdrawal, to its agency's own system by that agency's interface; it may repeat one after a crash, and never loses one. */
import { type AgencyId, id } from '../../core/ids.ts'
import { SECOND } from '../../core/time.ts'
import type { AgencyLine } from '../../journal/lane.ts'
import { type Waiting, waited } from '../line.ts'
import type { Order } from '../order.ts'
import { type AgencyInterface, letterKey } from './agencies/interface.ts'
import { openInterfaces } from './agencies/open.ts'
import { delivered, failed, isStillSaid, isThrough } from './delivery.ts'
import type { Given } from './given.ts'
import type { Says } from './letters.ts'

/** Beyond what one attempt can take: only a worker that died leaves a lease to run out. */
const LEASE_MORE_MS = 2 * SECOND
const LOOK_EVERY_MS = SECOND
/** At once to one agency; each agency has its own, so a dead line holds up nobody else. */
const AT_ONCE = 8

export type Outbox = {
  /** A hint that orders for these agencies have been committed. */
  wake(agencies: readonly AgencyId[]): void
  /** The state of every agency's line, for the live stream. */
  lines(): readonly AgencyLine[]
  /** Looks once for everything that is due and waits until it has been tried; for tests. */
  settle(): Promise<void>
  stop(): Promise<void>
}

type Claimed = {
  readonly attempt: number
  readonly says: Says
  readonly version: number
  readonly state: Order
}

export type OutboxOptions = {
  readonly atOnce?: number
  /** False in tests, which look themselves. */
  readonly look?: boolean
  /** Hears what went wrong on our side; it is tried again in any case. */
  readonly trouble?: (error: unknown) => void
}

export function openOutbox(given: Given, options: OutboxOptions = {}): Outbox {
  const { sql } = given.database
  const interfaces = openInterfaces(given)
  const atOnce = options.atOnce ?? AT_ONCE
  const trouble = options.trouble ?? (() => {})
  const lines = new Map<AgencyId, AgencyLine>(
    given.centre.agencies.map(({ id: agency }) => [
      agency,
      { agency, state: 'unknown', since: given.clock(), waiting: 0 },
    ]),
  )
  const inHand = new Map<AgencyId, number>()
  const claiming = new Map<AgencyId, Promise<void>>()
  const attempts = new Set<Promise<void>>()
  /** Agencies to look for once more as soon as the look that is under way has ended. */
  const asked = new Set<AgencyId>()
  /** Agencies with no hand free when last looked for. */
  const more = new Set<AgencyId>()
  let stopped = false

  function setLine(agency: AgencyId, state: AgencyLine['state']): void {
    const line = lines.get(agency)
    if (line && line.state !== state) lines.set(agency, { ...line, state, since: given.clock() })
  }

  async function claim(agency: AgencyId, most: number, longestMs: number): Promise<readonly Claimed[]> {
    const now = given.clock()
    return sql<Claimed[]>`
      with claimed as (
        update outbox set leased_until = ${now + longestMs + LEASE_MORE_MS} where (order_id, says) in (
          select order_id, says from outbox
          where agency = ${agency} and due_at <= ${now} and leased_until <= ${now} and not dead
          order by due_at limit ${most} for update skip locked)
        returning order_id, says, version, attempt)
      select attempt, says, claimed.version, state from claimed join order_view on id = order_id`
  }

  /** Takes as many due orders in hand as there are free hands for this agency; a hand that gets free looks again. */
  async function pump(agency: AgencyId): Promise<void> {
    const system = interfaces.of(agency)
    if (!system) return
    const free = atOnce - (inHand.get(agency) ?? 0)
    const claimed = free > 0 ? await claim(agency, free, system.longestMs) : []
    for (const one of claimed) {
      inHand.set(agency, (inHand.get(agency) ?? 0) + 1)
      const attempt = attemptOne(agency, system, one).finally(() => {
        inHand.set(agency, (inHand.get(agency) ?? 1) - 1)
        attempts.delete(attempt)
        if (more.delete(agency)) void poke(agency)
      })
      attempts.add(attempt)
    }
    if (claimed.length >= free) more.add(agency)
  }

  /** One pump an agency at a time; a hint that comes meanwhile makes it look once more. */
  function poke(agency: AgencyId): Promise<void> {
    asked.add(agency)
    const running = claiming.get(agency)
    if (running) return running
    const started = (async () => {
      while (asked.delete(agency) && !stopped) await pump(agency)
    })()
      // A database that is away for a moment: the poll comes back to it.
      .catch(trouble)
      .finally(() => claiming.delete(agency))
    claiming.set(agency, started)
    return started
  }

  async function attemptOne(agency: AgencyId, system: AgencyInterface, claimed: Claimed): Promise<void> {
    const { state: order, says, version } = claimed
    const letter = { order, says, version, key: letterKey(order, says, version) }
    const attempt = claimed.attempt + 1
    try {
      if (!isStillSaid(order, letter)) {
        await sql`delete from outbox where order_id = ${order.id} and says = ${says} and version = ${version}`
        return
      }
      const posted = await system.send(letter)
      if (isThrough(posted, letter)) {
        await delivered(given, letter, { via: order.issued.channel, id: agency }, attempt)
        await recovered(agency)
      } else {
        setLine(agency, 'failing')
        await failed(given, letter, attempt, posted)
      }
    } catch (error) {
      // What could not be recorded is tried again when the lease has run out: the receiver knows the order by its id.
      trouble(error)
    }
  }

  /** A line that works again gets at once what has been waiting for it. */
  async function recovered(agency: AgencyId): Promise<void> {
    const was = lines.get(agency)?.state
    setLine(agency, 'ok')
    if (was !== 'failing') return
    await sql`update outbox set due_at = ${given.clock()} where agency = ${agency} and not dead and due_at > ${given.clock()}`
    void poke(agency)
  }

  async function look(): Promise<void> {
    const now = given.clock()
    const waiting = await sql<Waiting[]>`
      select agency, count(*) as waiting, bool_or(attempt > 0) as tried,
        bool_or(not dead and due_at <= ${now} and leased_until <= ${now}) as due
      from outbox group by agency`
    const unread = await sql<Waiting[]>`
      select agency, count(*) as waiting, false as tried, false as due from order_view
      where running and state->>'state' = 'issued' and state->'issued'->>'channel' = 'console' group by agency`
    for (const [agency, line] of lines)
      lines.set(agency, waited(line, [...waiting, ...unread], given.isManned(agency), now, isConsole(agency)))
    await Promise.all(waiting.filter((row) => row.due).map((row) => poke(id<'agency'>(row.agency))))
  }

  const isConsole = (agency: AgencyId): boolean => interfaces.of(agency) === null

  const timer =
    options.look === false
      ? undefined
      : setInterval(() => {
          look().catch(trouble)
        }, LOOK_EVERY_MS)
  timer?.unref()

  return {
    wake(agencies) {
      for (const agency of agencies) void poke(agency)
    },
    lines: () => [...lines.values()],
    async settle() {
      await Promise.all(claiming.values())
      await look()
      while (attempts.size > 0 || claiming.size > 0) await Promise.all([...attempts, ...claiming.values()])
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.all(claiming.values())
      await Promise.all(attempts)
      interfaces.close()
    },
  }
}
