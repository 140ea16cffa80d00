/** A report as a document: headings, sentences, tables and a sketch, which the page and the printer draw from the same blocks. Pure. */
import type { AgencyId } from '../../core/ids.ts'
import { CLOCK_RULES, CLOCKS, type ClockFigures } from '../clocks.ts'
import type { SpanFigures } from './figures.ts'
import type { Speech } from './language.ts'
import type { Sketch } from './sketch.ts'
import { isMet } from './targets.ts'

export type Block =
  | { readonly block: 'title'; readonly text: string; readonly under: string }
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'text'; readonly text: string; readonly tone: 'plain' | 'note' | 'mark' }
  | {
      readonly block: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Shares of the width. */
      readonly widths: readonly number[]
      /** Columns from this one on hold numbers and stand at the right. */
      readonly numbersFrom: number
    }
  | { readonly block: 'sketch'; readonly sketch: Sketch; readonly scale: string }

/** A row of counts: what, how many. */
const counts = (rows: readonly (readonly [string, number | string])[], head: readonly [string, string]): Block => ({
  block: 'table',
  head,
  rows: rows.map(([what, count]) => [what, String(count)]),
  widths: [4, 1],
  numbersFrom: 1,
})
export const heading = (text: string): Block => ({ block: 'heading', text })
export const sentence = (text: string, tone: 'plain' | 'note' | 'mark' = 'plain'): Block => ({
  block: 'text',
  text,
  tone,
})

const MOST_CORRECTIONS = 100

export function spanDocument(
  figures: SpanFigures,
  speech: Speech,
  given: { readonly centre: string; readonly madeAt: number; readonly agencyName: (agency: AgencyId) => string },
): readonly Block[] {
  const { words, terms, say } = speech
  const { incidents, warnings, orders, corrections } = figures
  const head = [words.what, words.count] as const
  return [
    {
      block: 'title',
      text: `${given.centre} · ${words.spanTitle}`,
      under: say('fromTo', { from: speech.at(figures.from), to: speech.at(figures.to) }),
    },
    sentence(say('made', { at: speech.at(given.madeAt) }), 'note'),
    sentence(say('exercises', { count: incidents.exercises }), 'note'),
    sentence(say('merged', { count: incidents.merged }), 'note'),
    ...(incidents.later > 0 ? [sentence(say('later', { count: incidents.later }), 'note')] : []),
    heading(words.incidents),
    counts(
      [
        [words.counted, incidents.counted],
        [words.running, incidents.running],
        [
          words.fromWarning,
          `${incidents.fromWarning} (${speech.percent(incidents.counted === 0 ? null : incidents.fromWarning / incidents.counted)})`,
        ],
        ...incidents.byPriority.map(({ of, count }) => [terms.priority[`p${of}`], count] as const),
        ...incidents.byKind.map(({ of, count }) => [terms.kind[of], count] as const),
      ],
      head,
    ),
    heading(words.warnings),
    counts(
      [
        [words.raised, warnings.raised],
        [words.judgedTrue, warnings.true],
        [words.judgedFalse, warnings.false],
        [words.judgedCannotTell, warnings['cannot-tell']],
        [words.awaiting, warnings.awaiting],
      ],
      head,
    ),
    heading(words.orders),
    counts(
      [
        [words.issued, orders.issued],
        [words.signedFor, orders.signedFor],
        ...orders.rejected.map(({ of, count }) => [say('rejected', { cause: terms.cause[of] }), count] as const),
        [words.withdrawn, orders.withdrawn],
        [words.rang, orders.rang],
        [words.passedOn, orders.passedOn],
        [words.escalated, orders.escalated],
      ],
      head,
    ),
    heading(words.clocks),
    sentence(words.clocksWhat, 'note'),
    sentence(words.noRanking, 'note'),
    ...CLOCKS.map((clock) =>
      clockTable(
        clock,
        [
          [words.all, figures.clocks],
          ...figures.byAgency.map(({ of, clocks }) => [given.agencyName(of), clocks] as const),
          ...figures.byKind.map(({ of, clocks }) => [terms.kind[of], clocks] as const),
        ],
        speech,
      ),
    ),
    heading(words.targets),
    sentence(words.targetsWhat, 'note'),
    targetTable(figures, speech),
    heading(words.corrections),
    sentence(words.correctionsWhat, 'note'),
    ...(corrections.length === 0
      ? [sentence(words.noCorrections)]
      : [
          correctionTable(figures, speech),
          ...(corrections.length > MOST_CORRECTIONS
            ? [sentence(say('moreCorrections', { count: corrections.length - MOST_CORRECTIONS }))]
            : []),
        ]),
  ]
}

/** Shares of each bucket, then the percentiles. */
function clockTable(
  clock: (typeof CLOCKS)[number],
  rows: readonly (readonly [string, ClockFigures])[],
  speech: Speech,
): Block {
  const { words, say } = speech
  const bounds = CLOCK_RULES[clock].bounds.map(speech.bound)
  return {
    block: 'table',
    head: [
      speech.clock[clock],
      words.count,
      ...bounds.map((bound) => `≤ ${bound}`),
      say('over', { bound: bounds.at(-1) ?? '' }),
      words.half,
      words.ninety,
      words.ninetyFive,
    ],
    rows: rows.map(([name, clocks]) => {
      const { counted, buckets, p50, p90, p95 } = clocks[clock]
      const share = (count: number): string => (counted === 0 ? '–' : `${((100 * count) / counted).toFixed(1)}`)
      return [name, String(counted), ...buckets.map(share), ...[p50, p90, p95].map(speech.span)]
    }),
    widths: [3, 1, 1.1, 1.1, 1.1, 1.1, 1.2, 1.5, 1.5, 1.5],
    numbersFrom: 1,
  }
}

function targetTable(figures: SpanFigures, speech: Speech): Block {
  const { words, say, step } = speech
  return {
    block: 'table',
    head: [words.target, words.span, words.required, words.measured, ''],
    rows: figures.targets.map((figure) => {
      const { target, within, counted } = figure
      const required = say('share', { share: 100 * target.share, limit: speech.bound(target.withinMs) })
      if (target.from === null || target.to === null) return [target.name, words.notMeasured, required, '–', '']
      const met = isMet(figure)
      return [
        target.name,
        `${step[target.from]} → ${step[target.to]}`,
        required,
        within === null ? words.none : `${speech.percent(within)} (${counted})`,
        met === null ? '' : met ? words.met : words.missed,
      ]
    }),
    widths: [2.4, 2.4, 2, 1.6, 1],
    numbersFrom: 3,
  }
}

/** A type that has no word yet is shown as it is. */
const wordOf = (words: Readonly<Record<string, string>>, type: string): string => words[type] ?? type

function correctionTable({ corrections }: SpanFigures, speech: Speech): Block {
  const { words, fact } = speech
  return {
    block: 'table',
    head: [words.number, words.what, words.time, words.recorded],
    rows: corrections
      .slice(0, MOST_CORRECTIONS)
      .map(({ number, type, at, recordedAt }) => [number, wordOf(fact, type), speech.at(at), speech.at(recordedAt)]),
    widths: [1.5, 2, 2, 2],
    numbersFrom: 4,
  }
}
