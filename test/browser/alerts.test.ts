/** Alerts and road messages as the desk sees them: a gale comes in by CAP, an officer tells the public by one key, and the message ends with its incident; in both languages, without a reload. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { type CapAlert, capAlert } from '../../src/dispatch/exchange/cap.ts'
import { readCap, writeCap } from '../../src/dispatch/exchange/cap-xml.ts'
import { capTime } from '../../src/dispatch/exchange/public-alert.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { startDemo } from './demo.ts'

const STEP_MS = 60_000
const WORDS = {
  'zh-CN': { officer: '王敏', gale: '大风橙色预警', standing: /已对外发布，距研判/, over: '随警情结束' },
  'en-GB': {
    officer: 'Wang Min',
    gale: 'Gale warning',
    standing: /Public since .* after the verdict/,
    over: 'Over with the incident',
  },
} as const
const shots = process.env.FIRSTMINUTE_SHOTS

function gale(at: readonly [number, number]): CapAlert {
  const now = Date.now()
  const said = (language: string, event: string, headline: string, instruction: string) => ({
    language,
    category: ['Met' as const],
    event,
    urgency: 'Expected' as const,
    severity: 'Severe' as const,
    certainty: 'Likely' as const,
    expires: capTime(now + 3 * 3_600_000),
    headline,
    instruction,
    area: [{ areaDesc: 'Hecheng', circle: [`${at[1]},${at[0]} 2`] }],
  })
  return capAlert.parse({
    identifier: `gale-${now}`,
    sender: 'weather.example',
    sent: capTime(now),
    status: 'Actual',
    msgType: 'Alert',
    scope: 'Public',
    info: [
      said('zh-CN', '大风', '大风橙色预警', '空车、罩车减速或就近停靠。'),
      said('en', 'Gale', 'Gale warning', 'Empty and high vehicles slow down or stop at the next area.'),
    ],
  })
}

const config = z.looseObject({
  sensors: z.array(z.looseObject({ token: z.string() })).min(1),
  cameras: z.array(z.looseObject({ position: z.tuple([z.number(), z.number()]) })).min(1),
})

test('a gale comes in, the public is told and told that it is over', {
  skip: withoutChromium,
  timeout: 300_000,
}, async () => {
  const demo = await startDemo()
  const browser = await openChromium()
  try {
    const { sensors, cameras } = config.parse(JSON.parse(readFileSync(demo.configFile, 'utf8')))
    const place = cameras[0]?.position ?? [0, 0]
    const heard = await fetch(`${demo.url}/api/alerts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sensors[0]?.token}`, 'content-type': 'application/cap+xml' },
      body: writeCap(gale(place)),
    })
    assert.equal(heard.status, 201, await heard.text())
    for (const locale of ['zh-CN', 'en-GB'] as const) {
      const words = WORDS[locale]
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale })
      const page = await context.newPage()
      const troubles: string[] = []
      page.on('pageerror', (error) => troubles.push(error.message))
      await page.goto(`${demo.url}/sign-in`)
      await page.getByRole('button', { name: words.officer }).click()
      await page.waitForURL((url) => url.pathname === '/', { timeout: STEP_MS })
      await page.getByText(words.gale).waitFor({ timeout: STEP_MS })

      const opened = await page.request.post(`${demo.url}/api/incidents`, {
        headers: { origin: demo.url, 'idempotency-key': crypto.randomUUID() },
        data: {
          kind: 'collision',
          priority: 2,
          place: {
            position: place,
            label: { zh: 'S12 上行 K45+300', en: 'S12 up K45+300' },
            road: 'S12',
            kilometre: 45.3,
            carriageway: 'up',
            zone: 'lane',
          },
        },
      })
      assert.equal(opened.status(), 201, await opened.text())
      const { incident } = z.object({ incident: z.looseObject({ id: z.string() }) }).parse(await opened.json())
      await page.locator(`[data-key*="${incident.id}"]`).click({ timeout: STEP_MS })
      await page.keyboard.press('p')
      await page.getByText(words.standing).waitFor({ timeout: STEP_MS })
      const href = (await page.locator('a[href^="/public/alerts/"]').getAttribute('href')) ?? ''
      const standing = readCap(await (await fetch(demo.url + href)).text())
      assert.equal(standing.ok && standing.value.msgType, 'Alert')
      if (shots) {
        mkdirSync(shots, { recursive: true })
        await page.getByRole('button', { name: locale === 'zh-CN' ? '防范提示' : 'What to do' }).click()
        await page.waitForTimeout(1_500)
        await page.screenshot({ path: join(shots, `alerts-${locale}.png`) })
      }

      await page.keyboard.press('x')
      await page.getByText(words.over).waitFor({ timeout: STEP_MS })
      const over = readCap(await (await fetch(demo.url + href)).text())
      assert.equal(over.ok && over.value.msgType, 'Cancel')
      assert.deepEqual(troubles, [])
      await context.close()
    }
  } finally {
    await browser.close()
    await demo.close()
  }
})
