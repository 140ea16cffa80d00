/** A crew's phone with the page closed: what the centre hands to the push service is shown by a real Chromium, once and only while nobody is looking, and a tap opens the order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core'
import { type Centre, openCentre } from '../centre.ts'
import { openPushService, type Pushed, type TestPushService, type TestSubscription } from '../push-service.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { PHONE, STEP_MS, shot } from './person.ts'

const WORDS = {
  'en-GB': {
    off: 'Ring also when closed',
    on: 'Rings also when closed',
    unreachable: /push service cannot be reached/,
    order: 'New order · Collision',
    withdrawn: 'Order withdrawn · Collision',
    signOut: 'Sign out',
  },
  'zh-CN': {
    off: '关闭后仍响铃',
    on: '关闭后仍响铃：已开',
    unreachable: /推送服务/,
    order: '新指令 · 交通事故',
    withdrawn: '指令已撤回 · 交通事故',
    signOut: '退出',
  },
} as const
type Locale = keyof typeof WORDS

type Shown = { readonly title: string; readonly body: string; readonly tag: string }

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + STEP_MS
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await sleep(100)
  }
}

async function enter(centre: Centre, context: BrowserContext, name: string, path: string): Promise<Page> {
  const [cookie = '', value = ''] = (await centre.signIn(name)).split('=')
  await context.addCookies([{ name: cookie, value, url: centre.url }])
  const page = await context.newPage()
  await page.goto(centre.url + path)
  return page
}

/** Chromium has no push service here: its address and keys are those of the service in this test, and the rest is its own. */
const subscribedAs = ({ endpoint, keys }: TestSubscription): string => `{
  const subscription = {
    endpoint: ${JSON.stringify(endpoint)},
    options: { applicationServerKey: null },
    toJSON: () => (${JSON.stringify({ endpoint, keys })}),
    unsubscribe: async () => { there = null; return true },
  }
  let there = null
  PushManager.prototype.subscribe = async () => (there = subscription)
  PushManager.prototype.getSubscription = async () => there
}`

/** What the browser's own connection to its service would have done. */
async function deliver(cdp: CDPSession, scope: string, data: string): Promise<void> {
  const registrations = new Map<string, string>()
  cdp.on('ServiceWorker.workerRegistrationUpdated', (seen) => {
    for (const one of seen.registrations) registrations.set(one.scopeURL, one.registrationId)
  })
  await cdp.send('ServiceWorker.enable')
  const registrationId = await until('the worker is known', async () => registrations.get(scope))
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: new URL(scope).origin, registrationId, data })
  await cdp.send('ServiceWorker.disable')
}

const notes = (worker: Worker): Promise<readonly Shown[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as Scope
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }))
  })

/** What the worker's own scope has, whose types this file does not have. */
type Scope = {
  readonly registration: ServiceWorkerRegistration
  readonly NotificationEvent: new (type: string, of: { readonly notification: Notification | undefined }) => Event
  dispatchEvent(event: Event): void
  kept?: Notification | undefined
}
const keepNote = (worker: Worker): Promise<void> =>
  worker.evaluate(async () => {
    const scope = globalThis as unknown as Scope
    scope.kept = (await scope.registration.getNotifications())[0]
  })
/** Nobody can touch a headless screen: the browser's own event, for the note that was shown. */
const tapNote = (worker: Worker): Promise<void> =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as Scope
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification: scope.kept }))
  })

async function ordered(centre: Centre, cookie: string): Promise<{ readonly incident: string; readonly order: string }> {
  const label = { zh: '申嘉湖 K45+300 上行', en: 'S12 K45+300 up' }
  const place = { position: [120.75, 30.71], label, road: 'S12', kilometre: 45.3, carriageway: 'up' }
  const opened = await centre.post('/api/incidents', { kind: 'collision', priority: 1, place }, { cookie })
  // The doors' own answers; the test needs the ids out of them.
  const { incident } = (await opened.json()) as { incident: { id: string } }
  const sends = [{ agency: 'traffic-police', unit: 'tp-07' }]
  const sent = await centre.post(`/api/incidents/${incident.id}/orders`, { plan: null, sends }, { cookie })
  const { orders } = (await sent.json()) as { orders: { id: string }[] }
  return { incident: incident.id, order: orders[0]?.id ?? '' }
}

const openRoom = (service: TestPushService): Promise<Centre> =>
  openCentre({
    agencies: [{ id: 'traffic-police', kind: 'traffic-police' }],
    units: [
      { id: 'tp-07', agency: 'traffic-police', kind: 'patrol-car', token: 'token-of-the-car-0123456789abcdef0123' },
    ],
    people: [
      { name: 'officer', role: 'duty-officer' },
      { name: 'crew', role: 'field-officer', agency: 'traffic-police', unit: 'tp-07' },
      { name: 'room', role: 'agency-user', agency: 'traffic-police' },
    ],
    push: { subject: 'mailto:it@centre.example', services: [service.origin] },
  })

test('an order rings on a phone whose page is closed, and nowhere else', {
  skip: withoutChromium,
  timeout: 300_000,
}, async (t) => {
  const service = await openPushService()
  const centre = await openRoom(service)
  await centre.start()
  const browser = await openChromium()
  try {
    const officer = await centre.signIn('officer')
    for (const locale of ['en-GB', 'zh-CN'] as const) await t.test(locale, () => phone(locale, officer))
    await t.test('killed and started again, the centre rings nobody for what is over', async () => {
      const before = service.received.length
      process.kill(centre.pid() ?? 0, 'SIGKILL')
      await sleep(500)
      await centre.start()
      await sleep(2_000)
      assert.equal(service.received.length, before)
    })
  } finally {
    await browser.close()
    await centre.close()
    await service.close()
  }

  async function phone(locale: Locale, officer: string): Promise<void> {
    const words = WORDS[locale]
    const context = await browser.newContext({ viewport: PHONE, locale })
    await context.grantPermissions(['notifications'], { origin: centre.url })
    const subscription = service.subscribe()

    // As Chromium is: nobody can be reached, and the page says so.
    const page = await enter(centre, context, 'crew', '/field')
    const toggle = page.getByRole('switch')
    await toggle.getByText(words.off).click({ timeout: STEP_MS })
    await page.getByText(words.unreachable).waitFor({ timeout: STEP_MS })
    await shot(page, `push-unreachable-${locale}`)

    await context.addInitScript(subscribedAs(subscription))
    await page.reload()
    await toggle.getByText(words.off).click({ timeout: STEP_MS })
    await toggle.getByText(words.on, { exact: true }).waitFor({ timeout: STEP_MS })
    await shot(page, `push-on-${locale}`)
    const worker = await until('the worker', async () =>
      context.serviceWorkers().find((one) => one.url().endsWith('/field-worker.js')),
    )
    const scope = `${centre.url}/field`
    const watch = await context.newPage()
    const cdp = await context.newCDPSession(watch)
    const sent = (count: number): Promise<Pushed> =>
      until(
        'the push',
        async () => service.received.filter(({ path }) => subscription.endpoint.endsWith(path))[count - 1],
      )
    const inClear = async (count: number): Promise<string> =>
      JSON.stringify(service.read(await sent(count), subscription))

    // A page in sight rings itself.
    await page.bringToFront()
    const seen = await ordered(centre, officer)
    await page.getByText('K45+300').first().waitFor({ timeout: STEP_MS })
    await deliver(cdp, scope, await inClear(1))
    await sleep(1_000)
    assert.deepEqual(await notes(worker), [])
    await centre.post(`/api/incidents/${seen.incident}/closure`, { outcome: 'resolved' }, { cookie: officer })
    await sent(2)

    // The phone goes into the pocket.
    await page.goto('about:blank')
    const { incident, order } = await ordered(centre, officer)
    const told = await inClear(3)
    await deliver(cdp, scope, told)
    const [note] = await until('the note', async () => (await notes(worker)).length > 0 && (await notes(worker)))
    assert.equal(note?.title, words.order)
    assert.match(note?.body ?? '', /^S12 K45\+300 .+ · \d{8}-\d{4}-1$/)
    assert.doesNotMatch(JSON.stringify(note), /crew|officer/)

    // A tap while the page is there: it goes to the order by itself.
    await keepNote(worker)
    await page.goto(`${centre.url}/field`)
    await toggle.getByText(words.on, { exact: true }).waitFor({ timeout: STEP_MS })
    await until('the page has what was shown', async () => (await notes(worker)).length === 0)
    await tapNote(worker)
    await page.waitForURL((url) => url.searchParams.get('order') === order, { timeout: STEP_MS })

    // The withdrawal takes the order's place; what comes late is not shown over it.
    await page.goto('about:blank')
    await deliver(cdp, scope, told)
    await centre.post(`/api/incidents/${incident}/closure`, { outcome: 'resolved' }, { cookie: officer })
    await deliver(cdp, scope, await inClear(4))
    await until('the withdrawal', async () => (await notes(worker)).some(({ title }) => title === words.withdrawn))
    await deliver(cdp, scope, told)
    await sleep(700)
    assert.deepEqual(
      (await notes(worker)).map(({ title }) => title),
      [words.withdrawn],
    )

    // Whoever is out is not rung, also by what was under way.
    await page.goto(`${centre.url}/field`)
    await page.getByRole('button', { name: words.signOut }).click({ timeout: STEP_MS })
    await page.waitForURL(/sign-in/, { timeout: STEP_MS })
    await page.goto('about:blank')
    await deliver(cdp, scope, told)
    await sleep(700)
    assert.deepEqual(await notes(worker), [])

    // The next person at this browser is rung as who they are: an agency's room, by the console's worker.
    const room = await enter(centre, context, 'room', '/agency')
    await room.setViewportSize({ width: 1920, height: 1080 })
    await room.getByRole('switch').getByText(words.on, { exact: true }).waitFor({ timeout: STEP_MS })
    await shot(room, `push-agency-${locale}`)
    const console = await until('the worker of the console', async () =>
      context.serviceWorkers().find((one) => one.url().endsWith('/console-worker.js')),
    )
    await room.goto('about:blank')
    const last = await ordered(centre, officer)
    await deliver(cdp, `${centre.url}/`, await inClear(5))
    await until('the note', async () => (await notes(console)).some(({ title }) => title === words.order))
    await centre.post(`/api/incidents/${last.incident}/closure`, { outcome: 'resolved' }, { cookie: officer })
    await context.close()
  }
})
