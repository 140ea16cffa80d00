/** That this browser rings while its pages are closed: kept for its workers as long as its person is here, and gone with them. */
import { SECOND } from '../../core/time.ts'
import { session } from '../session.ts'

/** As in public/push-worker.js. */
const STORE = 'firstminute-push'
const RINGS = '/push-worker/rings'
/** A push service that does not answer holds nobody in. */
const PATIENCE_MS = 2 * SECOND

// Also on a page that has no such switch: whoever is out is not rung.
session.subscribe(() => {
  if (session.get().state === 'out') void endRinging()
})

export async function keepRinging(): Promise<void> {
  const store = await caches.open(STORE)
  await store.put(RINGS, new Response(''))
}

const registrations = async (): Promise<readonly ServiceWorkerRegistration[]> =>
  'serviceWorker' in navigator && isSecureContext ? navigator.serviceWorker.getRegistrations() : []

/** From here on nothing is shown; then the subscriptions go, as far as the browser's service can be reached. */
export async function endRinging(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(STORE).catch(() => {})
  await closeNotes()
  const ending = registrations().then((all) =>
    Promise.all(all.map(async ({ pushManager }) => (await pushManager?.getSubscription())?.unsubscribe())),
  )
  await Promise.race([ending.catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE_MS))])
}

/** What was shown while the page was closed is on the page now. */
export async function closeNotes(): Promise<void> {
  for (const registration of await registrations())
    for (const note of await registration.getNotifications().catch(() => [])) note.close()
}
