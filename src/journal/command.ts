/** A command: something a person or a machine wants done once, whoever repeats it and however often. */
import type { Result } from '../core/result.ts'
import type { Actor } from './fact.ts'
import type { Conflict, Journal, Origin, Transaction } from './journal.ts'

export type Command = {
  readonly by: Actor
  /** Server clock, UTC ms. */
  readonly at: number
  /** Of this request; a command on something that runs already goes on under that thing's own. */
  readonly correlation: string
  readonly key: string
  /** What is asked, so that another wish under the same key is refused: the door, the thing and the body's hash. */
  readonly asks: string
}

export const originOf = (command: Command, correlation: string): Origin => ({
  by: command.by,
  correlation,
  recordedAt: command.at,
})

const TRIES = 3

/** Runs it once under its key; when another writer was faster, decides again on what that one left. */
export async function once<T, R extends string>(
  given: { readonly journal: Journal },
  command: Command,
  work: (tx: Transaction) => Promise<Result<T, R | Conflict>>,
): Promise<Result<T, R | Conflict | 'key-reused'>> {
  const key = { key: command.key, actor: `${command.by.kind}/${command.by.id}`, requestHash: command.asks }
  return again(() => given.journal.once(key, work))
}

export async function again<T, R extends string>(work: () => Promise<Result<T, R>>): Promise<Result<T, R>> {
  for (let tries = 1; ; tries++) {
    const result = await work()
    if (result.ok || result.refusal !== 'conflict' || tries === TRIES) return result
  }
}
