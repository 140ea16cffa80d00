/** Opens the console without the server: the page from the network first and from the store when it does not answer; hashed files from the store. No reading of the server is ever kept here. */

importScripts('/push-worker.js')

const STORE = 'firstminute-console'
const PAGE = '/'
/** Written by the build (vite.config.ts): all hashed files of the page. */
const LIST = '/kept-files.json'
/** As src/server/http/static.ts; the crew's page has a worker of its own. */
const PAGES = ['/', '/agency', '/wall', '/forms', '/plans', '/audit', '/cameras', '/sign-in']
const PATIENCE_MS = 4_000

const store = () => caches.open(STORE)

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(keep())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
  if (event.data === 'keep') event.waitUntil(keep().catch(() => {}))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (PAGES.includes(url.pathname)) event.respondWith(page(request))
  } else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

async function page(request) {
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (fresh.status < 500) return fresh
  } catch {
    // the store answers
  }
  return (await caches.match(PAGE, { cacheName: STORE })) ?? Response.error()
}

/** A hashed file never changes under its name. */
async function asset(request) {
  const kept = await caches.match(request, { cacheName: STORE })
  return kept ?? fetch(request)
}

/** The files first, then the page if it stands on these very files; files of earlier builds go at the end. */
async function keep() {
  const [list, html] = await Promise.all([fetch(LIST, { cache: 'no-store' }), fetch(PAGE, { cache: 'no-store' })])
  if (!list.ok || !html.ok) return
  const files = await list.json()
  const needs = (await html.clone().text()).match(/\/assets\/[\w./-]+/g) ?? []
  if (needs.length === 0 || !needs.every((file) => files.includes(file))) return
  const kept = await store()
  for (const file of files) if (!(await kept.match(file))) await kept.add(file)
  await kept.put(PAGE, html)
  for (const request of await kept.keys()) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/assets/') && !files.includes(pathname)) await kept.delete(request)
  }
}
