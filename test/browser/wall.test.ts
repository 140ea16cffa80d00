/** The wall in the browser: its tiles fill from a living centre, what is opened elsewhere appears by itself, a reload and a server that is away are survived with the age of the picture, and nothing of a person is on it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Centre, openCentre } from '../centre.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { kept, until } from './kept.ts'
import { DESK, STEP_MS, shot } from './person.ts'

const WORDS = {
  'zh-CN': {
    lang: 'zh',
    quiet: '暂无进行中的警情',
    tiles: ['进行中警情', '联动单位', '力量', '相机'],
    kind: '交通事故',
    where: 'S12 K45+300 上行',
    unsigned: '待签收 1',
    today: '零时以来受理，其中 1 起进行中',
    old: /起未接收\s*（.*秒）/,
  },
  'en-GB': {
    lang: 'en',
    quiet: 'Nothing runs',
    tiles: ['Running incidents', 'Agencies', 'Units', 'Cameras'],
    kind: 'Collision',
    where: 'S12 K45+300 up carriageway',
    unsigned: '1 unsigned',
    today: 'opened since midnight; 1 of them still run',
    old: /Not receiving since .*\s*\(.* s\)/,
  },
} as const
type Locale = keyof typeof WORDS

/** What a caller said of themselves, and who works here. */
const PERSONAL = /Li Lei|13800000000|first-officer/

const opened = async (centre: Centre, cookie: string): Promise<string> => {
  const reply = await centre.post(
    '/api/incidents',
    {
      kind: 'collision',
      priority: 1,
      place: {
        position: [120.75, 30.71],
        label: { zh: '申嘉湖 K45+300 上行', en: 'S12 K45+300 up' },
        road: 'S12',
        kilometre: 45.3,
        carriageway: 'up',
      },
      caller: { name: 'Li Lei', phone: '13800000000' },
    },
    { cookie },
  )
  assert.equal(reply.status, 201)
  const { incident } = (await reply.json()) as { incident: { id: string } }
  return incident.id
}

async function shows(page: Page, locale: Locale): Promise<void> {
  const words = WORDS[locale]
  const running = page.locator('.wall-running')
  await running.getByText(words.kind).first().waitFor({ timeout: STEP_MS })
  await running.getByText(words.where).first().waitFor({ timeout: STEP_MS })
  for (const tile of words.tiles)
    await page.locator('.wall-tile h2').getByText(tile).first().waitFor({ timeout: STEP_MS })
  assert.ok(!PERSONAL.test(await page.content()), 'nothing of a person is on the wall')
  assert.equal(await page.locator('.wall button:visible').count(), 0, 'nothing can be pressed')
}

for (const locale of ['en-GB', 'zh-CN'] as const)
  test(`the wall fills by itself, survives a reload and an absent server, and shows nobody (${locale})`, {
    skip: withoutChromium,
    timeout: 240_000,
  }, async () => {
    const words = WORDS[locale]
    const centre = await openCentre({
      agencies: [{ id: 'traffic-police', kind: 'traffic-police' }],
      people: [{ name: 'first-officer', role: 'duty-officer' }],
    })
    await centre.start()
    const browser = await openChromium()
    try {
      const cookie = await centre.signIn('first-officer')
      const [name = '', value = ''] = cookie.split('=')
      const context = await browser.newContext({ viewport: DESK, locale })
      await context.addCookies([{ name, value, url: centre.url }])
      const page = await context.newPage()
      const troubles: string[] = []
      page.on('pageerror', (error) => troubles.push(error.message))
      await page.goto(`${centre.url}/wall?lang=${words.lang}`)
      await page.getByText(words.quiet).first().waitFor({ timeout: STEP_MS })
      await page.evaluate(() => document.body.setAttribute('data-same-page', 'yes'))

      // Opened and ordered at another desk: nobody reloads a wall.
      const incident = await opened(centre, cookie)
      await shows(page, locale)
      const ordered = await centre.post(
        `/api/incidents/${incident}/orders`,
        { plan: null, sends: [{ agency: 'traffic-police', unit: null }] },
        { cookie },
      )
      assert.ok(ordered.ok, await ordered.text())
      await page.locator('.wall-agency').getByText(words.unsigned).first().waitFor({ timeout: STEP_MS })
      await page.locator('.wall-today').getByText(words.today).waitFor({ timeout: STEP_MS })
      assert.equal(await page.locator('body[data-same-page="yes"]').count(), 1)
      await shot(page, `wall-live-${locale}`)
      await page.reload()
      await shows(page, locale)

      await until('the worker has kept the page', () =>
        page.evaluate(async () => (await caches.match('/', { cacheName: 'firstminute-console' })) !== undefined),
      )
      await until('the picture is kept', async () => (await kept(page)).includes('collision'))
      assert.ok(!/Li Lei|13800000000/.test(await kept(page)), 'nothing of the caller is kept')
      await centre.stop()
      await page.locator('.wall-head').getByText(words.old).waitFor({ timeout: STEP_MS })
      await shows(page, locale)
      await page.reload()
      await page.locator('.wall-head').getByText(words.old).waitFor({ timeout: STEP_MS })
      await shows(page, locale)
      await shot(page, `wall-away-${locale}`)
      await centre.start()
      await page.locator('.wall-head').getByText(words.old).waitFor({ state: 'detached', timeout: STEP_MS })
      assert.deepEqual(troubles, [])
    } finally {
      await browser.close()
      await centre.close()
    }
  })
