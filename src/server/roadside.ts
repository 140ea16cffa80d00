/** Roadside sensors watched: their tracks, over HTTP or MQTT, become claims; one that falls silent is said so in the log. */
import type { Logger } from 'pino'
import type { Door } from '../access/door.ts'
import type { Authorise } from '../access/policy.ts'
import type { WarningId } from '../core/ids.ts'
import type { Place } from '../core/place.ts'
import { type Clock, MINUTE, SECOND } from '../core/time.ts'
import type { RoadsideWarning, SensedType } from '../sensing/facts.ts'
import { openMqttTracks } from '../sensing/io/roadside/mqtt.ts'
import type { RoadsideSensor } from '../sensing/roadside/record.ts'
import type { Report } from '../sensing/roadside/report.ts'
import { openRoadEye, type Taken } from '../sensing/roadside/road-eye.ts'
import { roadsideDoors } from '../sensing/roadside/routes.ts'
import type { Claim } from './claiming.ts'
import type { LoadedConfig } from './config.ts'
import { raisedFromTracks } from './sensed.ts'

export type RoadsideNeeds = {
  readonly claim: Claim
  readonly authorise: Authorise
  readonly clock: Clock
  readonly log: Logger
  /** A new warning stands on record: whatever follows can no longer delay it. */
  readonly onRaised: (
    raised: { readonly type: SensedType; readonly place: Place },
    warning: WarningId,
    correlation: string,
  ) => void
}

export type Roadside = { readonly doors: readonly Door[]; close(): Promise<void> }

const SILENT_MS = 30 * SECOND
const LOOK_MS = 10 * SECOND

export function openRoadside(
  config: Pick<LoadedConfig, 'roadside' | 'brokers'>,
  { claim, authorise, clock, log, onRaised }: RoadsideNeeds,
): Roadside {
  const sensors = new Map(
    config.roadside.map((sensor) => [
      sensor.id,
      { sensor, eye: openRoadEye(sensor), lastAt: clock(), isSilent: false, saidAt: Number.NEGATIVE_INFINITY },
    ]),
  )

  const take = (id: string, report: Report, arrivedAt: number): Taken | null => {
    const one = sensors.get(id)
    if (!one) return null
    one.lastAt = arrivedAt
    if (one.isSilent) log.info({ sensor: id }, 'roadside sensor reports again')
    one.isSilent = false
    const { taken, warnings } = one.eye.take(report, arrivedAt)
    if (taken.clockSet) log.warn({ sensor: id }, 'clock of a roadside sensor was set')
    for (const warning of warnings) void raise(one.sensor, warning)
    return taken
  }

  async function raise(sensor: RoadsideSensor, warning: RoadsideWarning): Promise<void> {
    const raised = raisedFromTracks(sensor, warning)
    const claimed = await claim(sensor.id, raised, null)
    if (claimed?.as === 'new')
      onRaised({ type: warning.type, place: raised.place }, claimed.warning, claimed.correlation)
  }

  const mqtt = openMqttTracks({
    brokers: config.brokers,
    sensors: config.roadside,
    onReport: (id, report) => take(id, report, clock()),
    onUnreadable: (id, why) => {
      const one = sensors.get(id)
      if (!one || clock() - one.saidAt < MINUTE) return
      one.saidAt = clock()
      log.warn({ sensor: id, why }, 'a roadside sensor sends what is no report')
    },
    onState: (broker, state, why) =>
      state === 'connected'
        ? log.info({ broker }, 'MQTT broker connected')
        : log.warn({ broker, why }, 'MQTT broker away'),
  })

  // Silence would look like an empty road.
  const silence = setInterval(() => {
    for (const [id, one] of sensors) {
      if (one.isSilent || clock() - one.lastAt < SILENT_MS) continue
      one.isSilent = true
      log.warn({ sensor: id }, 'roadside sensor is silent')
    }
  }, LOOK_MS)

  return {
    doors: roadsideDoors({ take, authorise }),
    close: async () => {
      clearInterval(silence)
      await mqtt.close()
    },
  }
}
