/** A call by keyboard alone, in both languages: how many keys it takes until the recommended orders are out, and that a forced place is flagged until it is verified. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openChromium, withoutChromium } from './chromium.ts'
import { startDemo } from './demo.ts'
import { enter, keyboard, STEP_MS, shot } from './person.ts'

/** docs/coverage.md: the scripted call (place, type, recommended orders). */
const MOST_KEYS = 25

const WORDS = {
  'zh-CN': {
    officer: '王敏',
    kilometre: 'S12 K45+300 下行',
    unverified: '地点未核实',
    flag: '尚无人核实',
    sure: '确在此处',
  },
  'en-GB': {
    officer: 'Wang Min',
    kilometre: 'S12 K45+300 down',
    unverified: 'place unverified',
    flag: 'Nobody has verified',
    sure: 'It is there',
  },
} as const

test('the scripted call takes at most 25 keys, and an unverified place says so until somebody verifies it', {
  skip: withoutChromium,
  timeout: 600_000,
}, async () => {
  const demo = await startDemo()
  const browser = await openChromium()
  try {
    for (const locale of ['en-GB', 'zh-CN'] as const) {
      const words = WORDS[locale]
      const { context, page, troubles } = await enter(browser, demo, locale, words.officer, '/')
      await page.locator('.queue').first().waitFor({ timeout: STEP_MS })
      const keys = keyboard(page)

      await keys.press('n')
      await page.locator('.call-kind input').waitFor({ timeout: STEP_MS })
      await keys.type('col s12 45.3 d')
      await page.locator('.place-line[aria-selected="true"]').getByText(words.kilometre).waitFor({ timeout: STEP_MS })
      await shot(page, `call-place-${locale}`)
      await keys.press('Enter')
      // The incident exists: its plan is proposed while the rest of the form is still empty.
      await page.locator('.call-details').waitFor({ timeout: STEP_MS })
      await page.locator('.plan-table, .side table').first().waitFor({ timeout: STEP_MS })
      await page.locator('.acts-row .is-first[aria-disabled="false"]').waitFor({ timeout: STEP_MS })
      await shot(page, `call-opened-${locale}`)
      await keys.press('Enter')
      await page.locator('.agencies').first().waitFor({ timeout: STEP_MS })
      console.log(`${locale}: ${keys.count()} keys until the orders were out`)
      assert.ok(keys.count() <= MOST_KEYS, `${keys.count()} keys`)

      // What the caller says afterwards is saved by Enter, and the panel goes.
      await keys.type('smoke in the tunnel')
      await keys.press('Enter')
      await page.locator('.call').waitFor({ state: 'detached', timeout: STEP_MS })

      // A place that nobody knows: Esc loses nothing of it, and it can be forced.
      await keys.press('n')
      await keys.type('obs behind the old mill')
      await page.locator('.place-said.is-none').waitFor({ timeout: STEP_MS })
      await keys.press('Escape')
      await page.locator('.call').waitFor({ state: 'detached', timeout: STEP_MS })
      await keys.press('n')
      assert.equal(await page.locator('.place-field input').inputValue(), 'behind the old mill')
      await page.locator('.place-said.is-none').waitFor({ timeout: STEP_MS })
      await shot(page, `call-unknown-${locale}`)
      await keys.press('Control+Enter')
      await page.getByText(words.flag).first().waitFor({ timeout: STEP_MS })
      await page.locator('.queue').getByText(words.unverified).first().waitFor({ timeout: STEP_MS })
      await shot(page, `call-unverified-${locale}`)
      // Verified by what a crew reports: the place is put right, and the flag goes.
      await keys.press('Escape')
      await keys.command('place ok')
      await page.getByText(words.flag).first().waitFor({ state: 'detached', timeout: STEP_MS })
      assert.equal(await page.locator('.queue').getByText(words.unverified).count(), 0)

      // The same by the command line, in one line.
      await keys.command('new med s12 46 u sh')
      await page.locator('.call-details').waitFor({ timeout: STEP_MS })
      assert.deepEqual(troubles, [])
      await context.close()
    }
  } finally {
    await browser.close()
    await demo.close()
  }
})
