/** Acts under way from this desk: each is sent once by its key, a failed one stays in sight until it is sent again or put away. */

import { type Act, act, send } from '../../../console/api.ts'
import { isAway } from '../../../console/away/read-only.ts'
import { cell, useCell } from '../../../console/cell.ts'
import { refusalSentence } from '../../../console/i18n/refusal.ts'
import type { Result } from '../../../core/result.ts'
import { message } from './desk-state.ts'

export type DoingName =
  | 'verdict'
  | 'withdrawal'
  | 'order'
  | 'closure'
  | 'resend'
  | 'open-incident'
  | 'road'
  | EventDoing
  | RoomDoing

/** What is done with an event beyond its orders. */
export type EventDoing =
  | 'amend'
  | 'note'
  | 'report'
  | 'merge'
  | 'split'
  | 'offer'
  | 'recall'
  | 'swap'
  | 'reopen'
  | 'publish'
  | 'unpublish'

/** What is done in the room and on the notes of places. */
export type RoomDoing = 'room' | 'note-place' | 'methane'

export type Doing = {
  readonly name: DoingName
  /** The warning, incident or order that it is about. */
  readonly about: string
  readonly act: Act
  readonly state: { readonly word: 'sending' } | { readonly word: 'failed'; readonly refusal: string }
}

export const doings = cell<readonly Doing[]>([])
export const useDoings = (): readonly Doing[] => useCell(doings)

/** The same act about the same thing is under way: a second press is no second act. */
export const isSending = (about: string): boolean =>
  doings.get().some((doing) => doing.about === about && doing.state.word === 'sending')

/** null: the same act is already under way, or the server is away: then it is said and nothing is kept for later. */
export async function perform<T>(
  name: DoingName,
  about: string,
  path: string,
  body: unknown = {},
): Promise<Result<T> | null> {
  if (isSending(about)) return null
  if (isAway()) {
    message.set({ tone: 'refused', text: refusalSentence('server-away') })
    return null
  }
  // What failed before about the same thing is overtaken by this act.
  doings.set(doings.get().filter((doing) => doing.about !== about))
  return run<T>({ name, about, act: act(path, body), state: { word: 'sending' } })
}

/** The very same act, with its key: if it had arrived, it is not done twice. */
export function again(failed: Doing): Promise<Result<unknown>> {
  putAway(failed)
  return run({ ...failed, state: { word: 'sending' } })
}

export function putAway(failed: Doing): void {
  doings.set(doings.get().filter((doing) => doing.act.key !== failed.act.key))
}

async function run<T>(doing: Doing): Promise<Result<T>> {
  doings.set([...doings.get(), doing])
  const answer = await send<T>(doing.act)
  putAway(doing)
  if (!answer.ok) doings.set([...doings.get(), { ...doing, state: { word: 'failed', refusal: answer.refusal } }])
  return answer
}

/** Only where nobody knows whether it happened, or it could be read on another try, does the same act again make sense. */
export const maySendAgain = (refusal: string): boolean =>
  refusal === 'not-reached' ||
  refusal === 'not-understood' ||
  refusal === 'busy' ||
  refusal === 'bug' ||
  refusal === 'too-slow'
