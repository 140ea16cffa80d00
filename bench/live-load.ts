/** The load of the live measurement in processes of their own: `consoles` follow and note when they saw what, `feeder` opens incidents and reports positions. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { endOf, follows, LIVE_PATH, readServerMessage } from '../src/journal/lane.ts'

/** Instants are milliseconds of one machine's clock, finer than Date.now. */
const instant = (): number => performance.timeOrigin + performance.now()
const MOST_INCIDENTS = 10_000

export type ConsolesSaw = {
  /** [incident × consoles + console], 0: never. */
  readonly seenAt: Float64Array
  readonly wrong: number
  readonly cut: number
  readonly stateFrames: number
}
export type FeederDid = {
  readonly sentAt: Float64Array
  readonly opened: Uint8Array
  readonly positions: number
  readonly positionMs: Float64Array
  /** Of every proposal asked for once everything is warm: how long it took, and how many of them named a unit. */
  readonly proposalMs: Float64Array
  readonly proposed: number
  readonly failures: readonly string[]
}

type ConsolesSetting = { readonly url: string; readonly cookies: readonly string[]; readonly count: number }
type FeederSetting = {
  readonly url: string
  readonly cookie: string
  readonly tokens: readonly string[]
  readonly incidentsPerSecond: number
  readonly positionsPerSecond: number
  readonly seconds: number
  /** From the start on, of them. */
  readonly warmUpSeconds: number
}

const say = (message: unknown): void => void process.send?.(message)
const hear = <T>(): Promise<T> => new Promise((heard) => process.once('message', (message) => heard(message as T)))

async function consoles(): Promise<void> {
  const { url, cookies, count } = await hear<ConsolesSetting>()
  const seenAt = new Float64Array(MOST_INCIDENTS * count)
  let wrong = 0
  let cut = 0
  let stateFrames = 0
  let stopping = false
  const open = (index: number): Promise<void> =>
    new Promise((following) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}${LIVE_PATH}`, {
        headers: { cookie: cookies[index % cookies.length] ?? '', origin: url },
        perMessageDeflate: false,
      })
      let last = 0
      let acked = 0
      const ack = setInterval(() => {
        if (acked < last && socket.readyState === WebSocket.OPEN) socket.send(`{"type":"ack","seq":${last}}`)
        acked = last
      }, 500)
      socket.on('open', () => socket.send('{"type":"hello","after":0}'))
      socket.on('error', (error) => console.error(`console ${index}: ${error.message}`))
      socket.on('close', () => {
        clearInterval(ack)
        if (!stopping) cut++
      })
      socket.on('message', (bytes: Buffer, isBinary: boolean) => {
        if (isBinary) {
          stateFrames++
          return
        }
        const message = readServerMessage(bytes.toString())
        if (!message) wrong++
        else if (message.type === 'facts' || message.type === 'mark') {
          if (follows(last, message) !== 'next') wrong++
          last = endOf(message)
          following()
          if (message.type === 'mark') return
          const now = instant()
          for (const { fact } of message.facts) {
            if (fact.type !== 'opened' || !('place' in fact)) continue
            const place = fact.place as { readonly label: { readonly en: string } }
            const at = Number(place.label.en.slice('bench '.length)) * count + index
            if (seenAt[at] !== 0) wrong++
            seenAt[at] = now
          }
        }
      })
    })
  await Promise.all(Array.from({ length: count }, (_, index) => open(index)))
  say({ ready: true })
  await hear()
  stopping = true
  say({ seenAt, wrong, cut, stateFrames } satisfies ConsolesSaw)
}

/** The id in what POST /api/incidents answers: `{"incident":{"id":"…"`. */
const incidentIn = (answer: string): string => /"incident":\{"id":"([^"]+)"/.exec(answer)?.[1] ?? 'none'

async function feeder(): Promise<void> {
  const setting = await hear<FeederSetting>()
  const { url, cookie, tokens } = setting
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const failures: string[] = []
  /** The answer's text; null: it failed. */
  const ask = (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<string | null> =>
    new Promise((done) => {
      const sending = request(
        `${url}${path}`,
        {
          method,
          agent,
          headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          let text = ''
          answer.on('data', (bytes) => {
            text += String(bytes)
          })
          answer.on('end', () => {
            const isGood = answer.statusCode !== undefined && answer.statusCode < 300
            if (!isGood) failures.push(`${path}: ${answer.statusCode} ${text.slice(0, 200)}`)
            done(isGood ? text : null)
          })
        },
      )
      sending.on('error', (error) => {
        failures.push(`${path}: ${error.message}`)
        done(null)
      })
      sending.end(body)
    })
  const post = async (path: string, headers: Record<string, string>, body: string): Promise<boolean> =>
    (await ask('POST', path, headers, body)) !== null
  say({ ready: true })
  await hear()

  const incidents = setting.incidentsPerSecond * setting.seconds
  const sentAt = new Float64Array(incidents)
  const opened = new Uint8Array(incidents)
  const positionMs: number[] = []
  const proposalMs: number[] = []
  let proposed = 0
  let positions = 0
  const running = new Set<Promise<void>>()
  const keep = (work: Promise<void>): void => {
    running.add(work)
    work.finally(() => running.delete(work))
  }
  const openIncident = async (n: number): Promise<void> => {
    const label = `bench ${n}`
    const body = JSON.stringify({
      kind: 'stopped-vehicle',
      priority: 2,
      place: {
        // All over the city, so that no two proposals are the same.
        position: [120.7 + ((n * 0.618_034) % 1) * 0.1, 30.68 + ((n * 0.754_878) % 1) * 0.06],
        label: { zh: label, en: label },
      },
    })
    sentAt[n] = instant()
    const answer = await ask('POST', '/api/incidents', { cookie, origin: url, 'idempotency-key': randomUUID() }, body)
    opened[n] = answer === null ? 0 : 1
    if (answer === null) return
    // What a desk asks for as soon as the incident stands there.
    const from = performance.now()
    const proposal = await ask('GET', `/api/incidents/${incidentIn(answer)}/proposal`, { cookie }, '')
    if (proposal === null || n < setting.warmUpSeconds * setting.incidentsPerSecond) return
    proposalMs.push(performance.now() - from)
    if (/"unit":"/.test(proposal)) proposed++
  }
  const report = async (n: number): Promise<void> => {
    const unit = n % tokens.length
    const round = Math.floor(n / tokens.length)
    const body = JSON.stringify({
      device_id: `car-${unit}`,
      location: {
        timestamp: new Date().toISOString(),
        coords: {
          latitude: 30.7 + round * 1e-4,
          longitude: 120.7 + unit * 1e-4,
          accuracy: 5,
          speed: 12,
          heading: 90,
          altitude: 4,
        },
        is_moving: true,
        battery: { level: 0.9, is_charging: true },
      },
    })
    const from = performance.now()
    if (await post('/positions', { authorization: `Bearer ${tokens[unit] ?? ''}` }, body)) {
      positions++
      positionMs.push(performance.now() - from)
    }
  }

  // By the clock and not by waiting for answers: a slow server gets no rest.
  const begun = performance.now()
  let incident = 0
  let position = 0
  for (;;) {
    const elapsedS = (performance.now() - begun) / 1000
    if (elapsedS >= setting.seconds) break
    for (; incident < Math.min(incidents, elapsedS * setting.incidentsPerSecond); incident++)
      keep(openIncident(incident))
    for (; position < elapsedS * setting.positionsPerSecond; position++) keep(report(position))
    await sleep(5)
  }
  await Promise.race([Promise.all(running), sleep(60_000)])
  agent.destroy()
  say({
    ...{ sentAt, opened, positions, proposed, failures },
    positionMs: Float64Array.from(positionMs),
    proposalMs: Float64Array.from(proposalMs),
  } satisfies FeederDid)
}

if (process.argv[2] === 'consoles') await consoles()
else if (process.argv[2] === 'feeder') await feeder()
