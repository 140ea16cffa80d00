/** What access offers to the floors below it, as one value that composition opens and every `routes.ts` is given. */
import type { SubjectId } from '../core/ids.ts'
import type { Result } from '../core/result.ts'
import type { Actor } from '../journal/fact.ts'
import type { Transaction } from '../journal/journal.ts'
import type { Looked, Purpose, PurposeRefusal } from './ledger.ts'
import type { Authorise } from './policy.ts'
import type { Principal } from './roles.ts'

/** One look: `from` is the client's address, `at` the server's clock. */
export type Look = {
  readonly principal: Principal
  readonly what: Looked
  readonly purpose: Purpose
  readonly from: string
  readonly at: number
  readonly correlation: string
}

export type Ledger = {
  /** Writes the trace inside the caller's transaction; a refusal means: answer nothing and roll back. */
  lookedUp(tx: Transaction, look: Look): Promise<Result<null, PurposeRefusal>>
  /** The trace and the reading in one transaction, the trace first; without the trace `read` is not called. */
  reading<T, R extends string>(
    look: Look,
    read: (tx: Transaction) => Promise<Result<T, R>>,
  ): Promise<Result<T, R | PurposeRefusal>>
  /** For pictures polled by a live view: one trace a minute for one session and one camera, and the trace says so. */
  picture(look: Look): Promise<Result<null, PurposeRefusal>>
}

/** What is known of a person from outside: a caller's name and telephone number. Short texts by name. */
export type Particulars = Readonly<Record<string, string>>

export type Erasure = {
  readonly at: number
  readonly because: 'due' | 'asked'
  readonly by: Actor
  readonly correlation: string
}

export type VaultRefusal = 'not-in-vault' | 'erased' | 'vault-damaged'

export type Vault = {
  /** Answers the keyed digest that a fact may hold; it says nothing once the key is erased. */
  put(
    tx: Transaction,
    subject: SubjectId,
    particulars: Particulars,
    clock: { readonly at: number; readonly eraseAfter: number },
  ): Promise<{ readonly digest: string }>
  open(tx: Transaction, subject: SubjectId): Promise<Result<Particulars, VaultRefusal>>
  /** Deletes the key; the ciphertext, also in old backups, says nothing any more. Leaves a fact in `access/vault`. */
  erase(tx: Transaction, subject: SubjectId, erasure: Erasure): Promise<Result<null, 'not-in-vault' | 'erased'>>
}

export type Access = {
  readonly authorise: Authorise
  readonly ledger: Ledger
  readonly vault: Vault
}
