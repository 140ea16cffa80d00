/** Writes the sealed journal as an export: everything that an inspector needs to prove it without us. */
import { checkpointLine, factLine, headerLine } from '../export.ts'
import type { Database } from './database.ts'
import { type FactRow, recordedOf } from './tail.ts'

const BATCH = 1_000

type Sealed = { readonly size: number; readonly note: string; readonly key: string }

/** The lines up to the newest checkpoint, which the header carries. Throws one sentence when nothing is sealed yet. */
export async function* exportJournal({ sql }: Database): AsyncGenerator<Uint8Array> {
  const [newest] = await sql<Sealed[]>`select size, note, key from checkpoints order by size desc limit 1`
  if (!newest) throw new Error('Nothing is sealed yet: wait a few seconds behind the first fact, then export again.')
  yield headerLine(newest.note, newest.key, newest.size)
  for (let seq = 0; ; ) {
    const rows = await sql<(FactRow & { seq: number; hash: string })[]>`
      select l.seq, encode(l.hash, 'hex') as hash, f.stream, f.version, f.recorded_at, f.actor, f.correlation, f.body
      from leaves l join facts f using (stream, version)
      where l.seq > ${seq}::bigint and l.seq <= ${newest.size}::bigint order by l.seq limit ${BATCH}`
    const until = rows.length < BATCH ? newest.size : (rows.at(-1)?.seq ?? newest.size)
    const checkpoints = await sql<Sealed[]>`
      select size, note, key from checkpoints where size > ${seq}::bigint and size <= ${until}::bigint order by size`
    let next = 0
    for (const row of rows) {
      for (let c = checkpoints[next]; c && c.size < row.seq; c = checkpoints[++next])
        yield checkpointLine(c.note, c.key)
      yield factLine({ ...recordedOf(row), seq: row.seq }, row.hash)
    }
    for (let c = checkpoints[next]; c; c = checkpoints[++next]) yield checkpointLine(c.note, c.key)
    if (until === newest.size) return
    seq = until
  }
}
