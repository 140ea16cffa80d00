/** The sealer: every few seconds new facts become leaves of the Merkle tree under a signed checkpoint; it never seals on top of a tree that does not hold. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../core/time.ts'
import { leafBytes } from '../canonical.ts'
import { openCheckpoint, signCheckpoint } from '../checkpoint.ts'
import { growingTree, leafHash, sameHash, type Tree } from '../merkle.ts'
import type { Database } from './database.ts'
import { checkSignature, openSealKey, type SealKey, sha256 } from './seal-key.ts'
import { cursorAt, tailFrom } from './tail.ts'

export type Sealer = {
  /** The verifier key as text. */
  readonly key: string
  /** Facts sealed so far. */
  readonly size: number
  /** Seals what is there now; resolves when everything below the horizon is sealed. */
  sealNow(): Promise<void>
  close(): Promise<void>
}

/** Small: the transaction that seals holds back the followers until it has ended. */
const BATCH = 1_000
/** Any fixed number; one process seals at a time. */
const LOCK = 7_031_164_503

/** The tree over the leaves table from leaf `tree.size` on. */
async function grow({ sql }: Database, tree: Tree): Promise<void> {
  for (;;) {
    const rows = await sql<{ seq: number; hash: Uint8Array }[]>`
      select seq, hash from leaves where seq > ${tree.size}::bigint order by seq limit 20000`
    for (const { seq, hash } of rows) {
      if (seq !== tree.size + 1)
        throw new Error(`Leaf ${tree.size + 1} of the sealed log is missing: run \`firstminute verify\`.`)
      tree.add(hash)
    }
    if (rows.length < 20_000) return
  }
}

/** Recomputes the whole tree and compares it with the newest checkpoint; throws one sentence when they differ. */
async function recomputed(database: Database): Promise<Tree> {
  const tree = growingTree(sha256)
  await grow(database, tree)
  const [last] = await database.sql<{ size: number; root: Uint8Array; note: string; key: string }[]>`
    select size, root, note, key from checkpoints order by size desc limit 1`
  if (!last && tree.size === 0) return tree
  const signed = last && openCheckpoint(sha256, last.note, last.key, checkSignature)
  if (!signed || signed.size !== tree.size || !sameHash(signed.root, tree.root()))
    throw new Error(
      `The sealed log (${tree.size} facts) is not the one that was signed (${signed ? signed.size : 'no valid signature'}): it was changed. Nothing more is sealed; run \`firstminute verify\` and keep the database as evidence.`,
    )
  return tree
}

/** Adds one batch under one checkpoint; returns how many facts it sealed, or null while another process seals. */
async function sealBatch(
  database: Database,
  tree: Tree,
  key: SealKey,
  origin: string,
  clock: Clock,
): Promise<number | null> {
  return database.sql.begin(async (tx) => {
    const [mine] = await tx<{ locked: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as locked`
    if (!mine?.locked) return null
    // What another process has sealed since.
    await grow(database, tree)
    const { facts } = await tailFrom(database.sql, await cursorAt(database.sql, tree.size), BATCH)
    if (facts.length === 0) return 0
    const hashes = facts.map((fact) => leafHash(sha256, leafBytes(fact)))
    // On a copy, so that a failed transaction leaves the tree as the table is.
    const grown = tree.copy()
    for (const hash of hashes) grown.add(hash)
    const root = grown.root()
    const note = signCheckpoint(sha256, { origin, size: grown.size, root }, key.publicKey, key.sign)
    await tx`insert into leaves (seq, stream, version, hash)
      select seq, stream, version, decode(hash, 'hex')
      from unnest(${facts.map((f) => f.seq)}::bigint[], ${facts.map((f) => f.stream)}::text[],
                  ${facts.map((f) => f.version)}::bigint[],
                  ${hashes.map((h) => Buffer.from(h).toString('hex'))}::text[]) as l(seq, stream, version, hash)`
    await tx`insert into checkpoints (size, root, note, key, at)
      values (${grown.size}::bigint, ${Buffer.from(root)}, ${note}, ${key.verifier}, ${clock()}::bigint)`
    return facts.length
  })
}

/**
 * Checks the tree that is there, then seals every `everyMs`. `origin` names the log in its checkpoints (no blanks, no plus);
 * `folder` keeps the key. `trouble` hears what went wrong before the next try.
 */
export async function openSealer(
  database: Database,
  options: {
    readonly folder: string
    readonly origin: string
    readonly clock: Clock
    readonly everyMs?: number
    readonly trouble?: (error: unknown) => void
  },
): Promise<Sealer> {
  const { folder, origin, clock, everyMs = 2_000, trouble = (error) => process.emitWarning(String(error)) } = options
  const key = openSealKey(folder, origin)
  const tree = await recomputed(database)
  const ended = new AbortController()
  let turn: Promise<unknown> = Promise.resolve()

  const sealAll = async (): Promise<void> => {
    let sealed: number | null = BATCH
    while (sealed === BATCH) sealed = await sealBatch(database, tree, key, origin, clock)
    await grow(database, tree)
  }
  const sealNow = (): Promise<void> => {
    // One after the other: two turns would grow one tree twice.
    const mine = turn.then(sealAll)
    turn = mine.catch(() => {})
    return mine
  }
  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await sleep(everyMs, undefined, { signal: ended.signal, ref: false }).catch(() => {})
      if (!ended.signal.aborted) await sealNow().catch(trouble)
    }
  }
  const running = run()
  return {
    key: key.verifier,
    get size() {
      return tree.size
    },
    sealNow,
    async close() {
      ended.abort()
      await running
      await turn
    },
  }
}
