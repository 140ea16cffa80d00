/** What holds on the roads, played in the browser: said by a command, drawn and listed at the desk, at an agency and at a crew, lifted again; and the crew's way by road. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openChromium, withoutChromium } from './chromium.ts'
import { startDemo } from './demo.ts'

const DESK = { width: 1920, height: 1080 }
const PHONE = { width: 390, height: 844 }
const STEP_MS = 60_000
const shots = process.env.FIRSTMINUTE_SHOTS

const WORDS = {
  'zh-CN': { officer: '王敏', agency: '马超', crew: '陈浩', closed: '封闭', by: '路程', section: '当前路况' },
  'en-GB': {
    officer: 'Wang Min',
    agency: 'Ma Chao',
    crew: 'Chen Hao',
    closed: 'closed',
    by: 'by road',
    section: 'On the roads now',
  },
} as const

async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

async function enter(browser: Browser, url: string, locale: string, person: string, viewport = DESK): Promise<Page> {
  const page = await (await browser.newContext({ viewport, locale })).newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByRole('button', { name: person }).click()
  await page.waitForURL((at) => at.pathname !== '/sign-in', { timeout: STEP_MS })
  return page
}

async function command(page: Page, line: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

test('a closure said at the desk is on every screen at once, and a crew is led by the roads', {
  skip: withoutChromium,
  timeout: 600_000,
}, async () => {
  const demo = await startDemo()
  const browser = await openChromium()
  try {
    for (const locale of ['en-GB', 'zh-CN'] as const) {
      const words = WORDS[locale]
      const desk = await enter(browser, demo.url, locale, words.officer)
      const agency = await enter(browser, demo.url, locale, words.agency)
      const crew = await enter(browser, demo.url, locale, words.crew, PHONE)
      await desk.locator('.queue').first().waitFor({ timeout: STEP_MS })

      await command(desk, 'road close s12 47-48.5 u 60m lorry on its side')
      for (const page of [desk, agency, crew]) {
        const list = page.getByRole('region', { name: words.section }).first()
        await list.getByText(words.closed).first().waitFor({ timeout: STEP_MS })
        await list.getByText('lorry on its side').first().waitFor({ timeout: STEP_MS })
      }
      // An order for the crew's own unit: its phone shows the way by road, not the straight line.
      await command(desk, 'new col s12 49 u')
      await desk.locator('.call-details').waitFor({ timeout: STEP_MS })
      await desk.keyboard.press('Escape')
      await command(desk, 'order tp-07')
      await crew.getByText(words.by).first().waitFor({ timeout: STEP_MS })
      await command(desk, 'reach')
      await desk.locator('.map-legend').getByText('15').waitFor({ timeout: STEP_MS })
      await desk.waitForTimeout(1_500)
      await shot(desk, `roads-desk-${locale}`)
      await shot(agency, `roads-agency-${locale}`)
      await shot(crew, `roads-crew-${locale}`)
      await command(desk, 'reach off')
      await command(desk, 'road lift 1')
      for (const page of [desk, agency])
        await page.getByRole('region', { name: words.section }).waitFor({ state: 'detached', timeout: STEP_MS })
      for (const page of [desk, agency, crew]) await page.context().close()
    }
  } finally {
    await browser.close()
    await demo.close()
  }
})
