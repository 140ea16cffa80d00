/** A shift of the room: started by the officer who answers for it, handed over item by item to the one who relieves, and never simply left. */
import type { PersonId } from '../../core/ids.ts'
import { never, ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import type { RoomId } from './entry.ts'

export const ITEM_KINDS = [
  'incident',
  'order',
  'warning',
  'hold',
  'look-out',
  'broadcast',
  'loan',
  'note',
  'closure',
  'unit',
  'alert',
] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Something open that the next officer has to know of. */
export type Item = { readonly kind: ItemKind; readonly id: string; readonly label: Text }
export const itemKey = ({ kind, id }: Pick<Item, 'kind' | 'id'>): string => `${kind}/${id}`

/** More than these are one sheet too many to sign: the rest is counted. */
export const MOST_ITEMS = 300

export type ShiftFact = { readonly at: number; readonly v: 1 } & (
  | { readonly type: 'shift-started'; readonly by: PersonId; readonly from: RoomId | null }
  | { readonly type: 'hand-over-opened'; readonly items: readonly Item[]; readonly more: number; readonly by: PersonId }
  | { readonly type: 'hand-over-called-off'; readonly by: PersonId }
  | { readonly type: 'item-signed'; readonly item: string; readonly by: PersonId }
  /** `unsigned`: what the reliever knowingly took without having signed it; null: there was no hand-over at all. */
  | { readonly type: 'taken-over'; readonly next: RoomId; readonly unsigned: number | null; readonly by: PersonId }
)

export type HandOver = {
  readonly openedAt: number
  readonly items: readonly Item[]
  readonly more: number
  readonly signed: readonly string[]
  /** Whoever signs the first item relieves. */
  readonly reliever: PersonId | null
}

export type Shift = {
  readonly what: 'shift'
  readonly id: RoomId
  readonly officer: PersonId
  readonly startedAt: number
  readonly from: RoomId | null
} & (
  | { readonly state: 'running' }
  | { readonly state: 'handing-over'; readonly handOver: HandOver }
  | {
      readonly state: 'over'
      readonly endedAt: number
      readonly takenOverBy: PersonId
      readonly next: RoomId
      readonly unsigned: number | null
    }
)

export type ShiftWish = { readonly at: number; readonly by: PersonId } & (
  | { readonly type: 'start'; readonly from: RoomId | null }
  | { readonly type: 'open-hand-over'; readonly items: readonly Item[] }
  | { readonly type: 'call-off' }
  | { readonly type: 'sign-item'; readonly item: string }
  | { readonly type: 'take-over'; readonly next: RoomId; readonly knowingly: boolean }
)

export type ShiftRefusal =
  | 'shift-runs'
  | 'no-shift'
  | 'not-your-shift'
  | 'own-hand-over'
  | 'already-handing-over'
  | 'not-handing-over'
  | 'no-such-item'
  | 'already-signed'
  | 'another-relieves'
  | 'items-unsigned'

export const unsignedOf = ({ items, signed }: HandOver): readonly Item[] =>
  items.filter((item) => !signed.includes(itemKey(item)))

export function decideShift(now: Shift | null, wish: ShiftWish): Result<ShiftFact, ShiftRefusal> {
  const base = { v: 1, at: wish.at, by: wish.by } as const
  if (wish.type === 'start') return now ? refuse('shift-runs') : ok({ type: 'shift-started', ...base, from: wish.from })
  if (!now || now.state === 'over') return refuse('no-shift')
  const own = wish.by === now.officer
  switch (wish.type) {
    case 'open-hand-over': {
      if (!own) return refuse('not-your-shift')
      if (now.state === 'handing-over') return refuse('already-handing-over')
      const items = wish.items.slice(0, MOST_ITEMS)
      return ok({ type: 'hand-over-opened', ...base, items, more: wish.items.length - items.length })
    }
    case 'call-off':
      if (!own) return refuse('not-your-shift')
      return now.state === 'handing-over' ? ok({ type: 'hand-over-called-off', ...base }) : refuse('not-handing-over')
    case 'sign-item': {
      if (now.state !== 'handing-over') return refuse('not-handing-over')
      // Who hands over cannot sign for having understood it.
      if (own) return refuse('own-hand-over')
      const { items, signed, reliever } = now.handOver
      if (reliever !== null && reliever !== wish.by) return refuse('another-relieves')
      if (!items.some((item) => itemKey(item) === wish.item)) return refuse('no-such-item')
      return signed.includes(wish.item)
        ? refuse('already-signed')
        : ok({ type: 'item-signed', ...base, item: wish.item })
    }
    case 'take-over': {
      if (own) return refuse('own-hand-over')
      const taken = (unsigned: number | null) => ok({ type: 'taken-over', ...base, next: wish.next, unsigned } as const)
      // An officer who is suddenly gone is relieved all the same, and the record says what was not handed over.
      if (now.state !== 'handing-over') return wish.knowingly ? taken(null) : refuse('not-handing-over')
      const { reliever } = now.handOver
      if (reliever !== null && reliever !== wish.by && !wish.knowingly) return refuse('another-relieves')
      const left = unsignedOf(now.handOver).length
      return left > 0 && !wish.knowingly ? refuse('items-unsigned', String(left)) : taken(left)
    }
  }
  return never(wish)
}

export function evolveShift(now: Shift | null, id: RoomId, fact: ShiftFact): Shift {
  if (fact.type === 'shift-started')
    return { what: 'shift', id, officer: fact.by, startedAt: fact.at, from: fact.from, state: 'running' }
  if (!now) throw new Error(`shift ${id}: ${fact.type} before it started`)
  const { officer, startedAt, from } = now
  const base = { what: 'shift', id, officer, startedAt, from } as const
  switch (fact.type) {
    case 'hand-over-opened': {
      const { items, more } = fact
      return {
        ...base,
        state: 'handing-over',
        handOver: { openedAt: fact.at, items, more, signed: [], reliever: null },
      }
    }
    case 'hand-over-called-off':
      return { ...base, state: 'running' }
    case 'item-signed': {
      if (now.state !== 'handing-over') return now
      const { handOver } = now
      return {
        ...base,
        state: 'handing-over',
        handOver: { ...handOver, signed: [...handOver.signed, fact.item], reliever: handOver.reliever ?? fact.by },
      }
    }
    case 'taken-over': {
      const { next, unsigned, by, at } = fact
      return { ...base, state: 'over', endedAt: at, takenOverBy: by, next, unsigned }
    }
  }
  return never(fact)
}
