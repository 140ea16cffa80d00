/**
 * Roadside sensors that report over MQTT: one connection to each broker, kept up; every message goes through the same schema as
 * over HTTP. User and password stay in the connection: they are in no address, no log line and no error.
 */
import { readFileSync } from 'node:fs'
import { connect, type MqttClient } from 'mqtt'
import type { Broker, RoadsideSensor } from '../../roadside/record.ts'
import { MAX_REPORT_BYTES, type Report, reportSchema } from '../../roadside/report.ts'
import { withoutCredentials } from '../redact.ts'

export type MqttTracks = { close(): Promise<void> }

export type MqttGiven = {
  readonly brokers: readonly Broker[]
  readonly sensors: readonly RoadsideSensor[]
  readonly onReport: (sensor: string, report: Report) => void
  /** A message that is no report: which sensor's, and why, without what it said. */
  readonly onUnreadable: (sensor: string, why: string) => void
  readonly onState: (broker: string, state: 'connected' | 'away', why: string | null) => void
  /** Shorter in tests. */
  readonly retryMs?: number
}

const RETRY_MS = 2_000
const CONNECT_WITHIN_MS = 10_000

/** Throws one sentence when a broker's certificate authority cannot be read. */
export function openMqttTracks(given: MqttGiven): MqttTracks {
  const clients = given.brokers.flatMap((broker): MqttClient[] => {
    const byTopic = new Map(
      given.sensors.flatMap(({ id, mqtt }) => (mqtt?.broker === broker.id ? [[mqtt.topic, id] as const] : [])),
    )
    return byTopic.size === 0 ? [] : [openOne(broker, byTopic, given)]
  })
  return {
    close: async () => {
      await Promise.all(clients.map((client) => client.endAsync(true)))
    },
  }
}

function openOne(broker: Broker, byTopic: ReadonlyMap<string, string>, given: MqttGiven): MqttClient {
  const client = connect(broker.url, {
    ...(broker.user === undefined ? {} : { username: broker.user }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
    ...(broker.authority === undefined ? {} : { ca: authorityOf(broker.authority) }),
    // A certificate that does not hold is a broker that is not there.
    rejectUnauthorized: true,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: given.retryMs ?? RETRY_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    keepalive: 15,
  })
  let why: string | null = null
  client.on('connect', () => {
    why = null
    given.onState(broker.id, 'connected', null)
    client.subscribe([...byTopic.keys()], { qos: 0 }, (error, granted) => {
      if (error) given.onState(broker.id, 'away', reasonOf(error))
      // 128: refused (MQTT 3.1.1 §3.9.3).
      for (const { topic, qos } of granted ?? [])
        if (qos >= 128) given.onState(broker.id, 'away', `the topic of ${byTopic.get(topic) ?? 'a sensor'} is refused`)
    })
  })
  client.on('error', (error) => {
    why = reasonOf(error)
  })
  client.on('close', () => given.onState(broker.id, 'away', why))
  client.on('message', (topic, payload, packet) => {
    const sensor = byTopic.get(topic)
    // What the broker kept from before we came is no news.
    if (sensor === undefined || packet.retain) return
    const read = reportOf(payload)
    if ('report' in read) given.onReport(sensor, read.report)
    else given.onUnreadable(sensor, read.why)
  })
  return client
}

function reportOf(payload: Uint8Array): { readonly report: Report } | { readonly why: string } {
  if (payload.length > MAX_REPORT_BYTES) return { why: 'too large' }
  let said: unknown
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return { why: 'not JSON' }
  }
  const read = reportSchema.safeParse(said)
  if (read.success) return { report: read.data }
  const [first] = read.error.issues
  return { why: `${first?.path.join('.') ?? ''}: ${first?.message ?? 'wrong'}` }
}

function reasonOf(error: Error): string {
  return withoutCredentials(error.message === '' && 'code' in error ? String(error.code) : error.message)
}

function authorityOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw new Error(`The certificate authority of the MQTT broker cannot be read: ${file}`)
  }
}
