/** One language of a report: its words, terms and forms of numbers and times; the same on the page and on paper. Pure: the time zone is given. */
import type { Language } from '../../core/text.ts'
import { HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { type Terms, termsEn, termsZh } from '../terms.ts'
import {
  clockWordsEn,
  clockWordsZh,
  factWordsEn,
  factWordsZh,
  type ReportWords,
  reportEn,
  reportZh,
  stepWordsEn,
  stepWordsZh,
} from './words.ts'

export type Speech = {
  readonly language: Language
  readonly words: ReportWords
  readonly terms: Terms
  readonly clock: typeof clockWordsEn
  readonly step: typeof stepWordsEn
  readonly fact: typeof factWordsEn
  /** A sentence with its blanks filled. */
  readonly say: (word: keyof ReportWords, blanks: Readonly<Record<string, string | number>>) => string
  readonly at: (at: number) => string
  readonly clockTime: (at: number) => string
  /** 38 s · 6 min 10 s · 2 h 06 min */
  readonly span: (ms: number | null) => string
  /** A bucket's bound: 30 s, 5 min, 2 h. */
  readonly bound: (ms: number) => string
  readonly percent: (share: number | null) => string
}

export function speechOf(language: Language, timeZone: string): Speech {
  const zh = language === 'zh'
  const words = zh ? reportZh : reportEn
  const locale = zh ? 'zh-CN' : 'en-GB'
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'medium', hour12: false })
  const clock = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  })
  const say: Speech['say'] = (word, blanks) =>
    words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(blanks[name] ?? whole))
  const n = (word: 'seconds' | 'minutes' | 'hours', value: number | string): string => say(word, { n: value })
  return {
    ...{ language, words, say },
    terms: zh ? termsZh : termsEn,
    clock: zh ? clockWordsZh : clockWordsEn,
    step: zh ? stepWordsZh : stepWordsEn,
    fact: zh ? factWordsZh : factWordsEn,
    at: (at) => date.format(at),
    clockTime: (at) => clock.format(at),
    span(ms) {
      if (ms === null) return '–'
      if (ms < 2 * MINUTE) return n('seconds', Math.round(ms / SECOND))
      if (ms < HOUR)
        return `${n('minutes', Math.floor(ms / MINUTE))} ${n('seconds', two(Math.floor((ms % MINUTE) / SECOND)))}`
      return `${n('hours', Math.floor(ms / HOUR))} ${n('minutes', two(Math.floor((ms % HOUR) / MINUTE)))}`
    },
    bound: (ms) =>
      ms <= 3 * MINUTE ? n('seconds', ms / SECOND) : ms < HOUR ? n('minutes', ms / MINUTE) : n('hours', ms / HOUR),
    percent: (share) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`),
  }
}
