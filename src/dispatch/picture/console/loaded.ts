/** Pictures as this page has them: each is asked for once, because every asking leaves a trace, and all are let go when the person goes. */
import { useEffect } from 'react'
import { type Cell, cell, useCell } from '../../../console/cell.ts'
import { session } from '../../../console/session.ts'

export type PictureNow =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly url: string }
  | { readonly state: 'gone'; readonly refusal: string }

/** More than a screen shows at once; the one that was looked at longest ago goes first. */
const MOST = 60
const known = new Map<string, Cell<PictureNow>>()

session.subscribe(() => {
  if (session.get().state !== 'out') return
  for (const [still, picture] of known) drop(still, picture)
})

function drop(still: string, picture: Cell<PictureNow>): void {
  const now = picture.get()
  if (now.state === 'here') URL.revokeObjectURL(now.url)
  known.delete(still)
}

function cellOf(still: string): Cell<PictureNow> {
  const found = known.get(still)
  if (found) return found
  const made = cell<PictureNow>({ state: 'loading' })
  known.set(still, made)
  const [oldest] = known
  if (known.size > MOST && oldest) drop(...oldest)
  return made
}

async function load(still: string, into: Cell<PictureNow>): Promise<void> {
  try {
    const reply = await fetch(`/api/stills/${encodeURIComponent(still)}`, { credentials: 'same-origin' })
    if (reply.ok) {
      const picture = await reply.blob()
      // Let go meanwhile: nobody would revoke it.
      if (known.get(still) === into) into.set({ state: 'here', url: URL.createObjectURL(picture) })
      return
    }
    const said: unknown = await reply.json().catch(() => null)
    const told =
      typeof said === 'object' && said !== null && 'refusal' in said ? String(said.refusal) : 'not-understood'
    into.set({ state: 'gone', refusal: told })
  } catch {
    into.set({ state: 'gone', refusal: 'not-reached' })
  }
}

const asked = new WeakSet<Cell<PictureNow>>()

/** What could not be reached is asked for again by the next screen that shows it. */
export function usePicture(still: string): PictureNow {
  const picture = cellOf(still)
  useEffect(() => {
    const now = picture.get()
    const again = now.state === 'gone' && now.refusal === 'not-reached'
    if (asked.has(picture) && !again) return
    asked.add(picture)
    if (again) picture.set({ state: 'loading' })
    void load(still, picture)
  }, [still, picture])
  return useCell(picture)
}
