/** Lets the console open without the server: registers its worker, where the browser has one, and tells it to keep the files of this build. */

/** The start of the page is for the page. */
const AFTER_MS = 3_000

let started = false

/** Browsers offer workers over https and on the machine itself only; without one a reload needs the server. */
export function startWorker(): void {
  if (started || !('serviceWorker' in navigator) || !isSecureContext) return
  started = true
  setTimeout(() => {
    void (async () => {
      await navigator.serviceWorker.register('/console-worker.js', { scope: '/' })
      const { active } = await navigator.serviceWorker.ready
      active?.postMessage('keep')
    })().catch(() => {
      // Without room or permission the page is as before.
    })
  }, AFTER_MS)
}
