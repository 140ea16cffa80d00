/** Writes facts whose order does not matter (look-ups, sign-ins) to the journal, inside the caller's transaction. */
import type { Actor, Fact, StreamName } from '../../journal/fact.ts'
import type { Journal, Transaction } from '../../journal/journal.ts'

export async function note(
  journal: Journal,
  tx: Transaction,
  stream: StreamName,
  facts: readonly Fact[],
  origin: { readonly by: Actor; readonly correlation: string; readonly recordedAt: number },
): Promise<void> {
  const appended = await journal.append(tx, [{ stream, expected: 'any', facts }], origin)
  // Two writers who do not care about the order cannot be in each other's way.
  if (!appended.ok) throw new Error(`${stream}: ${appended.refusal} on an append of any version`)
}
