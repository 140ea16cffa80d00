/** An order as an e-mail: subject and plain text in both languages, with the link to answer by. Pure. */
import { kilometrePost } from '../../core/place.ts'
import type { Order, OrderState } from '../order.ts'
import { KIND_WORDS, MAIL_WORDS } from './partner-words.ts'

export type Mail = { readonly subject: string; readonly text: string }

export function mailOf(
  order: Pick<Order, 'issued' | 'corrected'> & { readonly state: OrderState },
  says: 'order' | 'withdrawn',
  link: string,
): Mail {
  const { number, brief, unit } = order.issued
  const { place, kind, priority } = brief
  const post = place.kilometre === undefined ? '' : ` ${kilometrePost(place.kilometre)}`
  const what = (language: 'zh' | 'en'): string =>
    `P${priority} ${KIND_WORDS[kind][language]} · ${place.label[language]}`
  const [lon, lat] = place.position
  const lines = (language: 'zh' | 'en'): readonly string[] => {
    const words = MAIL_WORDS[language]
    if (says === 'withdrawn') return [words.withdrawn(number), what(language), words.stop]
    return [
      order.corrected ? words.corrected(number) : words.order(number),
      what(language),
      ...(order.corrected?.was.place ? [words.notThere(order.corrected.was.place.label[language])] : []),
      ...(place.road === undefined ? [] : [`${words.road}: ${place.road}${post}`]),
      `${words.position}: ${lat.toFixed(5)}, ${lon.toFixed(5)}`,
      `${words.reason}: ${brief.reason[language]}`,
      ...(unit === null ? [] : [`${words.unit}: ${unit}`]),
      ...(brief.handOver ? [words.handOver] : []),
      '',
      `${words.answer}:`,
      link,
    ]
  }
  const marked = says === 'withdrawn' ? 'withdrawnMark' : order.corrected ? 'correctedMark' : null
  const mark = marked === null ? '' : `${MAIL_WORDS.zh[marked]} / ${MAIL_WORDS.en[marked]} · `
  // A header is one line: what a caller's words might bring in is taken out.
  const subject = `${mark}${number} · ${what('zh')} / ${what('en')}`.replace(/\p{Cc}+/gu, ' ').slice(0, 200)
  return { subject, text: [...lines('zh'), '', ...lines('en'), ''].join('\n') }
}
