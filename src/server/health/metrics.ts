/** Figures for Prometheus: how long the first minute takes, how the lanes and the doors are, nothing about persons. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Numbered } from '../../journal/fact.ts'
import type { LiveFigures } from '../live/hub.ts'
import { openFirstMinutes } from './first-minute.ts'

export type Metrics = {
  readonly registry: Registry
  /** For openHttp({ observe }). */
  http(seen: { readonly method: string; readonly route: string; readonly status: number; readonly ms: number }): void
  /** For openLive({ onFacts }). */
  facts(facts: readonly Numbered[]): void
  /** For openPositions({ onWritten }). */
  positions(written: { readonly stored: number; readonly known: number; readonly ms: number }): void
}

export type Measured = {
  readonly live: () => LiveFigures
  readonly clock: () => number
  /** Reports that wait to be written. */
  readonly positionsWaiting: () => number
  /** Orders that have not reached their agency, and the age of the oldest; asked at each scrape. */
  readonly outbox?: () => Promise<{ readonly waiting: number; readonly oldestMs: number }>
  /** Facts that no checkpoint covers yet. */
  readonly unsealed?: () => Promise<number>
}

export function openMetrics(measured: Measured): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'firstminute_' })
  const firstMinute = new Histogram({
    name: 'firstminute_first_minute_seconds',
    help: 'From the first observation to the receipt of the last order of the first act.',
    buckets: [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 300],
    registers,
  })
  const machineShare = new Histogram({
    name: 'firstminute_machine_share_seconds',
    help: 'The part of the first minute in which no person was awaited.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  })
  const requests = new Histogram({
    name: 'firstminute_http_seconds',
    help: 'Time to answer, by door.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const factLag = new Histogram({
    name: 'firstminute_follower_lag_seconds',
    help: 'From the recording of a fact to its going out to the consoles.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const facts = new Counter({
    name: 'firstminute_facts_sent_total',
    help: 'Facts sent out to the consoles.',
    registers,
  })
  const positions = new Counter({
    name: 'firstminute_positions_total',
    help: 'Positions accepted: stored, or known before.',
    labelNames: ['was'],
    registers,
  })
  const positionWrites = new Histogram({
    name: 'firstminute_position_write_seconds',
    help: 'Time to write one batch of positions.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  })
  const gauge = (name: string, help: string, value: () => number | Promise<number>): void => {
    new Gauge({
      name: `firstminute_${name}`,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  }
  gauge('live_clients', 'Tabs that follow.', () => measured.live().clients)
  gauge('live_waiting_bytes', 'Bytes that wait in the lanes of all tabs.', () => measured.live().waitingBytes)
  gauge(
    'live_dropped_state_frames',
    'State frames dropped for slow tabs since the start.',
    () => measured.live().droppedFrames,
  )
  gauge(
    'live_not_receiving',
    'Tabs closed because they did not keep up, since the start.',
    () => measured.live().notReceiving,
  )
  gauge('live_head', 'Number of the newest fact sent out.', () => measured.live().head)
  gauge('positions_waiting', 'Reports that wait to be written.', () => measured.positionsWaiting())
  const { outbox, unsealed } = measured
  if (outbox) {
    gauge('outbox_waiting', 'Orders that have not reached their agency.', async () => (await outbox()).waiting)
    gauge('outbox_oldest_seconds', 'Age of the oldest of them.', async () => (await outbox()).oldestMs / 1000)
  }
  if (unsealed) gauge('unsealed_facts', 'Facts that no signed checkpoint covers yet.', unsealed)

  const minutes = openFirstMinutes()
  return {
    registry,
    http: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1000),
    facts(batch) {
      const now = measured.clock()
      facts.inc(batch.length)
      const oldest = batch[0]
      if (oldest) factLag.observe(Math.max(0, now - oldest.recordedAt) / 1000)
      for (const minute of minutes.take(batch)) {
        firstMinute.observe(Math.max(0, minute.totalMs) / 1000)
        machineShare.observe(Math.max(0, minute.machineMs) / 1000)
      }
    },
    positions({ stored, known, ms }) {
      positions.inc({ was: 'stored' }, stored)
      positions.inc({ was: 'known' }, known)
      positionWrites.observe(ms / 1000)
    },
  }
}
