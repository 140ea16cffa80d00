/** Makes the field page open without a network: registers its worker, tells it which files to keep, and keeps the crew's orders as the live lane shows them. */
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { cell, useCell } from '../../../console/cell.ts'
import { board, boardOf, connection } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'

const STORE = 'firstminute-field'
const BOARD = '/api/board'
const KEPT_AT = 'firstminute-kept-at'
const KEEP_AFTER_MS = 1_000
/** Unchanged orders are kept again this often: it says when the last contact was. */
const KEEP_AGAIN_MS = 15_000

/** When the orders on the phone were last kept, by this phone's clock; null: never, or this browser cannot. */
const keptAt = cell<number | null>(null)
export const useKeptAt = (): number | null => useCell(keptAt)

let started = false

/** Browsers offer workers over https and on the machine itself only; without one the page works as long as it stays open. */
export function startOffline(loadAll: () => Promise<unknown>): void {
  if (started || !('serviceWorker' in navigator) || !isSecureContext) return
  started = true
  installable()
  void readKeptAt().then(keepBoard)
  void keepFiles(loadAll).catch(() => {
    // Without room or permission the page is as before: it needs a network to open.
  })
}

function installable(): void {
  const link = document.createElement('link')
  link.rel = 'manifest'
  link.href = '/field.webmanifest'
  document.head.append(link)
}

async function keepFiles(loadAll: () => Promise<unknown>): Promise<void> {
  await navigator.serviceWorker.register('/field-worker.js', { scope: '/field' })
  const [{ active }] = await Promise.all([navigator.serviceWorker.ready, loadAll()])
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name)
  const files = [...loaded, workerUrl]
    .map((address) => new URL(address, location.href))
    .filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
  active?.postMessage({ keep: [...new Set(files.map((url) => url.pathname))].sort() })
}

async function readKeptAt(): Promise<void> {
  const kept = await caches.match(BOARD, { cacheName: STORE }).catch(() => undefined)
  const at = Number(kept?.headers.get(KEPT_AT))
  if (at > 0) keptAt.set(at)
}

/** The worker's copy of the board follows the lane, not only the last reading: an order that came by the lane survives a reload in a tunnel. */
function keepBoard(): void {
  let waiting = false
  let kept: unknown = null
  const keep = async (): Promise<void> => {
    waiting = false
    const now = Date.now()
    const { orders, seq } = boardOf(board.get())
    // What is only read back from the store is not news, and does not make it younger.
    if (connection.get().state !== 'live' || board.get().state !== 'here') return
    if (orders === kept && now - (keptAt.get() ?? 0) < KEEP_AGAIN_MS) return
    kept = orders
    const copy = Response.json({ seq, at: nowByServer(), warnings: [], incidents: [], orders: [...orders.values()] })
    copy.headers.set(KEPT_AT, String(now))
    const store = await caches.open(STORE)
    await store.put(BOARD, copy)
    keptAt.set(now)
  }
  const soon = (): void => {
    if (waiting) return
    waiting = true
    setTimeout(() => void keep().catch(() => {}), KEEP_AFTER_MS)
  }
  soon()
  board.subscribe(soon)
  connection.subscribe(soon)
}
