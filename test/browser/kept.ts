/** What a browser has kept of the last picture, and waiting until something of it is so. */
import type { Page } from 'playwright-core'
import { STEP_MS } from './person.ts'

/** Everything that the browser has kept of the picture, as text. */
export const kept = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((done, fail) => {
        const opening = indexedDB.open('keyval-store')
        opening.onerror = () => fail(opening.error)
        opening.onsuccess = () => {
          const { result } = opening
          if (!result.objectStoreNames.contains('keyval')) {
            done('')
            return
          }
          const reading = result.transaction('keyval').objectStore('keyval').get('last-picture')
          reading.onsuccess = () =>
            done(
              JSON.stringify(reading.result ?? '', (_key, value) =>
                value instanceof Map ? [...value.values()] : value,
              ),
            )
          reading.onerror = () => fail(reading.error)
        }
      }),
  )

export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + STEP_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((done) => setTimeout(done, 250))
  }
}
