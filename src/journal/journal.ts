/** What the journal offers to the rest of the house: append with an expected version, read a stream, follow without skipping. */
import type { Result } from '../core/result.ts'
import type { Actor, Fact, Numbered, Recorded, StreamName } from './fact.ts'

/** The expected version of a stream: 0 for a new one, 'any' where order does not matter (look-ups). */
export type Expected = number | 'any'

export type Entry<F extends Fact = Fact> = {
  readonly stream: StreamName
  readonly expected: Expected
  readonly facts: readonly F[]
}

export type Origin = { readonly by: Actor; readonly correlation: string; readonly recordedAt: number }

/** Two writers of one version: one wins, the other gets this, which a screen can show. */
export type Conflict = 'conflict'

/** The database handle inside one transaction; only `io/` files know its real type. */
export type Transaction = { readonly __transaction: unique symbol }

export type Journal = {
  /**
   * Runs `work` in one transaction; what it appends and the views it writes commit together or not at all.
   * A refusal returned from `work` rolls back.
   */
  transact<T, R extends string>(work: (tx: Transaction) => Promise<Result<T, R>>): Promise<Result<T, R>>
  /** Appends to several streams at once inside a transaction. On a conflict the transaction is to be given up. */
  append(tx: Transaction, entries: readonly Entry[], origin: Origin): Promise<Result<readonly Recorded[], Conflict>>
  /**
   * Answers a command once: the first call runs `work` and stores its answer with the key in the same transaction,
   * every later call with the same key and actor gets that answer; another body under the same key is refused.
   * A refusal undoes the work and is an answer too, except `conflict`, which says nothing about the command itself.
   * The value has to survive JSON.
   */
  once<T, R extends string>(
    key: { readonly key: string; readonly actor: string; readonly requestHash: string },
    work: (tx: Transaction) => Promise<Result<T, R>>,
  ): Promise<Result<T, R | 'key-reused'>>
  /** The stream from its first fact; inside a transaction give `tx`, so that it needs no second connection. */
  read(stream: StreamName, tx?: Transaction): Promise<readonly Recorded[]>
  /** Facts with seq > after, in order, at most `limit`; only those below the snapshot horizon. */
  readFrom(after: number, limit: number): Promise<readonly Numbered[]>
  /** The number of the newest fact that a reader may see. */
  head(): Promise<number>
  /** Calls back with every fact after `after`, in order and without a gap, until stopped; a sink that throws gets them again. */
  follow(after: number, sink: (facts: readonly Numbered[]) => void | Promise<void>): { stop(): Promise<void> }
}
