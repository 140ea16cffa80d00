import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openChromium, withoutChromium } from './chromium.ts'
import { type Demo, startDemo } from './demo.ts'
import { enter, type Locale, PHONE, STEP_MS, shot } from './person.ts'

/** The first stop of the simulated camera comes within this of a quiet machine; shared machines take longer. */
const FIRST_WARNING_MS = 150_000

const WORDS = {
  'zh-CN': {
    officer: '王敏',
    agencies: ['孙洁', '马超', '林悦'],
    byRoad: /路程 /,
    signed: /签收\s*3\s*\/\s*3/,
    arrived: /到场\s*3\s*\/\s*3/,
  },
  'en-GB': {
    officer: 'Wang Min',
    agencies: ['Sun Jie', 'Ma Chao', 'Lin Yue'],
    byRoad: / by road/,
    signed: /Signed for\s*3\s*\/\s*3/i,
    arrived: /Arrived\s*3\s*\/\s*3/i,
  },
} as const
async function firstMinute(browser: Browser, demo: Demo, locale: Locale): Promise<void> {
  const words = WORDS[locale]
  const agencies = []
  for (const person of words.agencies) agencies.push(await enter(browser, demo, locale, person, '/agency'))
  const desk = await enter(browser, demo, locale, words.officer, '/')
  const { page } = desk

  // The warning comes by itself; nobody reloads anything.
  const warning = page.locator('.queue-row').first()
  await warning.waitFor({ timeout: FIRST_WARNING_MS })
  await shot(page, `desk-warning-${locale}`)
  await warning.click()
  await page.keyboard.press('t')
  await page.keyboard.press('Enter')
  // A true verdict leads to its incident, and the address says which.
  await page.waitForURL(/incident=/, { timeout: STEP_MS })
  // One act for all three; the plan is proposed once the incident is there.
  await page.getByText(words.byRoad).first().waitFor({ timeout: STEP_MS })
  await shot(page, `desk-plan-${locale}`)
  await page.keyboard.press('Enter')

  for (const agency of agencies) {
    const signFor = agency.page.locator('button[data-answer="signed-for"]')
    await signFor.waitFor({ timeout: STEP_MS })
    await signFor.click()
  }
  await page.getByText(words.signed).first().waitFor({ timeout: STEP_MS })
  await shot(page, `desk-signed-${locale}`)
  for (const answer of ['on-the-way', 'arrived'])
    for (const agency of agencies) {
      const button = agency.page.locator(`button[data-answer="${answer}"][aria-disabled="false"]`)
      await button.waitFor({ timeout: STEP_MS })
      await button.click()
    }
  await page.getByText(words.arrived).first().waitFor({ timeout: STEP_MS })
  const [first] = agencies
  if (first) {
    await shot(first.page, `agency-${locale}`)
    await first.page.setViewportSize(PHONE)
    await shot(first.page, `agency-phone-${locale}`)
  }
  for (const agency of agencies) await agency.page.locator('button[data-answer="cleared"]').first().click()
  await shot(page, `desk-arrived-${locale}`)
  await page.setViewportSize(PHONE)
  await page.waitForTimeout(500)
  await shot(page, `desk-phone-${locale}`)
  for (const { troubles } of [desk, ...agencies]) assert.deepEqual(troubles, [])
  for (const { context } of [desk, ...agencies]) await context.close()
}

/** What stands in the centre's own account of it: asked over HTTP as the officer. */
async function accountOf(demo: Demo): Promise<{ readonly types: readonly string[]; readonly agencies: number }> {
  const signIn = await fetch(`${demo.url}/api/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: demo.url },
    body: JSON.stringify({ person: 'wang-min' }),
  })
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const ask = async (path: string): Promise<Record<string, unknown>> =>
    // Our own server's answer; the assertions below say what must be in it.
    (await (await fetch(`${demo.url}${path}`, { headers: { cookie } })).json()) as Record<string, unknown>
  const { incidents } = (await ask('/api/board')) as { incidents: { id: string; state: string; orders: string[] }[] }
  const incident = incidents.find(({ orders }) => orders.length === 3)
  assert.ok(incident, 'an incident with three orders stands on the board')
  const { facts } = (await ask(`/api/incidents/${incident.id}/timeline`)) as {
    facts: { recordedAt: number; by: { id: string }; fact: { type: string; at: number } }[]
  }
  for (const { recordedAt, by, fact } of facts)
    assert.ok(recordedAt > 0 && fact.at > 0 && by.id, 'every fact has both clocks and its author')
  return { types: facts.map(({ fact }) => fact.type), agencies: incident.orders.length }
}

/** The account of it: who, what, when; the export proves it, and one changed byte in it is named. */
async function accountHolds(demo: Demo): Promise<void> {
  const { types, agencies } = await accountOf(demo)
  for (const type of ['raised', 'judged', 'opened', 'ordered'])
    assert.equal(types.filter((t) => t === type).length, 1, type)
  for (const type of ['issued', 'delivered', 'signed-for', 'set-out', 'arrived'])
    assert.equal(types.filter((t) => t === type).length, agencies, type)
  const file = join(demo.folder, 'journal.ndjson')
  const cli = (...args: string[]) => spawnSync(process.execPath, ['bin/firstminute.mjs', ...args], { encoding: 'utf8' })
  const exported = cli('export', '--config', demo.configFile, '--out', file)
  assert.equal(exported.status, 0, exported.stderr)
  const whole = cli('verify', file)
  assert.equal(whole.status, 0, whole.stdout)
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('"type":"signed-for"')
  const changed = `${file}.changed`
  writeFileSync(changed, `${text.slice(0, at + 8)}S${text.slice(at + 9)}`)
  const line = text.slice(0, at).split('\n').length - 1
  const broken = cli('verify', changed)
  assert.equal(broken.status, 1)
  const number = /"seq":(\d+)/.exec(text.split('\n')[line] ?? '')?.[1]
  assert.match(broken.stdout, new RegExp(`Fact ${number}\\b`), 'the changed fact is named by its number')
}

const TITLES: Record<Locale, string> = {
  'zh-CN': 'an unreported emergency becomes three signed orders and a provable account, in Chinese',
  'en-GB': 'the same in English',
}
for (const locale of ['zh-CN', 'en-GB'] as const)
  test(TITLES[locale], { skip: withoutChromium, timeout: 420_000 }, async () => {
    const demo = await startDemo()
    const browser = await openChromium()
    try {
      await firstMinute(browser, demo, locale)
      await accountHolds(demo)
    } finally {
      await browser.close()
      await demo.close()
    }
  })
