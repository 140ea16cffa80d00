/** Keeps the last picture in IndexedDB while the console is live, and at once when the line breaks; forgets it when its person goes. */
import { del, get, set } from 'idb-keyval'
import { SECOND } from '../../core/time.ts'
import { board, connection, fixes, showKept } from '../live.ts'
import { clockOffset } from '../now.ts'
import { reference, showReference } from '../reference.ts'
import { session } from '../session.ts'
import { type Kept, usable } from './kept.ts'

const NAME = 'last-picture'
/** Two thousand incidents take the browser some 20 ms to copy: seldom, and when nobody types. */
const EVERY_MS = 30 * SECOND

let started = false
let saved: unknown = null
/** The person is going, or gone: a page that is being left must not keep the picture once more on its way out. */
let gone = false

// Also on a page that never followed anything: whoever is out leaves nothing behind.
session.subscribe(() => {
  const { state } = session.get()
  if (state === 'in') gone = false
  if (state === 'out') void leavePicture()
})

/** Once a page, for people who follow the live picture. */
export function startKeeping(): void {
  if (started) return
  started = true
  setInterval(whenIdle, EVERY_MS)
  let before = connection.get().state
  connection.subscribe(() => {
    const { state } = connection.get()
    // What was seen last is what will be wanted next.
    if (state === 'cut-off' && before === 'live') void save()
    if (state === 'live' && before !== 'live') whenIdle()
    before = state
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save()
  })
}

function whenIdle(): void {
  // Safari has no idle callback.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => void save(), { timeout: 10 * SECOND })
  else setTimeout(() => void save(), SECOND)
}

async function save(): Promise<void> {
  const who = session.get()
  const now = board.get()
  const { lastAt } = connection.get()
  // What was itself read back from the store is no news.
  if (gone || who.state !== 'in' || who.kept || now.state !== 'here' || lastAt === null) return
  const { camera: _camera, agency: _agency, unit: _unit, unitAt: _unitAt, ...known } = reference.get()
  saved = now.board
  const kept: Kept = {
    v: 1,
    person: who.person,
    demo: who.demo,
    lastAt,
    offsetMs: clockOffset.get(),
    board: now.board,
    fixes: fixes.get(),
    reference: known,
  }
  // A browser may forbid storage, or have no room: then a reload without the server shows nothing, as it says.
  await set(NAME, kept).catch(() => {})
  // The person may have gone meanwhile.
  if (saved === null) await del(NAME).catch(() => {})
}

/** The person goes: forgotten, and not kept again while the page is left. */
export async function leavePicture(): Promise<void> {
  gone = true
  await forgetPicture()
}

async function forgetPicture(): Promise<void> {
  saved = null
  await del(NAME).catch(() => {})
}

/** The server did not answer at the start: shows what was kept, cut off since then. False: there is nothing to show. */
export async function openKept(): Promise<boolean> {
  const kept = usable(await get<unknown>(NAME).catch(() => null), Date.now())
  if (!kept) {
    await forgetPicture()
    return false
  }
  clockOffset.set(kept.offsetMs)
  showReference(kept.reference)
  showKept(kept)
  session.set({ state: 'in', person: kept.person, demo: kept.demo, kept: true })
  return true
}
