/** For tests: video files played over HTTP at their own pace, as a camera's stream. */
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Plays files one after the other at their own pace, as one stream; then closes, or says nothing more. */
export async function play(
  parts: readonly { file: string; seconds: number }[],
  then: 'close' | 'silence',
): Promise<{ url: string; close(): void }> {
  const feed = async (response: ServerResponse): Promise<void> => {
    for (const { file, seconds } of parts) {
      const bytes = readFileSync(file)
      const steps = Math.ceil(seconds * 10)
      for (let step = 0; step < steps && !response.destroyed; step += 1) {
        response.write(
          bytes.subarray(Math.floor((step * bytes.length) / steps), Math.floor(((step + 1) * bytes.length) / steps)),
        )
        await sleep(100)
      }
    }
    if (then === 'close') response.end()
  }
  const server = createServer((_request, response) => void feed(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // node:net answers a string for pipes only
  return {
    url: `http://127.0.0.1:${port}/camera.ts`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
