/** The switch "ring also when closed" of this browser: asks for permission on the press alone, subscribes, and says why it cannot. */
import { act, get, send } from '../../../console/api.ts'
import { closeNotes, keepRinging } from '../../../console/away/ringing.ts'
import { type Cell, cell } from '../../../console/cell.ts'
import { connection } from '../../../console/live.ts'
import { remembered } from '../../../console/remembered.ts'
import { go } from '../../../console/route.ts'
import type { Language } from '../../../core/text.ts'
import { SECOND } from '../../../core/time.ts'
import type { PushMessage } from '../note.ts'

export type Page = PushMessage['page']
export type Cannot = 'push-insecure' | 'push-none' | 'push-forbidden' | 'push-off'
export type Ringing =
  | { readonly state: 'unknown' | 'busy' | 'on' }
  | { readonly state: 'cannot'; readonly why: Cannot }
  | { readonly state: 'off'; readonly refusal: string | null }

export const ringing: Cell<Ringing> = cell<Ringing>({ state: 'unknown' })

/** Of this browser, whoever sits at it: a crew's phone is switched on once. */
const wish = remembered('rings-when-closed', ['on', 'off'], 'off')

const WORKERS: Record<Page, { readonly script: string; readonly scope: string }> = {
  '/field': { script: '/field-worker.js', scope: '/field' },
  '/agency': { script: '/console-worker.js', scope: '/' },
}
const WORKER_WITHIN_MS = 15 * SECOND

let key: string | null = null
let listening = false

function cannotHere(): Cannot | null {
  if (!isSecureContext) return 'push-insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'push-none'
  return Notification.permission === 'denied' ? 'push-forbidden' : null
}

/** At the start of the page, and when its language changes: what was switched on here goes on for whoever is here now. */
export async function followRinging(page: Page, language: Language): Promise<void> {
  const why = cannotHere()
  if (why) {
    ringing.set({ state: 'cannot', why })
    return
  }
  listen()
  const answer = await get<{ readonly key: string | null }>('/api/push')
  if (!answer.ok) return
  key = answer.value.key
  if (key === null) ringing.set({ state: 'cannot', why: 'push-off' })
  else if (wish.get() === 'on' && Notification.permission === 'granted') await subscribe(page, key, language)
  else ringing.set({ state: 'off', refusal: null })
}

/** The press. The question comes first: some browsers allow it only while the finger is still remembered. */
export async function press(page: Page, language: Language): Promise<void> {
  const now = ringing.get().state
  if (now === 'on') await switchOff(page)
  if (now !== 'off' || key === null) return
  ringing.set({ state: 'busy' })
  const permission = await Notification.requestPermission()
  if (permission === 'denied') ringing.set({ state: 'cannot', why: 'push-forbidden' })
  else if (permission === 'default') ringing.set({ state: 'off', refusal: null })
  else await subscribe(page, key, language)
}

async function subscribe(page: Page, serverKey: string, language: Language): Promise<void> {
  ringing.set({ state: 'busy' })
  try {
    const { pushManager } = await workerOf(page)
    const { endpoint, keys } = (await subscriptionOf(pushManager, serverKey)).toJSON()
    const said = await send(act('/api/push/subscription', { endpoint, keys, language }, 'PUT'))
    if (!said.ok) {
      ringing.set({ state: 'off', refusal: said.refusal })
      return
    }
    await keepRinging()
    wish.set('on')
    ringing.set({ state: 'on' })
  } catch (error) {
    const forbidden = error instanceof DOMException && error.name === 'NotAllowedError'
    ringing.set(
      forbidden ? { state: 'cannot', why: 'push-forbidden' } : { state: 'off', refusal: 'push-service-unreachable' },
    )
  }
}

async function switchOff(page: Page): Promise<void> {
  ringing.set({ state: 'busy' })
  wish.set('off')
  try {
    const { pushManager } = await workerOf(page)
    const there = await pushManager.getSubscription()
    if (there) {
      const said = await send(act('/api/push/subscription/withdrawal', { endpoint: there.endpoint }))
      // Without the server the browser itself forgets it; the server hears of that with the next note.
      await there.unsubscribe()
      ringing.set({ state: 'off', refusal: said.ok ? null : said.refusal })
      return
    }
  } catch {
    // Gone already.
  }
  ringing.set({ state: 'off', refusal: null })
}

/** The worker of this page, once it works: without one that is active nothing can be subscribed. */
async function workerOf(page: Page): Promise<ServiceWorkerRegistration> {
  const { script, scope } = WORKERS[page]
  const registration = await navigator.serviceWorker.register(script, { scope })
  const end = performance.now() + WORKER_WITHIN_MS
  while (!registration.active && performance.now() < end) await new Promise((done) => setTimeout(done, 50))
  return registration
}

/** The one that is there, unless it is bound to another key than the centre has now. */
async function subscriptionOf(manager: PushManager, serverKey: string): Promise<PushSubscription> {
  const there = await manager.getSubscription()
  if (there && base64url(there.options.applicationServerKey) === serverKey) return there
  await there?.unsubscribe()
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey })
}

const base64url = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The worker asks whether this page has it itself, and where a tap leads. */
function listen(): void {
  if (listening) return
  listening = true
  navigator.serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null) return
    if ('open' in data && typeof data.open === 'string' && data.open.startsWith('/')) go(data.open)
    if ('rings' in data) ports[0]?.postMessage(connection.get().state === 'live')
  })
  navigator.serviceWorker.startMessages()
  const seen = (): void => {
    if (document.visibilityState === 'visible') void closeNotes()
  }
  seen()
  document.addEventListener('visibilitychange', seen)
}
