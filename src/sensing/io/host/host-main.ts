/** The detector host that the server starts itself: orders on stdin, what it says on stdout, one JSON line each; it ends with its stdin. */
import { createInterface } from 'node:readline'
import { openHost } from './host.ts'
import { type HostSaid, orderOf } from './host-wire.ts'

const [recordings = 'recordings', models = 'data', capacity = '64'] = process.argv.slice(2)
const host = openHost({ capacity: Number(capacity), cameras: [], recordings, models })
let isEnding = false

function say(said: HostSaid): void {
  // A server that does not read loses pictures, never warnings.
  if ((said.kind === 'picture' || said.kind === 'video') && process.stdout.writableNeedDrain) return
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  setTimeout(() => process.exit(), 2_000).unref()
  await host.close()
  process.exit()
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = orderOf(line)
    if (order) host.hear(order)
  })
  // The server's end, however it came, closes our stdin: nothing watches on alone.
  .on('close', () => void end())
process.stdout.on('error', () => void end())
process.on('SIGINT', () => {})
process.on('SIGTERM', () => void end())
host.speakTo(say)
