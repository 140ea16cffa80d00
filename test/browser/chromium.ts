/** Debian's Chromium for browser tests; where it is missing the test is skipped with one plain line. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const found = PLACES.find((place) => existsSync(place))

/** For `test(…, { skip })`: false, or the line that says what is missing. */
export const withoutChromium: string | false = found ? false : 'needs Chromium: sudo apt-get install chromium'

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: found ?? PLACES[0] ?? '',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The map needs WebGL where there is no graphics card. How the page itself is drawn there is left to the browser:
      // told to draw all of it through a card in software, it needs 50 ms for each picture.
      '--enable-unsafe-swiftshader',
    ],
  })
}
