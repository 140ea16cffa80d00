/** A crew takes a picture at the scene on a phone, loses the line and its page, and the desk and the agency's room see the picture on the incident once the line is back, in both languages. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DEVICE, exif, within } from '../../src/dispatch/picture/jpeg.fixture.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { type Demo, startDemo } from './demo.ts'
import { enter, keyboard, type Locale, PHONE, STEP_MS, shot } from './person.ts'

const WORDS = {
  'zh-CN': {
    officer: '王敏',
    crew: '陈浩',
    police: '孙洁',
    at: 45.3,
    what: '无需人脸',
    waiting: '1 张待发送',
    sent: '张已发送',
    told: '现场照片',
  },
  'en-GB': {
    officer: 'Wang Min',
    crew: 'Chen Hao',
    police: 'Sun Jie',
    at: 43.3,
    what: 'no plates',
    waiting: '1 waits to be sent',
    sent: 'sent',
    told: 'picture from the scene',
  },
} as const

const seen = (page: Page, text: string, within: string): Promise<void> =>
  page.locator(within).getByText(text).first().waitFor({ timeout: STEP_MS })

/** What a camera of this city sees now, as a phone would have written it: lying on its side, with device and place. */
async function phonePicture(desk: Page): Promise<Buffer> {
  const seen = await desk.evaluate(async () => {
    const { cameras } = (await (await fetch('/api/reference')).json()) as { cameras: { id: string }[] }
    for (let round = 0; round < 120; round++) {
      const reply = await fetch(`/api/cameras/${cameras[0]?.id}/still.jpg`)
      if (reply.ok) {
        const upright = await createImageBitmap(await reply.blob())
        const lying = document.createElement('canvas')
        lying.width = upright.height
        lying.height = upright.width
        const pen = lying.getContext('2d')
        pen?.translate(0, lying.height)
        pen?.rotate(-Math.PI / 2)
        pen?.drawImage(upright, 0, 0)
        const blob = await new Promise<Blob | null>((done) => lying.toBlob(done, 'image/jpeg', 0.9))
        return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))]
      }
      await new Promise((done) => setTimeout(done, 500))
    }
    return []
  })
  const jpeg = Buffer.from(within(Buffer.from(seen), exif()))
  assert.ok(seen.length > 1_000 && jpeg.includes(DEVICE))
  return jpeg
}

const choose = (page: Page, buffer: Buffer): Promise<void> =>
  page.locator('.fm-picture input[type="file"]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer })

/** How much of pictures lies in this browser. */
const keptPictures = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const opening = indexedDB.open('keyval-store')
        opening.onerror = () => fail(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keyval').objectStore('keyval').getAllKeys()
          reading.onsuccess = () => done(reading.result.filter((key) => String(key).startsWith('picture/')).length)
          reading.onerror = () => fail(reading.error)
        }
      }),
  )

async function play(t: TestContext, locale: Locale, demo: Demo, browser: Browser): Promise<void> {
  const words = WORDS[locale]
  const desk = await enter(browser, demo, locale, words.officer, '/')
  const { page } = desk
  const keys = keyboard(page)
  const looks: string[] = []
  page.on('request', (request) => void (request.url().includes('/api/stills/') && looks.push(request.url())))
  await page.locator('.queue').first().waitFor({ timeout: STEP_MS })
  const taken = await phonePicture(page)
  const crew = await enter(browser, demo, locale, words.crew, '/field')
  await crew.page.setViewportSize(PHONE)
  const room = await enter(browser, demo, locale, words.police, '/agency')
  await keys.command(`new collision s12 ${words.at.toFixed(1)} up sh`)
  await page.locator('.call-details, .call').first().waitFor({ timeout: STEP_MS })
  await keys.press('Escape')
  await page.locator('.call').waitFor({ state: 'detached', timeout: STEP_MS })
  await keys.command('order tp-07')
  await page.locator('.agencies').first().waitFor({ timeout: STEP_MS })

  // Only who has signed takes pictures.
  const press = (answer: string): Promise<void> => crew.page.locator(`button[data-answer="${answer}"]`).click()
  await crew.page.locator('button[data-answer="signed-for"]').waitFor({ timeout: STEP_MS })
  assert.equal(await crew.page.locator('.fm-picture').count(), 0)
  await press('signed-for')
  await seen(crew.page, words.what, '.fm-picture')
  await press('on-the-way')
  await shot(crew.page, `pictures-field-${locale}`)

  // Looked at first, upright; put away it is gone.
  await choose(crew.page, taken)
  const preview = crew.page.locator('.fm-picture-preview img')
  await preview.waitFor({ timeout: STEP_MS })
  const upright = await preview.evaluate((image: HTMLImageElement) => image.naturalWidth > image.naturalHeight)
  assert.ok(upright, 'drawn the way it was held')
  await shot(crew.page, `pictures-preview-${locale}`)
  await crew.page.locator('.fm-picture button').first().click()
  await preview.waitFor({ state: 'detached' })

  // Without a line: it waits, an answer given after it goes before it, and the page may close over it.
  await crew.context.setOffline(true)
  await choose(crew.page, taken)
  await crew.page.locator('[data-act="send-picture"]').click()
  await seen(crew.page, words.waiting, '.fm-picture-stand')
  await press('arrived')
  await crew.page.locator('button[data-answer="arrived"].is-waiting').waitFor({ timeout: STEP_MS })
  await shot(crew.page, `pictures-waiting-${locale}`)
  assert.equal(await keptPictures(crew.page), 1)
  await crew.context.route('**/pictures?*', (route) => route.abort())
  await crew.context.setOffline(false)
  await crew.page.reload()
  await crew.page.locator('button[data-answer="arrived"].is-done:not(.is-waiting)').waitFor({ timeout: STEP_MS })
  await seen(crew.page, words.waiting, '.fm-picture-stand')
  assert.equal(await page.locator('.pictures-strip li').count(), 0)
  await crew.context.unroute('**/pictures?*')
  await crew.page.evaluate(() => dispatchEvent(new Event('online')))
  await page.locator('.pictures-strip img').first().waitFor({ timeout: STEP_MS })
  await seen(crew.page, words.sent, '.fm-picture-stand')
  // The bytes go behind the word.
  while ((await keptPictures(crew.page)) > 0) await crew.page.waitForTimeout(100)

  // With a line it is on the incident at once.
  const other = await phonePicture(page)
  await choose(crew.page, other)
  await crew.page.locator('[data-act="send-picture"]').waitFor({ timeout: STEP_MS })
  const sentAt = performance.now()
  await crew.page.locator('[data-act="send-picture"]').click()
  await page.locator('.pictures-strip li:nth-child(2) img').waitFor({ timeout: STEP_MS })
  t.diagnostic(`${locale}: from the thumb to the desk in ${Math.round(performance.now() - sentAt)} ms`)
  await shot(page, `pictures-desk-${locale}`)

  // Large by its key, beside what is decided by it; the one before by the same key; back by Esc.
  const large = page.locator('.pictures-large img')
  await keys.press('i')
  await large.waitFor({ timeout: STEP_MS })
  const newest = await large.getAttribute('src')
  await shot(page, `pictures-large-${locale}`)
  await keys.press('i')
  await page.waitForFunction(
    (src) => document.querySelector('.pictures-large img')?.getAttribute('src') !== src,
    newest,
  )
  await keys.command('picture 2')
  await page.waitForFunction(
    (src) => document.querySelector('.pictures-large img')?.getAttribute('src') === src,
    newest,
  )
  await keys.press('Escape')
  await large.waitFor({ state: 'detached' })
  await page.locator('.timeline-title').click()
  await seen(page, words.told, '.timeline')
  await page.locator('.timeline li').getByText(words.told).first().scrollIntoViewIfNeeded()
  await shot(page, `pictures-timeline-${locale}`)

  // The agency's room sees them on its order.
  await room.page.locator('.pictures-strip img').first().waitFor({ timeout: STEP_MS })
  await room.page.locator('.pictures-strip button').first().click()
  await room.page.locator('.pictures-order figure img').waitFor({ timeout: STEP_MS })
  await room.page.locator('.pictures-order').scrollIntoViewIfNeeded()
  await shot(room.page, `pictures-agency-${locale}`)

  const asked = [...looks]
  // What is kept: in the order of what is urgent, with the thumb's own times, and bare.
  const account = await page.evaluate(async () => {
    const incident = new URL(location.href).searchParams.get('incident')
    const { facts } = (await (await fetch(`/api/incidents/${incident}/timeline`)).json()) as {
      facts: { fact: { type: string; at: number; still?: string } }[]
    }
    const pictured = facts.filter(({ fact }) => fact.type === 'pictured')
    const bytes = await Promise.all(
      pictured.map(async ({ fact }) => [
        ...new Uint8Array(await (await fetch(`/api/stills/${fact.still}`)).arrayBuffer()),
      ]),
    )
    const stills = pictured.map(({ fact }) => fact.still ?? '')
    return { stills, facts: facts.map(({ fact }) => ({ type: fact.type, at: fact.at })), bytes }
  })
  const types = account.facts.map(({ type }) => type)
  const [arrived, pictured] = ['arrived', 'pictured'].map((type) => account.facts.find((fact) => fact.type === type))
  assert.ok(types.indexOf('arrived') < types.indexOf('pictured'), types.join(' '))
  assert.ok(arrived && pictured && pictured.at < arrived.at, 'taken before, and sent behind')
  assert.equal(account.bytes.length, 2)
  // However often it is shown, each is asked for once: every asking leaves a trace.
  for (const still of account.stills) assert.equal(asked.filter((url) => url.endsWith(still)).length, 1)
  for (const bytes of account.bytes.map((list) => Buffer.from(list)))
    for (const trace of ['Exif', DEVICE, 'II*\0']) assert.ok(!bytes.includes(trace))

  await press('cleared')
  await crew.page.locator('.fm-picture').waitFor({ state: 'detached', timeout: STEP_MS })
  for (const { troubles } of [desk, crew, room]) assert.deepEqual(troubles, [])
  for (const { context } of [desk, crew, room]) await context.close()
}

test('what a crew photographs is on the incident, also when the line was lost', {
  skip: withoutChromium,
  timeout: 420_000,
}, async (t) => {
  const demo = await startDemo()
  const browser = await openChromium()
  try {
    for (const locale of ['zh-CN', 'en-GB'] as const) await play(t, locale, demo, browser)
  } finally {
    await browser.close()
    await demo.close()
  }
})
