/** The browser's files in dist/console: built when they are missing or older than their sources, so that a fresh clone starts with one command. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ok, type Result, refuse } from '../core/result.ts'
import { type Say, withProgress } from './say.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const CONSOLE_FOLDER = join(ROOT, 'dist', 'console')

function newestSource(): number {
  const sources = ['vite.config.ts', 'package-lock.json', 'src']
  let newest = 0
  for (const source of sources) {
    const path = join(ROOT, source)
    if (!existsSync(path)) continue
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((f) => join(path, f))
      : [path]
    for (const file of files) newest = Math.max(newest, statSync(file).mtimeMs)
  }
  return newest
}

/** Builds the console when needed; two minutes at the most. */
export async function ensureConsole(say: Say): Promise<Result<string, 'console-not-built'>> {
  const index = join(CONSOLE_FOLDER, 'index.html')
  if (existsSync(index) && statSync(index).mtimeMs >= newestSource()) return ok(CONSOLE_FOLDER)
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  const built = await withProgress(
    'Building the console (once)',
    new Promise<{ code: number | null; output: string }>((done) => {
      let output = ''
      const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 120_000,
      })
      child.stdout.on('data', (chunk) => {
        output += String(chunk)
      })
      child.stderr.on('data', (chunk) => {
        output += String(chunk)
      })
      child.on('error', (error) => done({ code: 1, output: error.message }))
      child.on('close', (code) => done({ code, output }))
    }),
  )
  if (built.code === 0) return ok(CONSOLE_FOLDER)
  say(built.output)
  return refuse(
    'console-not-built',
    'The console could not be built; the lines above say why. `npm ci` puts back what may be missing.',
  )
}
