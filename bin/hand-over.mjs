// Runs a TypeScript entry under Node 24: in this process when it is new enough, otherwise in a child that gets every signal.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED_MAJOR = 24

/** The Node 24 binary that `npm ci` installed, or null where the package is missing. */
function installedNode() {
  try {
    const home = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : null
  } catch {
    return null
  }
}

export async function handOver(entry, args) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
    process.argv = [process.argv[0], fileURLToPath(entry), ...args]
    await import(entry.href)
    return
  }
  const node = installedNode()
  if (!node) {
    console.error(`This needs Node ${NEEDED_MAJOR}, which comes with the dependencies: run \`npm ci\` first.`)
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(entry), ...args], { stdio: 'inherit' })
  // Ctrl-C reaches the whole foreground group by itself; the parent only has to stay until the child has finished.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => process.exit(signal ? 128 + 1 : (code ?? 1)))
}
