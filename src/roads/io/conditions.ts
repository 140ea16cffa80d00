/** What is said of the roads: on record with its view in one transaction, laid over the live roads at the start, with every fact and by the clock. */
import { id, type PersonId, uuidv7 } from '../../core/ids.ts'
import { ok, type Result } from '../../core/result.ts'
import { type Chance, type Clock, SECOND } from '../../core/time.ts'
import { type Command, once, originOf } from '../../journal/command.ts'
import { idOf, kindOf, type Numbered } from '../../journal/fact.ts'
import { type Database, sqlOf } from '../../journal/io/database.ts'
import type { Conflict, Journal } from '../../journal/journal.ts'
import type { AppliedConditions } from '../conditions/applied.ts'
import {
  type Condition,
  type ConditionFact,
  type ConditionId,
  type ConditionRefusal,
  type ConditionWish,
  decide,
  evolve,
  type Said,
} from '../conditions/condition.ts'

export type Conditions = {
  say(command: Command, said: Said, by: PersonId): Promise<Answer>
  lift(command: Command, key: ConditionId, by: PersonId): Promise<Answer>
  /** Every fact as it is numbered, whoever of the centre's processes wrote it. */
  take(facts: readonly Numbered[]): void
  /** Those that hold now, the newest first. */
  now(): readonly Condition[]
  stop(): void
}
type Answer = Result<{ readonly condition: Condition }, ConditionRefusal | Conflict | 'key-reused'>

type Given = {
  readonly journal: Journal
  readonly database: Database
  readonly clock: Clock
  readonly chance: Chance
  /** null: there are no roads to lay it over; it is on record all the same. */
  readonly applied: AppliedConditions | null
}

type Held = { readonly state: Condition; readonly version: number; readonly correlation: string }

export async function openConditions({ journal, database, clock, chance, applied }: Given): Promise<Conditions> {
  const rows = await database.sql<{ state: Condition }[]>`
    select state from condition_view where running and until > ${clock()} order by id`
  const known = new Map(rows.map(({ state }) => [state.id, state]))
  const lay = (): void => applied?.apply(known.values(), clock())
  lay()
  /** What is over leaves by the clock alone; nobody has to write that down. */
  const beat = setInterval(() => {
    let isOver = false
    for (const [key, { lifted, until }] of known)
      if (lifted || until <= clock()) {
        known.delete(key)
        isOver = true
      }
    if (isOver) lay()
  }, SECOND)
  const put = (condition: Condition): void => {
    known.set(condition.id, condition)
    lay()
  }

  function wished(command: Command, key: ConditionId, wish: ConditionWish): Promise<Answer> {
    return once<{ readonly condition: Condition }, ConditionRefusal>({ journal }, command, async (tx) => {
      const [held] = await sqlOf(tx)<Held[]>`
        select state, version, correlation from condition_view where id = ${key} for update`
      const decided = decide(held?.state ?? null, wish)
      if (!decided.ok) return decided
      const expected = held?.version ?? 0
      const origin = originOf(command, held?.correlation ?? command.correlation)
      const entry = { stream: `road/${key}`, expected, facts: [decided.value] } as const
      const appended = await journal.append(tx, [entry], origin)
      if (!appended.ok) return appended
      const state = evolve(held?.state ?? null, key, decided.value)
      await sqlOf(tx)`
        insert into condition_view (id, running, until, version, correlation, updated_at, state)
        values (${key}, ${state.lifted === null}, ${state.until}, ${expected + 1}, ${origin.correlation},
          ${origin.recordedAt}, ${JSON.stringify(state)}::text::json)
        on conflict (id) do update set running = excluded.running, version = excluded.version,
          updated_at = excluded.updated_at, state = excluded.state`
      return ok({ condition: state })
    })
  }
  const after = async (answer: Promise<Answer>): Promise<Answer> => {
    const done = await answer
    // The next question is answered by it, before the fact has come round.
    if (done.ok) put(done.value.condition)
    return done
  }
  return {
    say: (command, said, by) =>
      after(
        wished(command, id<'condition'>(uuidv7(clock(), chance(10))), { type: 'say', at: command.at, by, ...said }),
      ),
    lift: (command, key, by) => after(wished(command, key, { type: 'lift', at: command.at, by })),
    take(facts) {
      for (const { stream, fact } of facts) {
        if (kindOf(stream) !== 'road') continue
        const key = id<'condition'>(idOf(stream))
        const before = known.get(key) ?? null
        // The journal holds under `road` only these facts; one lifted before this process knew it needs no more.
        const told = fact as ConditionFact
        if (before || told.type === 'said') put(evolve(before, key, told))
      }
    },
    now: () => [...known.values()].reverse(),
    stop: () => clearInterval(beat),
  }
}
