/** What holds on the roads, played in the browser: said by a command and by the form, drawn and listed at the desk, at an agency and at a crew, lifted again; and the crew's way by road. */
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
  'zh-CN': {
    officer: '王敏',
    agency: '马超',
    crew: '陈浩',
    closed: '封闭',
    form: {
      open: '登记路况',
      from: '起点',
      to: /^终点/,
      reason: '原因',
      say: /^登记$/,
      point: '在地图上点两下',
      slow: '缓行，约 3 倍时间',
    },
    by: '路程',
    section: '当前路况',
  },
  'en-GB': {
    officer: 'Wang Min',
    agency: 'Ma Chao',
    crew: 'Chen Hao',
    closed: 'closed',
    form: {
      open: 'Say what holds on a road',
      from: 'From',
      to: /^To /,
      reason: 'Why',
      say: 'Say it',
      point: 'Two clicks on the map',
      slow: 'slow, 3× as long',
    },
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

/** Two clicks fill both ends; typed kilometres take their place; and it is said until the time that stands there. */
async function byForm(page: Page, words: (typeof WORDS)[keyof typeof WORDS]['form'], locale: string): Promise<void> {
  await page.getByRole('button', { name: words.open }).click()
  const form = page.locator('.road-form')
  await form.getByRole('button', { name: words.point }).click()
  const map = await page.locator('.map-box').boundingBox()
  if (!map) throw new Error('no map')
  for (const share of [0.45, 0.55]) {
    await page.locator('.map-pointing').waitFor({ timeout: STEP_MS })
    await page.mouse.click(map.x + map.width * share, map.y + map.height / 2)
    await page.waitForTimeout(600)
  }
  await form.locator('b').nth(1).waitFor({ timeout: STEP_MS })
  await shot(page, `roads-form-clicked-${locale}`)
  for (const [name, place] of [
    [words.from, 's12 45 d'],
    [words.to, 's12 46 d'],
  ] as const) {
    await form.locator('p').filter({ hasText: name }).getByRole('button').click()
    await form.getByRole('combobox', { name }).fill(place)
    await form.locator('.place-line[aria-selected="true"]').getByText('S12').first().waitFor({ timeout: STEP_MS })
    await form.getByRole('combobox', { name }).press('Enter')
    await form.getByRole('combobox', { name }).waitFor({ state: 'detached', timeout: STEP_MS })
  }
  await form.locator('select').selectOption('slow')
  await form.locator('input[type="number"]').fill('3')
  await form.getByLabel(words.reason).fill('fog')
  await shot(page, `roads-form-${locale}`)
  await form.getByRole('button', { name: words.say }).click()
  await form.waitFor({ state: 'detached', timeout: STEP_MS })
  await page.getByText(words.slow).first().waitFor({ timeout: STEP_MS })
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
      await command(desk, 'order tp-07 road-rescue')
      await crew.getByText(words.by).first().waitFor({ timeout: STEP_MS })
      await command(desk, 'reach')
      await desk.locator('.map-legend').getByText('15').waitFor({ timeout: STEP_MS })
      await desk.waitForTimeout(1_500)
      await shot(desk, `roads-desk-${locale}`)
      await shot(agency, `roads-agency-${locale}`)
      await shot(crew, `roads-crew-${locale}`)
      await command(desk, 'reach off')
      await byForm(desk, words.form, locale)
      for (const page of [agency, crew])
        await page.locator('.fm-place-map[data-roads="2"]').waitFor({ timeout: STEP_MS })
      await desk.waitForTimeout(1_000)
      await shot(desk, `roads-form-said-${locale}`)
      await shot(agency, `roads-agency-map-${locale}`)
      await shot(crew, `roads-crew-map-${locale}`)
      await command(desk, 'road lift 2')
      await desk.getByText(words.form.slow).first().waitFor({ state: 'detached', timeout: STEP_MS })
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
