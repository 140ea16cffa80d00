/** Lets the prepared city live: cameras and agencies behind one HTTP port, units on the move, until it is told to end. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { diceFrom } from '../../core/dice.ts'
import type { Clock } from '../../core/time.ts'
import { type CameraSite, camerasOf, MAIN_CAMERA } from '../city/cameras.ts'
import { RADAR } from '../city/radar.ts'
import { type City, layCity } from '../city.ts'
import { HOME, presetsOf } from '../ptz/presets.ts'
import { type Agencies, type Fault, openAgencies } from './agencies.ts'
import { openAnswering } from './answers.ts'
import { type Cameras, openCameras } from './cameras.ts'
import { openFleet } from './fleet.ts'
import { type Device, openDevice } from './onvif.ts'
import type { Prepared } from './prepare.ts'
import { openRadar, type Radar } from './radar.ts'
import { openReporting } from './reporting.ts'

export type Running = { readonly port: number; close(): Promise<void> }

const STEP_MS = 250
const LARGEST_ORDER = 64 * 1024

export async function run(prepared: Prepared, fault: Fault | null): Promise<Running> {
  const clock: Clock = Date.now
  const { seed } = prepared
  const city = layCity(seed)
  const sites = camerasOf(city)
  const devices = devicesOf(prepared, sites, clock)
  const cameras = openCameras(sites, seed, clock, devices)
  const answering = openAnswering(clock)
  const fleet = openFleet(city, clock, diceFrom(seed, 'fleet'))
  const secrets = new Map(
    prepared.agencies.flatMap(({ id, webhook }) => (webhook ? [[id, webhook.secret] as const] : [])),
  )
  const agencies = openAgencies({
    secrets,
    fleet,
    answering,
    clock,
    fault,
    dice: diceFrom(seed, 'desks'),
    onOrder: ({ brief: { place } }) => {
      if (place.kilometre !== undefined && place.carriageway) cameras.attended(place.kilometre, place.carriageway)
    },
    onTowed: ({ brief: { place } }) => {
      if (place.kilometre !== undefined && place.carriageway) cameras.helped(place.kilometre, place.carriageway)
    },
  })
  const tokens = new Map(prepared.units.map(({ id, token }) => [id, token] as const))
  const reporting = openReporting(prepared.publicUrl, tokens, clock)
  const radar = radarOf(prepared, city, sites, cameras, clock)
  const server = createServer((request, response) => answer(request, response, cameras, agencies, devices))
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(prepared.simPort, '127.0.0.1', () => listening())
  })
  const timer = setInterval(() => {
    fleet.move()
    agencies.work()
    reporting.report(fleet.rides())
    radar?.report()
  }, STEP_MS)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : prepared.simPort,
    close: async () => {
      clearInterval(timer)
      cameras.close()
      answering.close()
      reporting.close()
      radar?.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** The devices that the configuration names, with the password that stands there. */
function devicesOf(prepared: Prepared, sites: readonly CameraSite[], clock: Clock): ReadonlyMap<string, Device> {
  return new Map(
    prepared.cameras.flatMap(({ id, ptz }): [string, Device][] => {
      const site = sites.find((each) => each.id === id)
      if (!ptz || !site) return []
      const { username, password } = new URL(ptz.onvif)
      const presets = new Map(presetsOf(site.view).map(({ token, pose }) => [token, pose]))
      const credentials = { user: decodeURIComponent(username), password: decodeURIComponent(password) }
      return [[id, openDevice({ clock, stream: ptz.source, presets, home: HOME, credentials })]]
    }),
  )
}

/** null: the city was prepared before there was one. */
function radarOf(
  { seed, sensors, publicUrl }: Prepared,
  city: City,
  sites: readonly CameraSite[],
  cameras: Cameras,
  clock: Clock,
): Radar | null {
  const token = sensors.find(({ id }) => id === RADAR)?.token
  const kilometre = sites.find(({ id }) => id === MAIN_CAMERA)?.road?.kilometre
  if (token === undefined || kilometre === undefined) return null
  const road = () => cameras.roadNow(MAIN_CAMERA)
  return openRadar({ city, seed, kilometre, centre: publicUrl, token, clock, road })
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  cameras: Cameras,
  agencies: Agencies,
  devices: ReadonlyMap<string, Device>,
): void {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const camera = /^\/cameras\/([A-Za-z0-9._-]+)\.y4m$/.exec(path)?.[1]
  const agency = /^\/agencies\/([a-z0-9-]+)\/orders$/.exec(path)?.[1]
  if (request.method === 'GET' && camera && cameras.serve(camera, response)) return
  const device = devices.get(/^\/onvif\/([A-Za-z0-9._-]+)\/device_service$/.exec(path)?.[1] ?? '')
  if (request.method === 'POST' && device) {
    device.answer(request, response)
    return
  }
  if (request.method !== 'POST' || !agency) {
    response.writeHead(404).end()
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > LARGEST_ORDER) response.writeHead(413, { connection: 'close' }).end(() => request.destroy())
    else chunks.push(chunk)
  })
  request.on('error', () => response.destroy())
  request.on('end', () => {
    if (size > LARGEST_ORDER) return
    const header = request.headers['firstminute-signature']
    const reply = agencies.take(agency, typeof header === 'string' ? header : undefined, Buffer.concat(chunks))
    if (reply === 'line-down') request.socket.destroy()
    else response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body)
  })
}
