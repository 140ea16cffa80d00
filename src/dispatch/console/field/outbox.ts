/** The crew's outbox: answers and pictures are kept with their own times and keys and go out one at a time in order, help before all and pictures after all; none is lost or doubled. */
import type { Position } from '../../../core/geo.ts'
import type { OrderId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import type { Answer } from '../../order.ts'

/** The four big buttons, in the order of the job. */
export const FIELD_ANSWERS = ['signed-for', 'on-the-way', 'arrived', 'cleared'] as const satisfies readonly Answer[]
export type FieldAnswer = (typeof FIELD_ANSWERS)[number]

/** `key` is the idempotency key: the same letter sent twice is one answer. `at` is when the thumb was on the button, UTC ms. */
export type AnswerLetter = {
  readonly to: 'order'
  readonly key: string
  readonly at: number
  readonly order: OrderId
  readonly answer: FieldAnswer
}
export type HelpLetter = {
  readonly to: 'help'
  readonly key: string
  readonly at: number
  readonly position: Position | null
}
/** Its bytes lie beside the outbox under its key (kept-pictures.ts), so that what is small stays small. `at` is when it was taken. */
export type PictureLetter = {
  readonly to: 'picture'
  readonly key: string
  readonly at: number
  readonly order: OrderId
}
export type Letter = AnswerLetter | HelpLetter | PictureLetter

/** What may wait for what: nobody's life waits for an answer, and no answer for a picture. */
const RANK: Record<Letter['to'], number> = { help: 0, order: 1, picture: 2 }

/** A letter of lesser rank is pulled back from its way when this one is given; it goes again behind it, under its own key. */
export const overtakes = (letter: Letter, onItsWay: Letter): boolean => RANK[letter.to] < RANK[onItsWay.to]

/** A letter that the server read and would not take; it stays until the crew has seen why. */
export type Returned = { readonly letter: Letter; readonly refusal: string }

export type Outbox = {
  readonly v: 1
  /** Not yet known to be at the server, in the order in which they go. */
  readonly waiting: readonly Letter[]
  readonly returned: readonly Returned[]
  /** At the server, but the live lane has not shown it here yet: the button must not come back meanwhile. */
  readonly said: readonly AnswerLetter[]
  /** When the last call for help reached the server. */
  readonly helpHeardAt: number | null
}

export const EMPTY_OUTBOX: Outbox = { v: 1, waiting: [], returned: [], said: [], helpHeardAt: null }

/** What came of sending one letter. */
export type Outcome =
  | { readonly came: 'accepted'; readonly at: number }
  /** The server read it and said no. */
  | { readonly came: 'refused'; readonly refusal: string }
  /** Nobody knows whether it arrived, or the server could not take it now: the same letter goes again. */
  | { readonly came: 'unknown' }
  /** The session is over: nothing goes out until somebody signs in again. */
  | { readonly came: 'signed-out' }

const sameAnswer = (a: Letter, b: Letter): boolean =>
  a.to === 'order' && b.to === 'order' && a.order === b.order && a.answer === b.answer

function isKnown(box: Outbox, letter: Letter): boolean {
  switch (letter.to) {
    case 'help':
      return box.waiting.some((one) => one.to === 'help')
    case 'order':
      return [...box.waiting, ...box.said].some((one) => one.key === letter.key || sameAnswer(one, letter))
    case 'picture':
      return box.waiting.some((one) => one.key === letter.key)
  }
  return never(letter)
}

/** Keeps a letter behind those of its own rank and before all others. A second thumb on the same button adds nothing. */
export function put(box: Outbox, letter: Letter): Outbox {
  if (isKnown(box, letter)) return box
  const behind = box.waiting.findIndex((one) => overtakes(letter, one))
  const place = behind < 0 ? box.waiting.length : behind
  return { ...box, waiting: box.waiting.toSpliced(place, 0, letter) }
}

/** The one letter that may be on its way now. */
export const next = (box: Outbox): Letter | null => box.waiting[0] ?? null

/** Takes the outcome of the letter with this key; an outcome for a letter that is no longer waiting changes nothing. */
export function settle(box: Outbox, key: string, outcome: Outcome): Outbox {
  const letter = box.waiting.find((one) => one.key === key)
  if (!letter) return box
  const waiting = box.waiting.filter((one) => one.key !== key)
  switch (outcome.came) {
    case 'unknown':
    case 'signed-out':
      return box
    case 'refused':
      // Somebody (the agency's room, or this very letter whose reply was lost) has said it already: that is what was wished.
      if (outcome.refusal === 'already-said') return { ...box, waiting }
      return { ...box, waiting, returned: [...box.returned, { letter, refusal: outcome.refusal }] }
    case 'accepted':
      switch (letter.to) {
        case 'help':
          return { ...box, waiting, helpHeardAt: outcome.at }
        case 'order':
          return { ...box, waiting, said: [...box.said, letter] }
        case 'picture':
          return { ...box, waiting }
      }
  }
  return never(outcome)
}

/** The crew has seen why it was refused. */
export const dismiss = (box: Outbox, key: string): Outbox => ({
  ...box,
  returned: box.returned.filter((one) => one.letter.key !== key),
})

/** Forgets what the live lane shows by now. */
export function shown(box: Outbox, isShown: (letter: AnswerLetter) => boolean): Outbox {
  const said = box.said.filter((letter) => !isShown(letter))
  return said.length === box.said.length ? box : { ...box, said }
}

/**
 * Reads the server's reply. A refusal is final only when the server has judged the letter itself;
 * anything about the way there (time-out, overload, two writers at once) means: again, with the same key.
 */
export function outcomeOf(status: number, refusal: string | null, at: number): Outcome {
  if (status >= 200 && status < 300) return { came: 'accepted', at }
  if (status === 401) return { came: 'signed-out' }
  if (status === 408 || status === 425 || status === 429 || status >= 500 || status < 400) return { came: 'unknown' }
  if (refusal === null || TRY_AGAIN.has(refusal)) return { came: 'unknown' }
  return { came: 'refused', refusal }
}

/** Refusals that speak of the moment and not of the letter. */
const TRY_AGAIN: ReadonlySet<string> = new Set(['conflict', 'busy', 'in-progress', 'not-ready'])

/** 1 s, 2 s, 4 s … at most 30 s between tries: a crew coming out of a tunnel is not left waiting. */
export const retryAfterMs = (failures: number): number => Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5))
