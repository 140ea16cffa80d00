/** The centre's reference data out of its configuration, in the shape that dispatch and the screens use. */
import type { Machine } from '../access/io/machines.ts'
import type { Position } from '../core/geo.ts'
import { type AgencyId, id } from '../core/ids.ts'
import { SECOND } from '../core/time.ts'
import { boxAround } from '../dispatch/exchange/shape.ts'
import type { Agency, Unit } from '../dispatch/forces.ts'
import type { Centre, MailServer, Reach } from '../dispatch/io/given.ts'
import type { StandbyPost } from '../dispatch/recommend/coverage.ts'
import { USUAL_ROTATION } from '../dispatch/recommend/rotation.ts'
import { TARGETS } from '../dispatch/report/targets.ts'
import { type Camera, withoutAddresses } from '../sensing/camera.ts'
import type { LoadedConfig } from './config.ts'

/** The middle of the cameras; where a call for help goes that has no position at all. */
function middleOf(config: LoadedConfig): Position {
  const places = config.cameras.map((camera) => camera.position)
  if (places.length === 0) return [0, 0]
  const sum = places.reduce<[number, number]>((all, [lon, lat]) => [all[0] + lon, all[1] + lat], [0, 0])
  return [sum[0] / places.length, sum[1] / places.length]
}

/** An agency may keep a webhook for its answers while people read its orders at the page; then nothing is sent. */
function reachOf({ channel, webhook, eido, mail }: LoadedConfig['agencies'][number]): Reach | null {
  switch (channel) {
    case 'webhook':
      return webhook ? { via: 'webhook', ...webhook } : null
    case 'eido':
      return eido ? { via: 'eido', ...eido } : null
    case 'mail':
      return mail ? { via: 'mail', ...mail } : null
    case 'console':
      return null
  }
}

function mailServerOf({ mail }: LoadedConfig): MailServer | null {
  if (!mail) return null
  const { user, password, ...server } = mail
  return {
    ...server,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  }
}

/** As configured; else around the cameras, with what a front of weather crosses in half an hour. */
function areaOf({ centre, cameras }: LoadedConfig): readonly Position[] {
  const [first] = centre.area ?? []
  if (!centre.area || !first)
    return boxAround(
      cameras.map((camera) => camera.position),
      30_000,
    )
  return [...centre.area, first]
}

/** `cameras` answers them as they are drawn now. */
export function referenceOf(
  config: LoadedConfig,
  publicUrl: string,
  demo: boolean,
  cameras: () => readonly Camera[],
): Centre {
  const agencies = config.agencies.map(
    (agency): Agency => ({
      id: id<'agency'>(agency.id),
      kind: agency.kind,
      name: agency.name,
      channel: agency.channel,
      fallback: agency.fallback === null ? null : id<'agency'>(agency.fallback),
    }),
  )
  const units = config.units.map(
    (unit, index): Unit => ({
      id: id<'unit'>(unit.id),
      agency: id<'agency'>(unit.agency),
      kind: unit.kind,
      capabilities: unit.capabilities,
      label: unit.label,
      ...(unit.crew === undefined ? {} : { crew: unit.crew }),
      ...(unit.crewSize === undefined ? {} : { crewSize: unit.crewSize }),
      ...(unit.company === undefined ? {} : { company: unit.company }),
      index,
    }),
  )
  const standby = config.standby.map(
    ({ withinS, ...post }): StandbyPost => ({ ...post, agency: id<'agency'>(post.agency), withinMs: withinS * SECOND }),
  )
  const { rotation } = config
  const reach = new Map<AgencyId, Reach>()
  for (const agency of config.agencies) {
    const to = reachOf(agency)
    if (to) reach.set(id<'agency'>(agency.id), to)
  }
  return {
    name: config.centre.name,
    timeZone: config.centre.timeZone,
    position: middleOf(config),
    area: areaOf(config),
    publicUrl,
    agencies,
    units,
    plans: config.plans,
    ground: { areas: config.areas, timeZone: config.centre.timeZone, holidays: config.centre.holidays },
    standby,
    rotation: rotation ? { kinds: rotation.unitKinds, withinMs: rotation.withinS * SECOND } : USUAL_ROTATION,
    targets: config.targets ?? TARGETS,
    reach,
    mail: mailServerOf(config),
    get cameras() {
      return cameras().map(withoutAddresses)
    },
    demo,
  }
}

export function machinesOf(config: LoadedConfig): readonly Machine[] {
  return [
    ...config.sensors.map((sensor): Machine => ({ kind: 'sensor', id: sensor.id, token: sensor.token })),
    ...config.detectors.map((detector): Machine => ({ kind: 'detector', id: detector.id, token: detector.token })),
    ...config.units.flatMap((unit): Machine[] =>
      unit.token === undefined ? [] : [{ kind: 'unit', id: unit.id, label: unit.label, token: unit.token }],
    ),
  ]
}
