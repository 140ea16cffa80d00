/** Proves a journal whole: offline from an export, with no server and no database, or straight from a running database. */
import { createReadStream } from 'node:fs'
import { openExaminer, type Verdict } from '../examine.ts'
import type { Database } from './database.ts'
import { exportJournal } from './export.ts'
import { checkSignature, sha256 } from './seal-key.ts'

const LINE_FEED = 10
const QUIET_MS = 2_000

export type VerifyOptions = {
  /** The verifier key that the inspector holds. */
  readonly key?: string
  /** Hears how far it is, once a second after two quiet ones. */
  readonly progress?: (line: string) => void
}

/** Every finding and the closing sentence go to `say`; `ok` of the verdict is for the exit code. Throws when the file cannot be read. */
export async function verifyExport(
  source: string | AsyncIterable<Uint8Array>,
  say: (line: string) => void,
  { key, progress = (line) => process.stderr.write(`${line}\n`) }: VerifyOptions = {},
): Promise<Verdict> {
  const examiner = openExaminer(sha256, checkSignature, key)
  let told = performance.now() + QUIET_MS - 1_000
  let rest = Buffer.alloc(0)
  for await (const chunk of typeof source === 'string'
    ? createReadStream(source, { highWaterMark: 1 << 20 })
    : source) {
    // A read stream without encoding gives Buffers.
    let bytes: Buffer = Buffer.from(chunk as Uint8Array)
    if (rest.length > 0) bytes = Buffer.concat([rest, bytes])
    let from = 0
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, from)) {
      examiner.line(bytes.subarray(from, feed))
      from = feed + 1
    }
    rest = Buffer.from(bytes.subarray(from))
    if (performance.now() - told > 1_000) {
      told = performance.now()
      progress(`${examiner.facts} facts read`)
    }
  }
  const verdict = examiner.end(rest.length > 0)
  for (const problem of verdict.problems.slice(0, 100)) say(problem)
  if (verdict.problems.length > 100) say(`… and ${verdict.problems.length - 100} findings more.`)
  say(
    verdict.ok
      ? `The journal is whole: ${verdict.facts} facts, signed with the key ${verdict.key}.`
      : `The journal does not hold: ${verdict.problems.length} ${verdict.problems.length === 1 ? 'finding' : 'findings'} in ${verdict.facts} facts.`,
  )
  return verdict
}

/** The same proof over the database itself: stored facts against sealed hashes, roots and signatures. */
export function verifyDatabase(
  database: Database,
  say: (line: string) => void,
  options?: VerifyOptions,
): Promise<Verdict> {
  return verifyExport(exportJournal(database), say, options)
}
