/** `npm start` as a newcomer runs it, in a folder of its own: the whole chain with the rendered camera, for browser tests. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../centre.ts'

export type Demo = {
  readonly url: string
  readonly folder: string
  readonly configFile: string
  close(): Promise<void>
}

const READY_WITHIN_MS = 120_000

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'firstminute-demo-'))
  // As root the embedded database runs as another user, who has to pass through.
  chmodSync(folder, 0o711)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['bin/firstminute.mjs', 'demo', '--port', String(port), '--folder', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-8_000)
    })
  const until = performance.now() + READY_WITHIN_MS
  for (;;) {
    const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (reply) => reply.ok,
      () => false,
    )
    if (ready) break
    if (child.exitCode !== null || performance.now() > until) throw new Error(`the demo did not start:\n${said}`)
    await sleep(200)
  }
  return {
    url,
    folder,
    configFile: join(folder, 'firstminute.config.json'),
    async close() {
      const gone = new Promise((done) => child.once('exit', done))
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
