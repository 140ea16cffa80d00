/** The server goes away under an open desk and under a closed one: the last picture stays readable with its age, nothing can be pressed, and the desk is live again by itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { type Centre, openCentre } from '../centre.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { kept, until } from './kept.ts'
import { STEP_MS, shot } from './person.ts'

const WORDS = {
  'zh-CN': { away: '服务器无应答：仅可查看，不能操作。', banner: /服务器无应答。画面停留在/ },
  'en-GB': {
    away: 'The server is away: this can be read, not acted on.',
    banner: /The server is away\. What you see is from/,
  },
} as const
type Locale = keyof typeof WORDS

async function openRoom(): Promise<Centre> {
  const centre = await openCentre({
    agencies: [{ id: 'traffic-police', kind: 'traffic-police' }],
    people: [{ name: 'officer', role: 'duty-officer' }],
  })
  await centre.start()
  const cookie = await centre.signIn('officer')
  const label = { zh: '申嘉湖 K45+300 上行', en: 'S12 K45+300 up' }
  const reply = await centre.post(
    '/api/incidents',
    {
      kind: 'collision',
      priority: 1,
      place: { position: [120.75, 30.71], label, road: 'S12', kilometre: 45.3, carriageway: 'up' },
      caller: { name: 'Li Lei', phone: '13800000000' },
    },
    { cookie },
  )
  assert.equal(reply.status, 201)
  return centre
}

async function enter(centre: Centre, context: BrowserContext): Promise<Page> {
  const cookie = await centre.signIn('officer')
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: centre.url }])
  const page = await context.newPage()
  await page.goto(centre.url)
  await page.locator('.queue-row').click({ timeout: STEP_MS })
  return page
}

async function stayReadable(page: Page, locale: Locale, selected = true): Promise<void> {
  await page.getByText(WORDS[locale].banner).waitFor({ timeout: STEP_MS })
  if (selected) await page.locator('.queue-row').waitFor({ timeout: STEP_MS })
  else await page.locator('.queue-row').click({ timeout: STEP_MS })
  const act = page.locator('.acts .fm-button').first()
  await act.getByText(WORDS[locale].away).waitFor({ timeout: STEP_MS })
  assert.equal(await act.getAttribute('aria-disabled'), 'true')
  await page.keyboard.press('x')
  await page.locator('.command-said', { hasText: WORDS[locale].away }).waitFor({ timeout: STEP_MS })
}

/** One hand on the keyboard: the time of the call, what, where, one order with its clocks, and in. */
async function enterPaper(page: Page, locale: Locale): Promise<void> {
  await page.goto(new URL('/forms?show=enter', page.url()).href)
  const time = async (label: string, minutesAgo: number): Promise<void> => {
    const at = new Date(Date.now() - minutesAgo * 60_000)
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    await page.getByLabel(label, { exact: true }).fill(local)
  }
  const words =
    locale === 'zh-CN'
      ? {
          called: '报警时间',
          ordered: '下令',
          signed: '电话签收',
          arrived: '到场',
          place: '地点',
          send: /录入/,
          add: '增加一条指令',
        }
      : {
          called: 'Call came in',
          ordered: 'Ordered',
          signed: 'Taken by phone',
          arrived: 'On scene',
          place: 'Place',
          send: /^Enter/,
          add: 'One more order',
        }
  await time(words.called, 90)
  await page.getByLabel(words.place, { exact: true }).fill('30.71, 120.75')
  await page.locator('.place-field [role="option"]').first().waitFor({ timeout: STEP_MS })
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: words.add }).press('Enter')
  await page.locator('.forms-enter fieldset select').first().selectOption('traffic-police')
  await time(words.ordered, 88)
  await time(words.signed, 87)
  await time(words.arrived, 70)
  await page.getByRole('button', { name: words.send }).last().press('Enter')
  await page.locator('.forms-enter output', { hasText: /\d{8}-\d{4}/ }).waitFor({ timeout: STEP_MS })
  await shot(page, `forms-enter-${locale}`)
  await page.goto(new URL('/', page.url()).href)
  await page.locator('.later-mark').first().waitFor({ timeout: STEP_MS })
}

for (const locale of ['en-GB', 'zh-CN'] as const)
  test(`without its server the desk stays readable, also after a reload, and is live again by itself (${locale})`, {
    skip: withoutChromium,
    timeout: 300_000,
  }, async () => {
    const centre = await openRoom()
    const browser = await openChromium()
    try {
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale })
      const page = await enter(centre, context)
      await until('the worker has kept the page', () =>
        page.evaluate(async () => (await caches.match('/', { cacheName: 'firstminute-console' })) !== undefined),
      )
      await until('the picture is kept', async () => (await kept(page)).includes('collision'))
      assert.ok(!/Li Lei|13800000000/.test(await kept(page)), 'nothing of the caller is kept')

      await centre.stop()
      await stayReadable(page, locale)
      await page.reload()
      await stayReadable(page, locale)
      await shot(page, `desk-away-${locale}`)
      // Paper is there when nothing else is: numbered, and the board as it was.
      await page.goto(`${centre.url}/forms?show=board`)
      await page.locator('.sheet td', { hasText: '-0001' }).waitFor({ timeout: STEP_MS })
      await page.goto(`${centre.url}/forms`)
      await page.locator('.sheet', { hasText: 'P-0005' }).waitFor({ timeout: STEP_MS })
      await shot(page, `forms-${locale}`)
      await page.goto(centre.url)
      await stayReadable(page, locale, false)

      await centre.start()
      await page.locator('.desk-cut').waitFor({ state: 'detached', timeout: STEP_MS })
      await page.locator('.acts .fm-button[aria-disabled="false"]').first().waitFor({ timeout: STEP_MS })

      await enterPaper(page, locale)

      await page.getByRole('button', { name: locale === 'zh-CN' ? '退出' : 'Sign out' }).click()
      await page.waitForURL(/sign-in/, { timeout: STEP_MS })
      // The page may still be on its way to the sign-in: then it is looked at again.
      await until('nothing stays behind when the person goes', async () => (await kept(page).catch(() => '')) === '""')
    } finally {
      await browser.close()
      await centre.close()
    }
  })
