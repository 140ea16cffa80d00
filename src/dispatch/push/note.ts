/** What is said by push, and to whom: an order that is new, rings again, is put right, is taken back or stands again, and a broadcast that waits to be read; nothing of persons. Pure. */
import { type Sight, seesOrder } from '../../access/sight.ts'
import { looksPersonal } from '../../core/particulars.ts'
import { kilometrePost, type Place } from '../../core/place.ts'
import type { Language } from '../../core/text.ts'
import { SECOND } from '../../core/time.ts'
import { isExerciseNumber } from '../number.ts'
import { awaitsSignature, isOver, type Order, type OrderFact } from '../order.ts'
import type { Broadcast } from '../shift/broadcast.ts'
import { hears } from '../shift/heard.ts'
import { type Terms, termsEn, termsZh } from '../terms.ts'
import { PUSH_WORDS } from './words.ts'

/** What is older is no news: the page has it, or somebody has acted. */
export const NEWS_MS = 60 * SECOND

export type PushNote =
  | { readonly says: 'order' | 'again' | 'corrected' | 'withdrawn'; readonly order: Order }
  | { readonly says: 'broadcast'; readonly broadcast: Broadcast }

/** Facts of orders that may be worth a push; of the room's it is `broadcast` alone. */
const RINGS: ReadonlySet<string> = new Set<OrderFact['type']>([
  'issued',
  'rang',
  'corrected',
  'withdrawn',
  'reinstated',
])
/** Facts after which an order rings no longer, whoever took it. */
const QUIETS: ReadonlySet<string> = new Set<OrderFact['type']>([
  'signed-for',
  'rejected',
  'set-out',
  'arrived',
  'cleared',
])

export const ringsFor = (type: string): boolean => RINGS.has(type)
export const quiets = (type: string): boolean => QUIETS.has(type)

/** The note of an order as it stands now; null: what the fact said is no longer so, or was written up from paper. */
export function noteOf(type: string, order: Order): PushNote | null {
  if (order.issued.brief.later) return null
  if (order.state === 'withdrawn') return { says: 'withdrawn', order }
  // Whoever has taken it may be on the way to where it is not.
  if (type === 'corrected') return isOver(order) ? null : { says: 'corrected', order }
  if (!awaitsSignature(order)) return null
  return { says: type === 'rang' ? 'again' : 'order', order }
}

/** Crews and agencies; a desk has its own bell. */
export function isFor({ scope }: Sight): boolean {
  return scope === 'agency' || scope === 'unit'
}

export function hearsNote(sight: Sight, note: PushNote): boolean {
  if (!isFor(sight)) return false
  if (note.says === 'broadcast') return hears(sight, note.broadcast.to)
  return seesOrder(sight, { agency: note.order.issued.agency, unit: note.order.unit })
}

/** What goes through the push service, encrypted, and is shown by the page's worker (console/public/push-worker.js). */
export type PushMessage = {
  readonly v: 1
  /** The number of the fact: what is older than what is shown is not shown. */
  readonly seq: number
  readonly at: number
  /** One note for one order: the later one takes the earlier one's place. */
  readonly tag: string
  readonly page: '/field' | '/agency'
  readonly order: string | null
  readonly lang: 'zh-CN' | 'en'
  readonly title: string
  readonly body: string
}

export const tagOf = (note: PushNote): string =>
  note.says === 'broadcast' ? `broadcast/${note.broadcast.id}` : `order/${note.order.id}`

export function messageOf(
  note: PushNote,
  to: { readonly sight: Sight; readonly language: Language },
  fact: { readonly seq: number; readonly at: number },
): PushMessage {
  const words = PUSH_WORDS[to.language]
  const { title, body, practised } = note.says === 'broadcast' ? ofBroadcast(note.broadcast) : ofOrder(note.order)
  return {
    v: 1,
    ...fact,
    tag: tagOf(note),
    page: to.sight.scope === 'unit' ? '/field' : '/agency',
    order: note.says === 'broadcast' ? null : note.order.id,
    lang: to.language === 'zh' ? 'zh-CN' : 'en',
    title: practised ? `${words.exercise} · ${title}` : title,
    body,
  }

  function ofBroadcast({ about }: Broadcast) {
    // Its sentence is free text and stays on the page.
    return { title: words.broadcast, body: about?.number ?? '', practised: isExerciseNumber(about?.number ?? '') }
  }
  function ofOrder({ issued: { brief, number } }: Order) {
    const terms = to.language === 'zh' ? termsZh : termsEn
    const said = note.says === 'broadcast' ? 'order' : note.says
    const place = placeLine(brief.place, terms, to.language)
    return {
      title: `${words[said]} · ${terms.kind[brief.kind]}`,
      body: place === null ? number : `${place} · ${number}`,
      practised: brief.exercise === true,
    }
  }
}

/** null: somebody typed a particular into the name of the place. */
function placeLine(place: Place, terms: Terms, language: Language): string | null {
  const { road, kilometre, carriageway, label } = place
  const side = carriageway ? ` ${terms.carriageway[carriageway]}` : ''
  const line =
    road === undefined || kilometre === undefined ? label[language] : `${road} ${kilometrePost(kilometre)}${side}`
  return looksPersonal(line) ? null : line
}
