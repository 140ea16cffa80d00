/** Times, spans, distances and numbers as the language writes them; instants are UTC ms, spans are ms, distances are metres. */
import type { Language } from '../../core/text.ts'
import { HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { LOCALE, useLanguage } from './language.ts'

export type Format = {
  /** 06:42:31 */
  readonly clock: (at: number) => string
  /** 06:42:31.2 */
  readonly exact: (at: number) => string
  /** 25 Feb 2026, 06:42 */
  readonly date: (at: number) => string
  readonly number: (value: number, digits?: number) => string
  /** 0.3 s · 38 s · 6 min · 2 h 06 min */
  readonly span: (ms: number) => string
  /** 420 m · 4.1 km */
  readonly distance: (metres: number) => string
  readonly percent: (share: number) => string
}

const UNITS: Record<Language, { s: string; min: string; h: string; gap: string }> = {
  zh: { s: '秒', min: '分', h: '时', gap: ' ' },
  en: { s: 's', min: 'min', h: 'h', gap: ' ' },
}

function make(language: Language): Format {
  const locale = LOCALE[language]
  const unit = UNITS[language]
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  })
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hour12: false })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  const number = (value: number, digits = 0): string => numbers[digits]?.format(value) ?? String(value)
  return {
    clock: (at) => clock.format(at),
    exact: (at) => `${clock.format(at)}.${Math.floor((((at % SECOND) + SECOND) % SECOND) / 100)}`,
    date: (at) => date.format(at),
    number,
    span(ms) {
      const whole = Math.max(0, ms)
      if (whole < 10 * SECOND) return `${number(whole / SECOND, 1)}${unit.gap}${unit.s}`
      if (whole < 2 * MINUTE) return `${number(Math.floor(whole / SECOND))}${unit.gap}${unit.s}`
      if (whole < HOUR) return `${number(Math.floor(whole / MINUTE))}${unit.gap}${unit.min}`
      const minutes = String(Math.floor((whole % HOUR) / MINUTE)).padStart(2, '0')
      return `${number(Math.floor(whole / HOUR))}${unit.gap}${unit.h} ${minutes}${unit.gap}${unit.min}`
    },
    distance: (metres) =>
      metres < 1_000 ? `${number(Math.round(metres / 10) * 10)} m` : `${number(metres / 1_000, 1)} km`,
    percent: (share) => percent.format(share),
  }
}

const FORMATS: Record<Language, Format> = { zh: make('zh'), en: make('en') }

export const useFormat = (): Format => FORMATS[useLanguage()]

/** `00:38`, and from an hour on `1:02:07`: the first-minute clock, the same in every language. */
export function minuteClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND))
  const two = (value: number): string => String(value).padStart(2, '0')
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds >= 3_600 ? `${Math.floor(seconds / 3_600)}:${rest}` : rest
}
