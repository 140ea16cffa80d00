/** Shows what is pushed to this browser while no page of ours is open that has it itself; a tap opens the order. Part of both workers. */

/** Kept by the page as long as somebody is signed in here who wants it (console/away/ringing.ts). */
const RINGS_STORE = 'firstminute-push'
const RINGS = '/push-worker/rings'
const RINGING_PAGES = ['/field', '/agency']
/** How long a page in sight may take to say that it has it itself; one that is cut off says no. */
const ASK_PAGE_MS = 400

self.addEventListener('push', (event) => event.waitUntil(ring(event.data)))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openOrder(event.notification.data))
})

async function ring(data) {
  const note = noteIn(data)
  if (!note || !(await caches.match(RINGS, { cacheName: RINGS_STORE }))) return
  if (await isOnScreen(note)) return
  // A service may deliver the earlier note after the later one.
  const shown = await self.registration.getNotifications({ tag: note.tag })
  if (shown.some((one) => one.data?.seq > note.seq)) return
  await self.registration.showNotification(note.title, {
    body: note.body,
    lang: note.lang,
    tag: note.tag,
    timestamp: note.at,
    renotify: true,
    requireInteraction: true,
    vibrate: [200, 120, 200, 120, 600],
    icon: '/field-icon.svg',
    data: { seq: note.seq, page: note.page, order: note.order },
  })
}

/** null: not of this form. Only the centre can write here, and only in the form of its build. */
function noteIn(data) {
  try {
    const note = data.json()
    return note?.v === 1 && RINGING_PAGES.includes(note.page) && typeof note.tag === 'string' ? note : null
  } catch {
    return null
  }
}

const pagesOpen = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

async function isOnScreen(note) {
  const pages = (await pagesOpen()).filter((page) => page.visibilityState === 'visible')
  const said = pages.map(
    (page) =>
      new Promise((has, hasNot) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }) => (data === true ? has(true) : hasNot())
        setTimeout(hasNot, ASK_PAGE_MS)
        page.postMessage({ rings: note.tag }, [port2])
      }),
  )
  return Promise.any(said).catch(() => false)
}

async function openOrder({ page, order }) {
  const address = order ? `${page}?order=${encodeURIComponent(order)}` : page
  const there = (await pagesOpen()).find(({ url }) => new URL(url).pathname === page)
  if (!there) {
    await self.clients.openWindow(address)
    return
  }
  // The page goes there by itself: a reload would lose what is being typed.
  there.postMessage({ open: address })
  await there.focus()
}
