/** A person at a screen of the centre: signs in by one click, types key by key and counts them, and keeps pictures when asked to. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export const DESK = { width: 1920, height: 1080 }
export const PHONE = { width: 390, height: 844 }
/** Shared machines are slow; a step that takes longer than this does not come. */
export const STEP_MS = 60_000

export type Locale = 'zh-CN' | 'en-GB'

/** FIRSTMINUTE_SHOTS=<folder> keeps pictures of what a test saw. */
const shots = process.env.FIRSTMINUTE_SHOTS

export async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

export type AtScreen = { readonly context: BrowserContext; readonly page: Page; readonly troubles: string[] }

/** Signs in as a newcomer does: by one click on the person's card. `troubles` gathers what the page threw. */
export async function enter(
  browser: Browser,
  centre: { readonly url: string },
  locale: Locale,
  person: string,
  path: string,
): Promise<AtScreen> {
  const context = await browser.newContext({ viewport: DESK, locale })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.goto(`${centre.url}/sign-in`)
  await page.getByRole('button', { name: person }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: STEP_MS })
  if (new URL(page.url()).pathname !== path) await page.goto(`${centre.url}${path}`)
  return { context, page, troubles }
}

export type Keyboard = {
  readonly type: (text: string) => Promise<void>
  readonly press: (key: string) => Promise<void>
  /** `/`, the words, Enter. */
  readonly command: (line: string) => Promise<void>
  readonly count: () => number
}

/** Presses keys one by one, and counts them. */
export function keyboard(page: Page): Keyboard {
  let count = 0
  const press = async (key: string): Promise<void> => {
    count += 1
    await page.keyboard.press(key)
  }
  const type = async (text: string): Promise<void> => {
    for (const key of text) await press(key === ' ' ? 'Space' : key)
  }
  return {
    press,
    type,
    async command(line) {
      await press('/')
      await type(line)
      await press('Enter')
    },
    count: () => count,
  }
}
