/** `firstminute detector`: watches a share of a centre's cameras on another machine, and its warnings, pictures and recordings reach the centre. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openHost } from '../../sensing/io/host/host.ts'
import { serveRemotely } from '../../sensing/io/host/remote-host.ts'
import { withoutCredentials } from '../../sensing/io/redact.ts'
import { readArguments } from '../arguments.ts'
import { say } from '../say.ts'

const USAGE =
  "detector --server <url> --token-file <file> [--cameras 'S12-*,…'] [--capacity <n>] [--folder <folder>] [--insecure]"
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

export async function detector(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    {
      server: { type: 'string' },
      'token-file': { type: 'string' },
      cameras: { type: 'string', default: '' },
      capacity: { type: 'string', default: '16' },
      folder: { type: 'string', default: 'data/detector' },
      insecure: { type: 'boolean', default: false },
    },
    { min: 0, max: 0 },
    USAGE,
  )
  if (!read.ok) return wrong(read.detail ?? read.refusal)
  const { values } = read.value
  const server = values.server === undefined ? null : URL.parse(values.server)
  if (server === null || !/^https?:$/.test(server.protocol))
    return wrong(`Which server is it? usage: firstminute ${USAGE}`)
  if (server.protocol === 'http:' && !LOOPBACK.has(server.hostname) && !values.insecure)
    return wrong(
      'The addresses of cameras, with their passwords, would go over the network in clear: use https, or say --insecure.',
    )
  const capacity = Number(values.capacity)
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > 1000)
    return wrong('--capacity is a number from 1 to 1000.')
  const tokenFile = values['token-file']
  if (tokenFile === undefined) return wrong(`Where is its token? usage: firstminute ${USAGE}`)
  const token = (await readFile(tokenFile, 'utf8').catch(() => '')).trim()
  if (!/^[A-Za-z0-9+/=._~-]{32,512}$/.test(token))
    return wrong(
      `${tokenFile} holds no token: the same 32 or more characters stand under "detectors" in the centre's configuration.`,
    )

  const folder = resolve(values.folder)
  const cameras = values.cameras
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const host = openHost({ capacity, cameras, recordings: resolve(folder, 'recordings'), models: folder })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
  const where = withoutCredentials(server.origin)
  const isWelcome = await serveRemotely(host, {
    server: server.href,
    token,
    signal: stop.signal,
    chance: Math.random,
    onState: (state, why) => {
      if (state === 'connected') say(`Watching for ${where}, up to ${capacity} cameras (Ctrl-C stops it).`)
      else if (state === 'lost') say(`The connection to ${where} is lost (${why}); trying again.`)
      else say(`${where} does not take this host (${why}): is its token under "detectors" there?`)
    },
  })
  await host.close()
  return isWelcome ? 0 : 1
}

function wrong(sentence: string): number {
  say(sentence)
  return 2
}
