/** Opens the field page without a network: hashed files from the store, the page and four readings from the network first, from the store when it does not answer. */

importScripts('/push-worker.js')

const STORE = 'firstminute-field'
const PAGE = '/field'
const LISTS = '/field-worker/lists'
/** Read by the page at its start. Personal ones go when the person goes. */
const PERSONAL = ['/api/me', '/api/board']
const READINGS = [...PERSONAL, '/api/reference', '/api/map']
const PATIENCE_MS = 4_000

const store = () => caches.open(STORE)

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (request.method === 'POST') {
    if (url.pathname === '/api/sign-out') event.waitUntil(forgetPerson())
    return
  }
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (url.pathname === PAGE) event.respondWith(page(request))
    return
  }
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (READINGS.includes(url.pathname)) event.respondWith(reading(request, url.pathname))
})

/** A hashed file never changes under its name. */
async function asset(request) {
  const kept = await caches.match(request, { cacheName: STORE })
  return kept ?? fetch(request)
}

async function fromNetwork(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return answer.status >= 500 ? null : answer
  } catch {
    return null
  }
}

async function page(request) {
  const fresh = await fromNetwork(request)
  if (fresh) return fresh
  return (await caches.match(PAGE, { cacheName: STORE })) ?? Response.error()
}

async function reading(request, path) {
  const fresh = await fromNetwork(request)
  if (fresh) {
    if (fresh.ok) await (await store()).put(path, fresh.clone())
    if (fresh.status === 401 && PERSONAL.includes(path)) await forgetPerson()
    return fresh
  }
  const kept = await caches.match(path, { cacheName: STORE })
  if (!kept) return Response.error()
  return path === '/api/board' ? boardAsOfNow(kept) : kept
}

/** The kept board carries the server's clock of then; the page reads it as the clock of now. */
async function boardAsOfNow(kept) {
  const keptAt = Number(kept.headers.get('firstminute-kept-at'))
  const board = await kept.json()
  const offset = keptAt > 0 ? board.at - keptAt : 0
  return Response.json({ ...board, at: Date.now() + offset })
}

async function forgetPerson() {
  const kept = await store()
  for (const path of PERSONAL) await kept.delete(path)
}

/**
 * The page tells which hashed files it runs on. They are kept first; then the page itself, if it still stands on these very
 * files; files that neither this nor the last version of the page used go.
 */
self.addEventListener('message', (event) => {
  const files = event.data?.keep
  if (Array.isArray(files)) event.waitUntil(keep(files.filter((file) => String(file).startsWith('/assets/'))))
})

async function keep(files) {
  const kept = await store()
  for (const file of files) if (!(await kept.match(file))) await kept.add(file)
  // The page's first readings went past a worker that did not stand yet; the board is kept by the page itself.
  for (const path of READINGS)
    if (path !== '/api/board' && !(await kept.match(path))) await kept.add(path).catch(() => {})
  const fresh = await fetch(PAGE, { cache: 'no-store' })
  const html = await fresh.clone().text()
  const needs = html.match(/\/assets\/[\w./-]+/g) ?? []
  if (!fresh.ok || needs.length === 0 || !needs.every((file) => files.includes(file))) return
  await kept.put(PAGE, fresh)
  const before = await kept.match(LISTS)
  const lists = before ? await before.json() : []
  const same = JSON.stringify(lists[0]) === JSON.stringify(files)
  const now = same ? lists : [files, ...lists].slice(0, 2)
  await kept.put(LISTS, Response.json(now))
  const used = new Set(now.flat())
  for (const request of await kept.keys()) {
    const path = new URL(request.url).pathname
    if (path.startsWith('/assets/') && !used.has(path)) await kept.delete(request)
  }
}
