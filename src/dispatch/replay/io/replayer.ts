/** The replayer: the whole board as it was at any number or instant, from the journal and its keyframes alone; never from the views of the present. */
import type postgres from 'postgres'
import type { Numbered } from '../../../journal/fact.ts'
import { BEGINNING, type Cursor, tailFrom } from '../../../journal/io/tail.ts'
import { type Board, EMPTY_BOARD, foldAll } from '../../board.ts'
import { ASSEMBLED_MS, assembled, keyframeOf, type Things } from '../keyframe.ts'

/** The board behind fact `board.seq`; `at` is the newest time at which any of its facts was recorded. */
export type Place = { readonly at: number; readonly cursor: Cursor }
export type Moment = Place & { readonly board: Board }

export type Replayer = {
  /** Behind the last fact before the first one recorded after `at`: all that a console can have had then. */
  at(at: number): Promise<Moment>
  /** Behind fact number `seq`, or the journal's end before it. */
  behind(seq: number): Promise<Moment>
  /** Facts behind a moment, in order, as long as they were recorded until `to`; at most `limit`. */
  facts(
    from: Place,
    to: number,
    limit: number,
  ): Promise<Place & { readonly facts: readonly Numbered[]; readonly more: boolean }>
  /** Makes the keyframes that are due; answers how many. Also done by the way of a seek. */
  extend(): Promise<number>
}

/** A seek folds at most this many facts, and reads them in one go. */
const EVERY_FACTS = 5_000
/** Pieces of the newest seeks, kept in memory. */
const KEPT_PIECES = 64

type Row = Cursor & { readonly at: number; readonly running: Things; readonly ended: Things }

const newestOf = (at: number, facts: readonly Numbered[]): number =>
  facts.reduce((newest, { recordedAt }) => Math.max(newest, recordedAt), at)

export function openReplayer(sql: postgres.Sql, everyFacts = EVERY_FACTS): Replayer {
  const pieces = new Map<number, Row>()
  let extending: Promise<number> | null = null

  /** The keyframe at or before what is asked, with the `ended` pieces of the twelve hours before it. */
  async function startOf(where: postgres.Fragment): Promise<Moment> {
    const [last] = await sql<{ seq: number; at: number }[]>`
      select seq, at from replay_keyframe where ${where} order by seq desc limit 1`
    if (!last) return { board: EMPTY_BOARD, at: 0, cursor: BEGINNING }
    const numbers = await sql<{ seq: number }[]>`
      select seq from replay_keyframe where seq <= ${last.seq} and at >= ${last.at - ASSEMBLED_MS} order by seq`
    const missing = numbers.filter(({ seq }) => !pieces.has(seq)).map(({ seq }) => seq)
    const rows =
      missing.length === 0
        ? []
        : await sql<Row[]>`
      select seq, at, tick, row, running, ended from replay_keyframe where seq = any(${missing}::bigint[]) order by seq`
    for (const row of rows) pieces.set(row.seq, row)
    const used = numbers.flatMap(({ seq }) => pieces.get(seq) ?? [])
    const end = used.at(-1)
    if (!end) throw new Error(`keyframe ${last.seq} is gone`)
    // What was used last stays longest.
    for (const row of used) {
      pieces.delete(row.seq)
      pieces.set(row.seq, row)
    }
    for (const seq of pieces.keys()) {
      if (pieces.size <= Math.max(KEPT_PIECES, used.length)) break
      pieces.delete(seq)
    }
    const { seq, at, tick, row } = end
    return {
      board: assembled(
        seq,
        used.map(({ ended }) => ended),
        end.running,
      ),
      at,
      cursor: { seq, tick, row },
    }
  }

  /** Facts behind a moment until the first that a console did not have at `to`. */
  async function read(from: Place, to: number, limit: number) {
    let at = from.at
    const tail = await tailFrom(sql, from.cursor, limit, ({ recordedAt }) => {
      if (Math.max(at, recordedAt) > to) return true
      at = Math.max(at, recordedAt)
      return false
    })
    return { facts: tail.facts, cursor: tail.cursor, at, more: tail.facts.length === limit }
  }

  /** Asked often, and cheap while the answer is no. */
  async function isDue(): Promise<boolean> {
    const [row] = await sql<{ n: number }[]>`
      with last as (
        select coalesce(max(seq), 0) as seq from replay_keyframe),
      place as (
        select coalesce((select tick from replay_keyframe k where k.seq = last.seq), 0) as tick,
          coalesce((select row from replay_keyframe k where k.seq = last.seq), 0) as row from last)
      select count(*) as n from (
        select 1 from facts, place where (facts.tick, facts.row) > (place.tick, place.row) limit ${everyFacts}) behind`
    return (row?.n ?? 0) >= everyFacts
  }

  async function extendOnce(): Promise<number> {
    let made = 0
    if (!(await isDue())) return made
    let now = await startOf(sql`true`)
    for (;;) {
      const tail = await tailFrom(sql, now.cursor, everyFacts)
      if (tail.facts.length < everyFacts) return made
      const at = newestOf(now.at, tail.facts)
      const board = foldAll(now.board, tail.facts)
      const { running, ended } = keyframeOf(board, tail.facts)
      // Two processes may make the same one: it is the same.
      await sql`
        insert into replay_keyframe (seq, at, tick, row, running, ended)
        values (${tail.cursor.seq}, ${at}, ${tail.cursor.tick}, ${tail.cursor.row},
          ${JSON.stringify(running)}::text::json, ${JSON.stringify(ended)}::text::json)
        on conflict do nothing`
      made += 1
      now = await startOf(sql`seq <= ${tail.cursor.seq}`)
    }
  }

  const replayer: Replayer = {
    async at(at) {
      await replayer.extend()
      let now = await startOf(sql`at <= ${at}`)
      for (;;) {
        const { facts, more, ...place } = await read(now, at, everyFacts)
        now = { board: foldAll(now.board, facts), ...place }
        if (!more) return now
      }
    },
    async behind(seq) {
      await replayer.extend()
      let now = await startOf(sql`seq <= ${seq}`)
      while (now.cursor.seq < seq) {
        const { facts, cursor } = await tailFrom(sql, now.cursor, Math.min(everyFacts, seq - now.cursor.seq))
        if (facts.length === 0) return now
        now = { board: foldAll(now.board, facts), at: newestOf(now.at, facts), cursor }
      }
      return now
    },
    facts: read,
    extend() {
      extending ??= extendOnce().finally(() => {
        extending = null
      })
      return extending
    },
  }
  return replayer
}
