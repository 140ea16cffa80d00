// Runs one TypeScript file of this repository under Node 24, whichever Node called: `node bin/with-node.mjs test/run.ts …`.
import { pathToFileURL } from 'node:url'
import { handOver } from './hand-over.mjs'

const [file, ...rest] = process.argv.slice(2)
if (!file) {
  console.error('usage: node bin/with-node.mjs <file.ts> [arguments]')
  process.exit(2)
}
await handOver(pathToFileURL(file), rest)
