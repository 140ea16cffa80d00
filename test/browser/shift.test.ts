/** A shift at the desk, by keyboard alone and in both languages: three incidents at once, one merged and un-merged, one escalated, one handed over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openChromium, withoutChromium } from './chromium.ts'
import { type Demo, startDemo } from './demo.ts'
import { enter, keyboard, type Locale, STEP_MS, shot } from './person.ts'

const WORDS = {
  'zh-CN': {
    officer: '王敏',
    rescuer: '马超',
    same: '同一事件？',
    absorbed: '并入的警情',
    handedOver: '已移交',
    at: [45.3, 45.4, 47.2],
  },
  'en-GB': {
    officer: 'Wang Min',
    rescuer: 'Ma Chao',
    same: 'The same event?',
    absorbed: 'Merged into this one',
    handedOver: 'Handed over',
    // Elsewhere, because the events of the first round still run.
    at: [43.3, 43.4, 44.6],
  },
} as const

/** What the desk knows of the incident that it shows: asked over HTTP, so that the test believes the record and not the picture. */
type Known = {
  readonly id: string
  readonly state: string
  readonly level: number
  readonly outcome?: string
  readonly into?: string
  readonly orders: readonly string[]
}
const incidentsOf = (page: Page): Promise<readonly Known[]> =>
  page.evaluate(async () => ((await (await fetch('/api/board')).json()) as { incidents: readonly Known[] }).incidents)

const selectedOf = (page: Page): string => new URL(page.url()).searchParams.get('incident') ?? ''

async function until(page: Page, what: string, holds: (incidents: readonly Known[]) => boolean): Promise<void> {
  const end = performance.now() + STEP_MS
  while (!holds(await incidentsOf(page))) {
    if (performance.now() > end) assert.fail(`${what}: ${JSON.stringify(await incidentsOf(page))}`)
    await page.waitForTimeout(100)
  }
}

async function shift(browser: Browser, demo: Demo, locale: Locale): Promise<void> {
  const words = WORDS[locale]
  const desk = await enter(browser, demo, locale, words.officer, '/')
  const { page } = desk
  const keys = keyboard(page)
  await page.locator('.queue').first().waitFor({ timeout: STEP_MS })

  /** Takes a call and answers the incident that it opened; the form is put away as it is. */
  const taken = async (said: string): Promise<string> => {
    const before = selectedOf(page)
    await keys.press('n')
    await page.locator('.call-kind input').waitFor({ timeout: STEP_MS })
    await keys.type(said)
    await page.locator('.place-line[aria-selected="true"]').waitFor({ timeout: STEP_MS })
    await keys.press('Enter')
    await page.waitForURL((url) => (url.searchParams.get('incident') ?? before) !== before, { timeout: STEP_MS })
    await page.locator('.acts-row .is-first[aria-disabled="false"]').waitFor({ timeout: STEP_MS })
    return selectedOf(page)
  }

  // One: a collision, ordered while the form is still empty.
  const first = await taken(`col s12 ${words.at[0]} u`)
  await keys.press('Enter')
  await until(page, 'ordered', (all) => all.some(({ id, state }) => id === first && state === 'ordered'))
  await keys.press('Escape')

  // Two: somebody tells the same crash again, and calls it a breakdown. It is proposed as one, merged, and was two after all.
  const second = await taken(`st s12 ${words.at[1]} u`)
  await keys.press('Escape')
  await page.getByText(words.same).waitFor({ timeout: STEP_MS })
  await shot(page, `shift-same-${locale}`)
  const before = (await incidentsOf(page)).filter(({ id }) => id === first || id === second)
  await keys.press('m')
  await until(page, 'merged', (all) => all.some(({ id, into }) => id === second && into === first))
  await page.getByText(words.absorbed).waitFor({ timeout: STEP_MS })
  await shot(page, `shift-merged-${locale}`)
  await keys.press('z')
  await until(page, 'two again', (all) => all.some(({ id, state }) => id === second && state === 'open'))
  const after = (await incidentsOf(page)).filter(({ id }) => id === first || id === second)
  assert.deepEqual(after, before)

  // Three: an obstacle on the other carriageway.
  const third = await taken(`obs s12 ${words.at[2]} d`)
  await keys.press('Escape')
  await until(page, 'three at once', (all) => {
    const open = all.filter(({ state }) => state === 'open' || state === 'ordered').map(({ id }) => id)
    return [first, second, third].every((id) => open.includes(id))
  })

  // The first is escalated: only what the level adds goes out.
  const numberOf = async (id: string): Promise<string> => {
    const all = await page.evaluate(
      async () =>
        ((await (await fetch('/api/board')).json()) as { incidents: { id: string; opened: { number: string } }[] })
          .incidents,
    )
    return all.find((one) => one.id === id)?.opened.number ?? ''
  }
  await keys.command(`go ${await numberOf(first)}`)
  await page.waitForURL((url) => url.searchParams.get('incident') === first, { timeout: STEP_MS })
  const had = (await incidentsOf(page)).find(({ id }) => id === first)?.orders.length ?? 0
  await keys.press('u')
  await page.locator('.acts-row .is-first[aria-disabled="false"]').waitFor({ timeout: STEP_MS })
  await shot(page, `shift-raised-${locale}`)
  await keys.press('Enter')
  await until(page, 'level two', (all) =>
    all.some(({ id, level, orders }) => id === first && level === 2 && orders.length > had),
  )

  // The third is handed over: it is ours until the other side signs, and then it is theirs.
  const rescue = await enter(browser, demo, locale, words.rescuer, '/agency')
  await keys.command(`go ${await numberOf(third)}`)
  await page.waitForURL((url) => url.searchParams.get('incident') === third, { timeout: STEP_MS })
  await keys.command('hand road-rescue')
  await until(page, 'offered', (all) => all.some(({ id, state }) => id === third && state === 'ordered'))
  const offer = (await incidentsOf(page)).find(({ id }) => id === third)?.orders.at(-1)
  await rescue.page.goto(`${demo.url}/agency?order=${offer}`)
  await rescue.page
    .locator('button[data-answer="signed-for"][aria-disabled="false"]')
    .first()
    .waitFor({ timeout: STEP_MS })
  await shot(rescue.page, `shift-offer-${locale}`)
  await rescue.page.keyboard.press('Enter')
  await until(page, 'handed over', (all) =>
    all.some(({ id, state, outcome }) => id === third && state === 'closed' && outcome === 'handed-over'),
  )
  await page.getByText(words.handedOver).first().waitFor({ timeout: STEP_MS })
  await shot(page, `shift-handed-over-${locale}`)

  for (const { troubles } of [desk, rescue]) assert.deepEqual(troubles, [])
  for (const { context } of [desk, rescue]) await context.close()
}

test('a shift: three incidents at once, one merged and un-merged, one escalated, one handed over, all by keyboard', {
  skip: withoutChromium,
  timeout: 600_000,
}, async () => {
  const demo = await startDemo()
  const browser = await openChromium()
  try {
    for (const locale of ['zh-CN', 'en-GB'] as const) await shift(browser, demo, locale)
  } finally {
    await browser.close()
    await demo.close()
  }
})
