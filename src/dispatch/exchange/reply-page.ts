/** The page behind the link of a mail: the order, how it stands and a button for each answer; plain HTML that works without a script. Pure. */
import { kilometrePost } from '../../core/place.ts'
import type { Text } from '../../core/text.ts'
import { ANSWERS, decide, type Order, REJECTION_CAUSES } from '../order.ts'
import { ANSWER_WORDS, CAUSE_WORDS, KIND_WORDS, PAGE_WORDS, STATE_WORDS } from './partner-words.ts'
import { xmlText } from './xml.ts'

export type Said = { readonly done: boolean; readonly sentence: Text } | null

const both = ({ zh, en }: Text): string => xmlText(`${zh} / ${en}`)

/** `path` is the page's own address; an answer is posted to it. Only what `decide` would take has a button. */
export function replyPage(order: Order, path: string, said: Said, now: number): string {
  const { number, brief } = order.issued
  const { place } = brief
  const post = place.kilometre === undefined ? '' : ` ${kilometrePost(place.kilometre)}`
  const [lon, lat] = place.position
  const buttons = ANSWERS.filter((answer) => answer !== 'received').flatMap((answer) => {
    const cause = answer === 'rejected' ? (REJECTION_CAUSES[0] ?? null) : null
    const by = { via: 'mail', id: order.issued.agency } as const
    const wish = { type: 'answer', at: now, answer, by, cause, agencyNumber: null, unit: null } as const
    return decide(order, wish).ok ? [formOf(answer, path)] : []
  })
  return page(`${number} · ${STATE_WORDS[order.state].zh}`, [
    ...(said
      ? [
          `<p role="status"><strong>${both(said.done ? PAGE_WORDS.done : PAGE_WORDS.notDone)}</strong> ${both(said.sentence)}</p>`,
        ]
      : []),
    `<h1>${both(PAGE_WORDS.title)} ${xmlText(number)}</h1>`,
    `<p><strong>P${brief.priority} ${both(KIND_WORDS[brief.kind])}</strong></p>`,
    `<p>${both(place.label)}</p>`,
    `<p>${xmlText(`${place.road ?? ''}${post} · ${lat.toFixed(5)}, ${lon.toFixed(5)}`)}</p>`,
    `<p>${both(brief.reason)}</p>`,
    `<p><strong>${both(STATE_WORDS[order.state])}</strong></p>`,
    ...buttons,
  ])
}

function formOf(answer: (typeof ANSWERS)[number], path: string): string {
  const extra =
    answer === 'signed-for'
      ? `<label>${both(PAGE_WORDS.number)} <input name="number" maxlength="64"></label> `
      : answer === 'rejected'
        ? `<label>${both(PAGE_WORDS.cause)} <select name="cause">${REJECTION_CAUSES.map((cause) => `<option value="${cause}">${both(CAUSE_WORDS[cause])}</option>`).join('')}</select></label> `
        : ''
  return `<form method="post" action="${xmlText(path)}/${answer}">${extra}<button>${both(ANSWER_WORDS[answer])}</button></form>`
}

export const gonePage = (): string => page(PAGE_WORDS.title.zh, [`<p>${both(PAGE_WORDS.gone)}</p>`])

function page(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${xmlText(title)}</title>`,
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:1em auto;padding:0 1em;color:#111;background:#fff}',
    'form{margin:1em 0}button{font:inherit;min-height:3em;width:100%}input,select{font:inherit}</style></head><body>',
    ...body,
    '</body></html>',
    '',
  ].join('\n')
}
