/** What the bench puts into the page: it notes for every key the time from the key to the end of the frame that shows its effect, and when the first row of the list was painted. */

/** `after`: what was selected once the frame was painted. `eventMs`: the browser's own Event Timing, in steps of 8 ms from 16 ms on. */
export type Painted = { readonly key: string; readonly ms: number; readonly after: string }
export type Noted = {
  readonly keys: readonly Painted[]
  readonly eventMs: readonly number[]
  readonly longTasksMs: readonly number[]
  /** Milliseconds since the navigation began; null: not yet. */
  readonly firstRowMs: number | null
}

/** Runs in the page before anything else; it stands alone, because the browser gets its text. */
export function probe(): void {
  const noted: { keys: Painted[]; eventMs: number[]; longTasksMs: number[]; firstRowMs: number | null } = {
    keys: [],
    eventMs: [],
    longTasksMs: [],
    firstRowMs: null,
  }
  Object.assign(globalThis, { noted })
  /** The first task behind the next frame: by then the frame is painted. */
  const painted = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = then
      port2.postMessage(null)
    })
  }
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      painted(() => {
        const after =
          key === '/'
            ? String(document.querySelector('.command input') !== null)
            : (document.querySelector('.queue-row[aria-current="true"]')?.getAttribute('data-key') ?? '')
        noted.keys.push({ key, ms: performance.now() - timeStamp, after })
      })
    },
    true,
  )
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') noted.eventMs.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.longTasksMs.push(entry.duration)
  }).observe({ type: 'longtask' })
  const watch = new MutationObserver(() => {
    if (!document.querySelector('.queue-row')) return
    watch.disconnect()
    painted(() => {
      noted.firstRowMs = performance.now()
    })
  })
  watch.observe(document, { childList: true, subtree: true })
}
