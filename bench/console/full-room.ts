/** A centre on its worst day: thousands of open incidents all over the simulated city, most of them ordered and part of them signed for, two hundred units on the map, and more of both while it is looked at. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { INCIDENT_KINDS } from '../../src/dispatch/incident.ts'
import { mapOf } from '../../src/sim/city/map.ts'
import { layCity } from '../../src/sim/city.ts'
import { type Centre, openCentre } from '../../test/centre.ts'

const AGENCIES = [
  { id: 'traffic-police', kind: 'traffic-police' },
  { id: 'road-rescue', kind: 'road-rescue' },
  { id: 'ambulance', kind: 'ambulance' },
] as const
/** An officer in danger is no everyday incident. */
const KINDS = INCIDENT_KINDS.filter((kind) => kind !== 'officer-help')
const UNITS = 200
const AT_ONCE = 6
const CITY = { seed: 7, west: 120.68, south: 30.66, wideDegrees: 0.14, highDegrees: 0.1 } as const

/** The same places every time, spread evenly and without a pattern that a person would see. */
const spread = (n: number, step: number): number => (n * step) % 1
const positionOf = (n: number): readonly [number, number] => [
  CITY.west + CITY.wideDegrees * spread(n, 0.618_034),
  CITY.south + CITY.highDegrees * spread(n, 0.754_878),
]

export type FullRoom = {
  readonly centre: Centre
  readonly cookie: string
  open(n: number): Promise<string>
  /** Goes on opening incidents and reporting positions until it is stopped. */
  keepGoing(rate: { readonly incidentsPerSecond: number; readonly positionsPerSecond: number }): {
    stop(): Promise<number>
  }
  close(): Promise<void>
}

export async function openFullRoom(incidents: number): Promise<FullRoom> {
  const token = randomBytes(16).toString('hex')
  const centre = await openCentre({
    agencies: AGENCIES,
    map: mapOf(layCity(CITY.seed)),
    units: Array.from({ length: UNITS }, (_, n) => ({
      id: `car-${n}`,
      agency: AGENCIES[n % AGENCIES.length]?.id ?? AGENCIES[0].id,
      kind: 'patrol-car',
      token: `${token}-${n}`,
    })),
    people: [
      { name: 'officer', role: 'duty-officer' },
      ...AGENCIES.map(({ id }) => ({ name: id, role: 'agency-user', agency: id })),
    ],
  })
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const partners = new Map<string, string>()
    for (const { id } of AGENCIES) partners.set(id, await centre.signIn(id))
    const said = async <T>(path: string, body: unknown, as: Parameters<Centre['post']>[2]): Promise<T> => {
      const reply = await centre.post(path, body, as)
      if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
      return (reply.status === 204 ? null : await reply.json()) as T
    }
    const open = async (n: number): Promise<string> => {
      const label = `bench ${n}`
      const { incident } = await said<{ incident: { id: string } }>(
        '/api/incidents',
        {
          kind: KINDS[n % KINDS.length],
          priority: 1 + (n % 4),
          place: {
            position: positionOf(n),
            label: { zh: label, en: label },
            road: 'S12',
            kilometre: 40 + (n % 120) / 10,
            carriageway: n % 2 ? 'up' : 'down',
          },
        },
        { cookie },
      )
      return incident.id
    }
    /** Of three incidents one stays open, one is ordered, one is ordered and signed for. */
    const fill = async (n: number): Promise<void> => {
      const incident = await open(n)
      if (n % 3 === 0) return
      const sends = [AGENCIES[n % 3], AGENCIES[(n + 1) % 3]].flatMap((agency) =>
        agency ? [{ agency: agency.id, unit: null }] : [],
      )
      const { orders } = await said<{ orders: { id: string; issued: { agency: string } }[] }>(
        `/api/incidents/${incident}/orders`,
        { plan: null, sends },
        { cookie },
      )
      if (n % 3 === 1) return
      for (const order of orders)
        await said(
          `/api/orders/${order.id}/answers`,
          { answer: 'signed-for' },
          { cookie: partners.get(order.issued.agency) ?? '' },
        )
    }
    const report = (n: number, round: number): Promise<Response> => {
      const [longitude, latitude] = positionOf(n + round / 500)
      return centre.post(
        '/positions',
        {
          device_id: `car-${n}`,
          location: {
            timestamp: new Date().toISOString(),
            coords: { latitude, longitude, accuracy: 5, speed: 12, heading: 90, altitude: 4 },
            is_moving: true,
            battery: { level: 0.9, is_charging: true },
          },
        },
        { token: `${token}-${n}` },
      )
    }
    let next = 0
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < incidents) {
          const n = next++
          await fill(n)
          if (n % 500 === 499) console.error(`${n + 1} of ${incidents} incidents are open`)
        }
      }),
    )
    for (let n = 0; n < UNITS; n++) await report(n, 0)
    return {
      centre,
      cookie,
      open,
      keepGoing({ incidentsPerSecond, positionsPerSecond }) {
        let going = true
        let opened = 0
        const begun = performance.now()
        const work = (async () => {
          let positions = 0
          while (going) {
            const elapsedS = (performance.now() - begun) / 1000
            for (; opened < elapsedS * incidentsPerSecond && going; opened++) await open(next++)
            for (; positions < elapsedS * positionsPerSecond && going; positions++)
              await (await report(positions % UNITS, Math.floor(positions / UNITS) + 1)).arrayBuffer()
            await sleep(20)
          }
        })()
        return {
          async stop() {
            going = false
            await work
            return opened
          },
        }
      },
      close: () => centre.close(),
    }
  } catch (error) {
    await centre.close()
    throw error
  }
}
