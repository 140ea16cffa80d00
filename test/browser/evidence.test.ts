/** Video sensing as people use it, with real processes: a camera is calibrated in the browser, a car stops, the PTZ brings zoomed pictures, the clip is played, a masked copy leaves the house. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Centre, openCentre } from '../centre.ts'
import { openChromium, withoutChromium } from './chromium.ts'
import { DESK, shot } from './person.ts'
import { openRoadCamera, type RoadCamera } from './road-camera.ts'

const WEIGHTS = '../shared/data/models/yolox_nano_coco80_416.onnx'
const STEP_MS = 40_000
/** A background is learnt, a car brakes for seven seconds and stands for ten; shared machines take longer. */
const WARNING_MS = 90_000
/** A clip ends a minute behind its warning. */
const CLIP_MS = 120_000
/** Every frame of ninety seconds is read twice and written once. */
const COPY_MS = 480_000
/** Until the detector knows the empty road after it was drawn anew. */
const LEARN_MS = 15_000

const without =
  withoutChromium ||
  (spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'needs ffmpeg: sudo apt-get install ffmpeg') ||
  (existsSync(WEIGHTS) ? false : `needs ${WEIGHTS}`)

let road: RoadCamera
let centre: Centre
let browser: Browser

before(async () => {
  if (without) return
  road = await openRoadCamera()
  centre = await openCentre({
    agencies: [],
    people: [{ name: 'zhou-lei', role: 'supervisor' }],
    cameras: [
      {
        id: road.id,
        name: { zh: 'S12 K45+300 上行', en: 'S12 K45+300 up' },
        position: [120.75, 30.71],
        view: road.view,
        road: { road: 'S12', kilometre: 45.3, carriageway: 'up' },
        source: road.stream,
        // A corner of the sky: as configured it will never warn.
        zones: [
          {
            kind: 'shoulder',
            polygon: [
              [0, 0],
              [60, 0],
              [60, 40],
            ],
          },
        ],
        ptz: {
          onvif: road.onvif,
          source: road.stream,
          home: 'home',
          presets: [{ token: 'home' }, { token: 'shoulder', zone: 'shoulder', fromKm: 45, toKm: 46 }],
        },
      },
    ],
  })
  const added = spawnSync(
    process.execPath,
    ['bin/firstminute.mjs', 'model', 'add', WEIGHTS, '--config', centre.configFile],
    { encoding: 'utf8' },
  )
  assert.equal(added.status, 0, added.stderr + added.stdout)
  await centre.start()
  browser = await openChromium()
})
after(async () => {
  await browser?.close()
  await centre?.close()
  await road?.close()
})

async function enter(): Promise<{ context: BrowserContext; page: Page; troubles: string[] }> {
  const [name = '', value = ''] = (await centre.signIn('zhou-lei')).split(/=(.*)/s)
  const context = await browser.newContext({ viewport: DESK, locale: 'en-GB', acceptDownloads: true })
  await context.addCookies([{ name, value, url: centre.url }])
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  return { context, page, troubles }
}

/** Clicks a pixel of the camera's view where the page shows it. */
async function clickAt(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  const box = await page.locator('.stage svg').boundingBox()
  assert.ok(box)
  const edge = (value: number, most: number): number => Math.min(most - 1, Math.max(1, value))
  await page.mouse.click(
    box.x + (edge(x, road.view.width) / road.view.width) * box.width,
    box.y + (edge(y, road.view.height) / road.view.height) * box.height,
  )
}

async function calibrate(page: Page): Promise<void> {
  await page.goto(`${centre.url}/cameras?camera=${road.id}`)
  await page.locator('.stage img').waitFor({ timeout: STEP_MS })

  // The zone in the sky goes, by keys; Undo would bring it back.
  await page.keyboard.press(']')
  await page.keyboard.press('Delete')
  await page.locator('.zones li').waitFor({ state: 'detached' })
  await page.keyboard.press('s')
  const corners = road.shoulder.filter((_, index) => index % 2 === 0)
  for (const corner of corners.slice(0, 2)) await clickAt(page, corner)
  // Esc loses nothing: the outline stays, and its key goes on with it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('s')
  for (const corner of corners.slice(2)) await clickAt(page, corner)
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('.stage-zone.is-shoulder').count(), 1)

  await page.keyboard.press('g')
  for (const [index, { pixel, metres }] of road.ground.entries()) {
    await clickAt(page, pixel)
    const row = page.locator('.ground tbody tr').nth(index)
    await row.locator('input').first().fill(String(metres[0]))
    // The fourth is typed with two digits in the wrong order of size.
    await row
      .locator('input')
      .last()
      .fill(String(index === 3 ? metres[1] + 40 : metres[1]))
    await page.locator('.editor-tools').click({ position: { x: 400, y: 5 } })
  }
  const error = page.locator('.ground-error')
  await error.and(page.getByRole('alert')).waitFor()
  assert.match((await error.textContent()) ?? '', /Refused above 1\.0 m\. Correct point 4 first/)
  const save = page.getByRole('button', { name: /Save drawing 1/ })
  assert.equal(await save.getAttribute('aria-disabled'), 'true')
  await shot(page, 'calibrate-refused')

  const wrong = road.ground[3]
  assert.ok(wrong)
  await page.locator('.ground tbody tr').nth(3).locator('input').last().fill(String(wrong.metres[1]))
  await error.and(page.getByRole('status')).waitFor()
  assert.ok((await page.locator('.stage-grid').count()) > 8, 'the metre grid lies over the road')
  await page.keyboard.press('Escape')
  await shot(page, 'calibrate-drawn')

  // Tried on what was recorded, and stopped again.
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.locator('.trial-bar').waitFor({ timeout: STEP_MS })

  await page.keyboard.press('Control+s')
  await page.getByText(/Drawing 1 is in force/).waitFor({ timeout: STEP_MS })
  await shot(page, 'calibrate-saved')
}

async function judgeWithPtz(page: Page): Promise<void> {
  await page.goto(centre.url)
  await page.waitForTimeout(LEARN_MS)
  road.stopCar()
  const warning = page.locator('.queue-row').first()
  await warning.waitFor({ timeout: WARNING_MS })
  await warning.click()
  await page.locator('.zoomed img').first().waitFor({ timeout: WARNING_MS })
  // The live picture moves as H.264.
  await page.locator('.picture-frame[data-comes="video"]').waitFor({ timeout: STEP_MS })
  const stands = () =>
    page.locator('video.moving').evaluate((video) => 'currentTime' in video && Number(video.currentTime))
  const then = await stands()
  await page.waitForTimeout(1_500)
  assert.notEqual(await stands(), then, 'the live picture moves on')
  await shot(page, 'desk-ptz')
  assert.ok(road.device.heard.includes('GotoPreset') || road.device.heard.includes('AbsoluteMove'), 'the PTZ turned')
  await page.keyboard.press('t')
  await page.keyboard.press('Enter')
  await page.waitForURL(/incident=/, { timeout: STEP_MS })
}

async function playAndExport(page: Page): Promise<void> {
  // The key needs the incident on the board; it comes a moment after the address names it. Only an incident has a timeline.
  await page.locator('.side section.timeline').waitFor({ timeout: STEP_MS })
  await page.keyboard.press('e')
  const clip = page.locator('video.evidence-clip')
  await clip.waitFor({ timeout: CLIP_MS })
  const played = await clip.evaluate(async (video) => {
    // Chromium's own element; the page runs apart from this file's types.
    const element = video as HTMLVideoElement
    await element.play()
    await new Promise((moved) => setTimeout(moved, 2_000))
    return { at: element.currentTime, lasts: element.duration, width: element.videoWidth }
  })
  assert.ok(played.at > 0.5 && played.lasts > 55, `played ${played.at} s of ${played.lasts} s`)
  assert.equal(played.width, road.view.width)
  await shot(page, 'desk-evidence')

  await page.locator('.evidence-why input').fill('2026-118')
  await page.locator('button[data-asks="masked"]').click()
  await page.locator('li[data-copy="making"] progress').waitFor({ timeout: STEP_MS })
  await page.locator('li[data-copy="made"], li[data-copy="failed"]').waitFor({ timeout: COPY_MS })
  const copy = page.locator('li[data-copy="made"]')
  assert.equal(await copy.count(), 1, (await page.locator('.copies').textContent()) ?? '')
  await shot(page, 'desk-copy')
  const downloading = page.waitForEvent('download')
  await copy.getByRole('link').click()
  const file = await (await downloading).path()
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  assert.ok((await copy.textContent())?.includes(sha256), 'the file is the copy whose hash is on record')
}

test('a camera is calibrated, a car stops, the PTZ looks, the clip is played and a masked copy leaves the house', {
  skip: without,
  timeout: 900_000,
}, async () => {
  const { context, page, troubles } = await enter()
  try {
    await calibrate(page)
    await judgeWithPtz(page)
    await playAndExport(page)
  } catch (error) {
    await shot(page, 'failed')
    throw error
  }
  assert.deepEqual(troubles, [])
  await context.close()
})
