/** A thousand scripted stops: from the deciding frame to three agencies' receipts, with an officer who judges and orders without thinking, so that what is left is the machine's share. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { uuidv7 } from '../src/core/ids.ts'
import { type FactsFrame, readServerMessage } from '../src/journal/lane.ts'
import { type Centre, openCentre } from '../test/centre.ts'
import { openAgencies } from './agencies.ts'
import { openCamera } from './deciding-frame.ts'
import { type BenchResult, percentile } from './result.ts'

const SCRIPTS = 1_000
const PER_SECOND = 5
const AGENCIES = 3

type Script = {
  frameAt: number
  warnedAt?: number
  judgedAt?: number
  orderedAt?: number
  receipts: number
  doneAt?: number
}

/** The scripted officer: sees a warning on the fact lane, judges it true and orders the plan at once. */
function officer(centre: Centre, cookie: string, scripts: Map<string, Script>, failures: string[]): Promise<WebSocket> {
  const byIncident = new Map<string, Script>()
  const byOrder = new Map<string, Script>()
  const sends = ['traffic-police', 'road-rescue', 'ambulance'].map((agency) => ({ agency, unit: null }))

  async function judge(warning: string, script: Script): Promise<void> {
    script.warnedAt = performance.now()
    const judged = await centre.post(
      `/api/warnings/${warning}/verdict`,
      { verdict: 'true', incident: { kind: 'medical-emergency', priority: 1 } },
      { cookie },
    )
    if (!judged.ok) return void failures.push(`verdict ${judged.status} ${await judged.text()}`)
    script.judgedAt = performance.now()
    const { incident } = (await judged.json()) as { incident: { id: string } }
    byIncident.set(incident.id, script)
    const ordered = await centre.post(
      `/api/incidents/${incident.id}/orders`,
      { plan: 'expressway-stop', sends },
      { cookie },
    )
    if (!ordered.ok) return void failures.push(`orders ${ordered.status} ${await ordered.text()}`)
    script.orderedAt = performance.now()
  }

  function take(frame: FactsFrame): void {
    for (const { stream, fact } of frame.facts) {
      const id = stream.slice(stream.indexOf('/') + 1)
      const script = scripts.get(id)
      if (fact.type === 'raised' && script) void judge(id, script)
      else if (fact.type === 'issued') {
        // The lane says which incident an order belongs to; it may come before the command is answered.
        const owner = byIncident.get((fact as unknown as { incident: string }).incident)
        if (owner) byOrder.set(id, owner)
      } else if (fact.type === 'delivered') {
        const owner = byOrder.get(id)
        if (owner && ++owner.receipts === AGENCIES) owner.doneAt = performance.now()
      }
    }
  }

  return new Promise((open, fail) => {
    const socket = new WebSocket(`${centre.url.replace('http', 'ws')}/live`, {
      headers: { cookie, origin: centre.url },
    })
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'hello', after: 0 }))
      open(socket)
    })
    socket.on('error', fail)
    socket.on('message', (bytes: Buffer, binary: boolean) => {
      if (binary) return
      const message = readServerMessage(bytes.toString())
      if (message?.type !== 'facts') return
      take(message)
      socket.send(JSON.stringify({ type: 'ack', seq: message.facts.at(-1)?.seq ?? message.prev }))
    })
  })
}

export async function run(): Promise<BenchResult> {
  const agencies = await openAgencies()
  const centre = await openCentre({ agencies: agencies.list, people: [{ name: 'officer', role: 'duty-officer' }] })
  const camera = await openCamera()
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const scripts = new Map<string, Script>()
    const failures: string[] = []
    const socket = await officer(centre, cookie, scripts, failures)
    const begun = performance.now()
    for (let n = 0; n < SCRIPTS; n++) {
      const due = begun + (n * 1000) / PER_SECOND
      await sleep(Math.max(0, due - performance.now()))
      const id = uuidv7(Date.now(), randomBytes(10))
      const frameAt = performance.now()
      scripts.set(id, { frameAt, receipts: 0 })
      const at = Date.now()
      void (async () => {
        const still = await camera.still()
        const sha256 = createHash('sha256').update(still).digest('hex')
        const raised = await centre.post(
          '/api/warnings',
          {
            id,
            kind: 'stopped-vehicle',
            source: { kind: 'camera', id: 'bench-sensor', label: { zh: '相机', en: 'camera' } },
            place: {
              position: [120.75, 30.71],
              label: { zh: '申嘉湖 K45+300 上行', en: 'S12 K45+300 up' },
              road: 'S12',
              kilometre: 45.3,
              carriageway: 'up',
              zone: 'shoulder',
            },
            grade: 'A',
            reason: { zh: '硬路肩静止 9.1 秒', en: 'standing 9.1 s on the hard shoulder' },
            hazardLights: true,
            onsetAt: at - 9_100,
            observedAt: at,
            still: sha256,
          },
          { token: centre.sensorToken, key: randomUUID() },
        )
        if (!raised.ok) failures.push(`warning ${raised.status} ${await raised.text()}`)
        await fetch(`${centre.url}/api/warnings/${id}/still`, {
          method: 'POST',
          headers: {
            'content-type': 'image/jpeg',
            authorization: `Bearer ${centre.sensorToken}`,
            'idempotency-key': randomUUID(),
          },
          body: new Blob([Uint8Array.from(still)]),
        })
      })()
      if (n % 100 === 99) console.error(`${n + 1}/${SCRIPTS} scripts, ${failures.length} failures`)
    }
    for (let waited = 0; waited < 100 && [...scripts.values()].some((s) => s.doneAt === undefined); waited++)
      await sleep(200)
    socket.close()
    for (const failure of failures.slice(0, 5)) console.error(failure)
    const all = [...scripts.values()]
    const spans = (from: (s: Script) => number | undefined, to: (s: Script) => number | undefined): number[] =>
      all.flatMap((s) => {
        const [a, b] = [from(s), to(s)]
        return a === undefined || b === undefined ? [] : [b - a]
      })
    const total = spans(
      (s) => s.frameAt,
      (s) => s.doneAt,
    )
    const orders = new Map<string, number>()
    for (const { order } of agencies.received) orders.set(order, (orders.get(order) ?? 0) + 1)
    const once = [...orders.values()].filter((count) => count === 1).length
    return {
      name: 'first-minute',
      about: `${SCRIPTS} scripted stops, ${PER_SECOND} a second: a frame analysed and its still encoded, warning posted, seen by the officer on the live lane, verdict, one act for three agencies over signed webhooks, third receipt seen on the lane. The officer takes no time, so all of it is the machine's share.`,
      rows: [
        { what: 'frame → three receipts, median', value: percentile(total, 0.5), unit: 'ms' },
        {
          what: 'frame → three receipts, p99',
          value: percentile(total, 0.99),
          unit: 'ms',
          must: { at: 'most', bound: 1_000 },
        },
        {
          what: 'frame → warning at the officer, p99',
          value: percentile(
            spans(
              (s) => s.frameAt,
              (s) => s.warnedAt,
            ),
            0.99,
          ),
          unit: 'ms',
        },
        {
          what: 'verdict answered, p99',
          value: percentile(
            spans(
              (s) => s.warnedAt,
              (s) => s.judgedAt,
            ),
            0.99,
          ),
          unit: 'ms',
        },
        {
          what: 'orders answered, p99',
          value: percentile(
            spans(
              (s) => s.judgedAt,
              (s) => s.orderedAt,
            ),
            0.99,
          ),
          unit: 'ms',
        },
        {
          what: 'orders delivered exactly once',
          value: once,
          unit: 'orders',
          must: { at: 'exactly', bound: SCRIPTS * AGENCIES },
        },
        { what: 'scripts complete', value: total.length, unit: 'scripts', must: { at: 'exactly', bound: SCRIPTS } },
      ],
    }
  } finally {
    await camera.close()
    await centre.close()
    await agencies.close()
  }
}
