/** The room's own work by keyboard, in both languages: an exercise with its mark on every screen, a note that reaches the crew, METHANE to the agency, a broadcast that is read, and a shift handed over item by item. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openChromium, withoutChromium } from './chromium.ts'
import { startDemo } from './demo.ts'
import { enter, keyboard, type Locale, PHONE, STEP_MS, shot } from './person.ts'

const WORDS = {
  'zh-CN': {
    officer: '王敏',
    supervisor: '周磊',
    rescuer: '马超',
    crew: '陈浩',
    exercise: '演练',
    note: '隔音屏内侧路肩仅宽二点一米，拖车难停',
    owner: '高速公司桥隧岗',
    reason: '十月两次剐蹭',
    broadcast: 'K40 起大雾，请开灯慢行',
    hazards: '柴油泄漏，占两条车道',
    log: '二号摄像机画面偏暗，已报修',
    at: 45.3,
  },
  'en-GB': {
    officer: 'Wang Min',
    supervisor: 'Zhou Lei',
    rescuer: 'Ma Chao',
    crew: 'Chen Hao',
    exercise: 'EXERCISE',
    note: 'Shoulder only 2.1 m wide here: no room for a tow truck',
    owner: 'road operator, structures',
    reason: 'two mirrors lost in October',
    broadcast: 'Fog from K40 on: keep the lamps on',
    hazards: 'diesel on two lanes',
    log: 'camera two is dark, repair is called',
    at: 43.3,
  },
} as const

const seen = (page: Page, text: string, within = 'body'): Promise<void> =>
  page.locator(within).getByText(text).first().waitFor({ timeout: STEP_MS })

/** Opens the incident by the command line and orders road rescue and the motorcycle police to it. */
async function called(page: Page, at: number): Promise<void> {
  const keys = keyboard(page)
  await keys.command(`new collision s12 ${at.toFixed(1)} up sh`)
  await page.locator('.call-details, .call').first().waitFor({ timeout: STEP_MS })
  await keys.press('Escape')
  await page.locator('.call').waitFor({ state: 'detached', timeout: STEP_MS })
}

async function play(
  locale: Locale,
  demo: { readonly url: string },
  browser: Awaited<ReturnType<typeof openChromium>>,
): Promise<void> {
  const words = WORDS[locale]
  const desk = await enter(browser, demo, locale, words.officer, '/')
  const { page } = desk
  await page.locator('.queue').first().waitFor({ timeout: STEP_MS })
  const keys = keyboard(page)

  // A real incident, and a note on its place.
  await called(page, words.at)
  await keys.command('premises')
  await page.locator('.notes-body button').first().click()
  await page.locator('#note-text').fill(words.note)
  await page.locator('#note-owner').fill(words.owner)
  await page.locator('#note-reason').fill(words.reason)
  await shot(page, `room-note-form-${locale}`)
  await page.locator('.shift-fields button[type="submit"]').click()
  await seen(page, words.note, '.notes-body')
  await shot(page, `room-notes-${locale}`)
  await keys.press('Escape')
  await seen(page, words.note, '.side')
  await shot(page, `room-at-place-${locale}`)

  // Ordered: the agency reads the note and the report on its own order.
  await keys.command('order road-rescue tp-07')
  await page.locator('.agencies').first().waitFor({ timeout: STEP_MS })
  const agency = await enter(browser, demo, locale, words.rescuer, '/agency')
  await seen(agency.page, words.note, '.fm-order')
  await keys.press('g')
  await page.locator('#methane-hazards').fill(words.hazards)
  await shot(page, `room-methane-form-${locale}`)
  await keys.press('Control+Enter')
  await seen(page, words.hazards, '.side')
  await seen(agency.page, words.hazards, '.fm-order')
  await shot(agency.page, `room-agency-${locale}`)
  await shot(page, `room-methane-${locale}`)

  // A crew, who heeds it on the phone.
  const crew = await enter(browser, demo, locale, words.crew, '/field')
  await crew.page.setViewportSize(PHONE)
  await seen(crew.page, words.note)
  await seen(crew.page, words.hazards)
  await shot(crew.page, `room-field-${locale}`)

  // A broadcast, read at the agency and here by one key.
  await keys.press('/')
  await keys.type('broadcast 30m ')
  // As an input method does it: no key bears a Chinese character.
  await page.keyboard.insertText(words.broadcast)
  await keys.press('Enter')
  await seen(page, words.broadcast, '.room-strip')
  await seen(agency.page, words.broadcast, '.room-strip')
  await shot(page, `room-broadcast-${locale}`)
  await agency.page.locator('.room-strip button').click()
  await agency.page.locator('.room-strip').waitFor({ state: 'detached', timeout: STEP_MS })
  await keys.press('y')
  await page.locator('.room-strip').waitFor({ state: 'detached', timeout: STEP_MS })

  // An exercise: its band, its mark here and at the agency, and nothing of it for the agency's own system.
  await keys.command('exercise on')
  await page.locator('.exercise-band').first().waitFor({ timeout: STEP_MS })
  await called(page, words.at + 1.2)
  await keys.command('order road-rescue')
  await seen(page, words.exercise, '.side .exercise-mark')
  await shot(page, `room-exercise-${locale}`)
  const outside = await page.evaluate(async () => {
    const { orders } = (await (await fetch('/api/board')).json()) as {
      orders: { issued: { channel: string; brief: { exercise?: true } } }[]
    }
    return orders.filter(({ issued }) => issued.brief.exercise && issued.channel !== 'console').length
  })
  assert.equal(outside, 0)
  await seen(agency.page, words.exercise, '.fm-room-list .exercise-mark')
  await agency.page.keyboard.press('Enter')
  await seen(agency.page, words.exercise, '.fm-order .exercise-mark')
  await shot(agency.page, `room-exercise-agency-${locale}`)
  await keys.press('x')
  await keys.command('exercise off')
  await page.locator('.exercise-band').waitFor({ state: 'detached', timeout: STEP_MS })

  // Held for later.
  await called(page, words.at + 2.4)
  await keys.command('hold 2h escort at nine')
  await page.locator('.hold-line').waitFor({ timeout: STEP_MS })

  // The shift: log, hand-over, signed down by Enter at the supervisor's desk.
  await keys.press('s')
  await page.locator('.shift-body').waitFor({ timeout: STEP_MS })
  const start = page.locator('.shift-body .is-first')
  if ((await start.count()) > 0) {
    const started = page.waitForResponse((reply) => reply.url().endsWith('/api/shift'), { timeout: STEP_MS })
    await start.first().click()
    await started
    // One act of the room at a time: the next one waits until this one has been put away.
    await page.waitForTimeout(500)
  }
  await page.locator('.shift-form input').fill(words.log)
  await page.locator('.shift-form input').press('Enter')
  await seen(page, words.log, '.shift-list')
  await page.locator('.shift-body section').first().locator('p button').first().click()
  await page.locator('.shift-list li.is-due').first().waitFor({ timeout: STEP_MS })
  await shot(page, `room-hand-over-${locale}`)
  const relief = await enter(browser, demo, locale, words.supervisor, '/')
  await relief.page.locator('.queue').first().waitFor({ timeout: STEP_MS })
  await keyboard(relief.page).press('s')
  await relief.page.locator('.shift-list li.is-due').first().waitFor({ timeout: STEP_MS })
  await shot(relief.page, `room-relief-${locale}`)
  for (let left = await relief.page.locator('.shift-list li.is-due').count(); left > 0; left--) {
    await relief.page.locator('.shift-list li.is-due button:focus').first().waitFor({ timeout: STEP_MS })
    await relief.page.keyboard.press('Enter')
    await relief.page.waitForFunction(
      (want) => document.querySelectorAll('.shift-list li.is-due').length <= want,
      left - 1,
      { timeout: STEP_MS },
    )
  }
  await relief.page.locator('.shift-body .is-first[aria-disabled="false"]').waitFor({ timeout: STEP_MS })
  await relief.page.keyboard.press('Enter')
  await relief.page.locator('.shift-list li.is-due').first().waitFor({ state: 'detached', timeout: STEP_MS })
  await seen(page, words.supervisor, '.shift-body')
  await shot(page, `room-taken-over-${locale}`)
  for (const one of [desk, agency, crew, relief]) {
    assert.deepEqual(one.troubles, [])
    await one.context.close()
  }
}

for (const locale of ['zh-CN', 'en-GB'] as const)
  test(`the room keeps its notes, its shift and its exercises by keyboard, and every other screen follows (${locale})`, {
    skip: withoutChromium,
    timeout: 600_000,
  }, async () => {
    // Each in a city of its own: a crew that is still out would be relieved by another.
    const demo = await startDemo()
    const browser = await openChromium()
    try {
      await play(locale, demo, browser)
    } finally {
      await browser.close()
      await demo.close()
    }
  })
