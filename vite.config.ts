/** Builds the browser's pages from src/console to dist/console, and serves them beside a running server while one works on them. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.FIRSTMINUTE_SERVER ?? 'http://127.0.0.1:7110'

/** All hashed files in one list, for the worker that opens the console without the server: as they lie there when all is written. */
const keptFiles: Plugin = {
  name: 'kept-files',
  writeBundle({ dir = '' }) {
    const files = readdirSync(join(dir, 'assets')).filter((file) => !file.endsWith('.map'))
    writeFileSync(join(dir, 'kept-files.json'), JSON.stringify(files.map((file) => `/assets/${file}`).sort()))
  },
}

export default defineConfig({
  root: 'src/console',
  base: '/',
  plugins: [react(), keptFiles],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // The map is one large library on a chunk of its own; it loads after the queue can be used.
    chunkSizeWarningLimit: 1_300,
  },
  server: {
    port: 7111,
    strictPort: true,
    proxy: {
      '/api': { target: server },
      '/live': { target: server.replace(/^http/, 'ws'), ws: true },
    },
  },
})
