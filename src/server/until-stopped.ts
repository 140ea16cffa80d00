/** Opens something, keeps it until Ctrl-C or SIGTERM, and closes it in order; a start that fails is one sentence and exit code 1. */
import { say } from './say.ts'

type Closable = { close(): Promise<void> }

const CLOSE_WITHIN_MS = 20_000

export async function untilStopped<T extends Closable>(
  open: () => Promise<T>,
  opened: (thing: T) => void | Promise<void>,
): Promise<number> {
  let stop: () => void = () => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  // Signals are taken from the very start, so that an interrupted start is still cleaned up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  let thing: T
  try {
    thing = await open()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  }
  await opened(thing)
  await stopped
  say('Stopping …')
  const late = setTimeout(() => {
    say('Something did not stop in time; ending anyway.')
    process.exit(1)
  }, CLOSE_WITHIN_MS)
  late.unref()
  await thing.close()
  clearTimeout(late)
  say('Stopped.')
  return 0
}
