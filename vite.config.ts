/** Builds the browser's pages from src/console to dist/console, and serves them beside a running server while one works on them. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.FIRSTMINUTE_SERVER ?? 'http://127.0.0.1:7110'

/** All hashed files in one list, for the worker that opens the console without the server. */
const keptFiles: Plugin = {
  name: 'kept-files',
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'))
    this.emitFile({
      type: 'asset',
      fileName: 'kept-files.json',
      source: JSON.stringify(files.map((file) => `/${file}`).sort()),
    })
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
