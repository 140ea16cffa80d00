/** Looking back as people do it: a desk and an agency follow a real centre in browsers, and a supervisor afterwards sees what they saw, second by second, equal to what they said. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Centre, openCentre } from '../centre.ts'
import { openChromium, withoutChromium } from './chromium.ts'

const DESK = { width: 1920, height: 1080 }
const STEP_MS = 60_000
const TOW_TOKEN = 'a1'.repeat(20)
const PLACE = { position: [120.75, 30.71], label: { zh: 'S12 上行 K45+300', en: 'S12 up K45+300' } }

/** FIRSTMINUTE_SHOTS=<folder> keeps pictures of what the test saw. */
const shots = process.env.FIRSTMINUTE_SHOTS
async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

let centre: Centre
let browser: Browser

before(async () => {
  if (withoutChromium) return
  const nobody = { url: 'http://127.0.0.1:9/', secret: 'long enough for a webhook secret' }
  centre = await openCentre({
    agencies: [
      { id: 'road-rescue', kind: 'road-rescue', ...nobody },
      { id: 'ambulance', kind: 'ambulance', ...nobody },
    ],
    units: [{ id: 'rr-01', agency: 'road-rescue', kind: 'tow-truck', token: TOW_TOKEN }],
    people: [
      { name: 'wang-min', role: 'duty-officer' },
      { name: 'zhou-lei', role: 'supervisor' },
      { name: 'rescue-desk', role: 'agency-user', agency: 'road-rescue' },
    ],
  })
  await centre.start()
  browser = await openChromium()
})
after(async () => {
  await browser?.close()
  await centre?.close()
})

async function enter(name: string, locale: 'zh-CN' | 'en-GB'): Promise<BrowserContext> {
  const cookie = await centre.signIn(name)
  const context = await browser.newContext({ viewport: DESK, locale })
  const [key = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name: key, value, url: centre.url }])
  return context
}

async function done<T>(path: string, body: unknown, cookie: string): Promise<T> {
  const answer = await centre.post(path, body, { cookie })
  assert.ok(answer.ok, `${path}: ${answer.status}`)
  // The door's own answer; the test needs only the ids out of it.
  return (await answer.json()) as T
}

test('what was on a screen is shown again, equal to what the screen said of itself, and a report counts it', {
  skip: withoutChromium,
  timeout: 300_000,
}, async () => {
  const officer = await centre.signIn('wang-min')
  const desk = await (await enter('wang-min', 'en-GB')).newPage()
  const agency = await (await enter('rescue-desk', 'en-GB')).newPage()
  await desk.goto(`${centre.url}/`)
  await agency.goto(`${centre.url}/agency`)
  const began = Date.now()
  const opened = await done<{ incident: { id: string; opened: { number: string } } }>(
    '/api/incidents',
    { kind: 'collision', priority: 1, place: PLACE },
    officer,
  )
  const { id, opened: incident } = opened.incident
  await sleep(1_500)
  const sends = ['road-rescue', 'ambulance'].map((to) => ({ agency: to, unit: null }))
  const { orders } = await done<{ orders: { id: string }[] }>(
    `/api/incidents/${id}/orders`,
    { plan: null, sends },
    officer,
  )
  const ordered = Date.now()
  for (const step of [0, 1, 2]) {
    const place = { lat: 30.7 + step * 0.004, lon: 120.74 + step * 0.004 }
    const report = { _type: 'location', ...place, tst: Math.floor(Date.now() / 1000) - 2 + step }
    const answer = await centre.post('/positions', report, { token: TOW_TOKEN })
    assert.equal(answer.status, 200, await answer.text())
  }
  const rescue = await centre.signIn('rescue-desk')
  for (const answer of ['signed-for', 'on-the-way']) {
    await sleep(1_000)
    await done(`/api/orders/${orders[0]?.id}/answers`, { answer, at: Date.now(), unit: 'rr-01' }, rescue)
  }
  await desk.getByText(incident.number).first().waitFor({ timeout: STEP_MS })
  // Long enough for every screen to have said its view.
  await sleep(14_000)
  const told = Date.now()

  const context = await enter('zhou-lei', 'en-GB')
  const past = await context.newPage()
  await past.goto(`${centre.url}/replay?at=${told}&incident=${id}`)
  await past.getByText('Equal to what the console said').waitFor({ timeout: STEP_MS })
  await past.getByText('On the way').first().waitFor({ timeout: STEP_MS })
  await past.locator('.map-box .maplibregl-canvas').waitFor({ timeout: STEP_MS })
  await sleep(1_500)
  assert.equal(await past.getByText('no position').count(), 0)
  await shot(past, 'replay-en')
  // Before the call there was nothing; after it, the incident without its orders; then its orders.
  await past.goto(`${centre.url}/replay?at=${began - 500}`)
  await past.getByText('No console of this kind had said anything').waitFor({ timeout: STEP_MS })
  assert.equal(await past.getByText(incident.number).count(), 0)
  await past.keyboard.press(']')
  await past.getByText('Collision').first().waitFor({ timeout: STEP_MS })
  assert.equal(await past.locator('.queue-row').count(), 1)
  assert.ok(Number(new URL(past.url()).searchParams.get('at')) < ordered)
  // As the agency had it: its own order and nothing else.
  await past.goto(`${centre.url}/replay?at=${told}&as=agency:road-rescue`)
  await past.getByText('Equal to what the console said').waitFor({ timeout: STEP_MS })
  assert.equal(await past.locator('.queue-row').count(), 0)
  // It plays on by itself and stops where it is told to.
  await past.goto(`${centre.url}/replay?at=${began}`)
  await past.getByText('Pause').or(past.getByText('Play')).first().waitFor({ timeout: STEP_MS })
  await past.keyboard.press(' ')
  await past.getByText('Collision').first().waitFor({ timeout: STEP_MS })
  await past.keyboard.press(' ')
  // Nothing of the past can be acted on.
  await past.locator('.queue-row').first().click()
  assert.equal(await past.locator('.replay-past button:enabled').count(), 0)

  await past.goto(`${centre.url}/report?incident=${id}`)
  await past.getByText('After-action report').first().waitFor({ timeout: STEP_MS })
  await past.locator('.report-sketch polyline').first().waitFor({ state: 'attached', timeout: STEP_MS })
  await shot(past, 'report-incident-en')
  await past.goto(`${centre.url}/report?from=${began - 1_000}&to=${told}`)
  await past.getByText('The four clocks').waitFor({ timeout: STEP_MS })
  const row = past.getByRole('row').filter({ hasText: 'Issued' })
  assert.match((await row.first().innerText()) ?? '', /2/)

  const chinese = await (await enter('zhou-lei', 'zh-CN')).newPage()
  await chinese.goto(`${centre.url}/replay?at=${told}&incident=${id}`)
  await chinese.getByText('一致').waitFor({ timeout: STEP_MS })
  await chinese.locator('.map-box .maplibregl-canvas').waitFor({ timeout: STEP_MS })
  await sleep(1_500)
  await shot(chinese, 'replay-zh')
  await chinese.goto(`${centre.url}/report?from=${began - 1_000}&to=${told}`)
  await chinese.getByText('四项时限').waitFor({ timeout: STEP_MS })
  await shot(chinese, 'report-zh')
})
